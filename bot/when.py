"""The command `when`: which instants a phrase stands for, or the question that the bot would ask about it."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.domain.phrases import LANGUAGES, Question, read, zone_named
from bot.domain.schedule import Occurrence, Schedule, instant_of, occurrences
from bot.words import Words, words_in
from bot.words.when import candidate_words, moment_words, note_words, question_sentence

FOUND, ASKED, MISTYPED = 0, 1, 2
"""Exit codes: occurrences were printed; a question was; an option makes no sense."""

MOST = 100
"""Occurrences that can be asked for."""

YEARS = range(1970, 2101)
"""The years to count from for which the zones are worth believing."""

_SHOWN = 3


class Mistyped(Exception):
    """An option makes no sense; the text says which and why."""


def tell_when(phrase: str, *, zone: str, lang: str, since: str, count: int, is_json: bool) -> int:
    """Print what the bot would schedule, or what it would ask, and return the exit code.

    An empty `lang` tries every language; an empty `since` is now, one without an offset is local time in the zone.
    """
    try:
        asked = _Asked(phrase, zone, lang, since, count)
    except Mistyped as mistyped:
        print(mistyped, file=sys.stderr)
        return MISTYPED
    outcome = read(phrase, languages=asked.languages, zone=asked.zone, now=asked.now)
    words = words_in(lang)
    if isinstance(outcome, Question):
        print(_question_json(outcome, asked, words) if is_json else _question_text(outcome, asked, words))
        return ASKED
    found = occurrences(outcome, asked.now, count)
    if is_json:
        print(_json([_facts(each, asked.shown_in(outcome), words) for each in found]))
    else:
        print("\n".join(_line(each, asked.shown_in(outcome), words) for each in found))
    return FOUND


class _Asked:
    """What was typed, checked."""

    def __init__(self, phrase: str, zone: str, lang: str, since: str, count: int) -> None:
        known = zone_named(zone)
        if known is None:
            raise Mistyped(f"There is no time zone “{zone}”. They look like Europe/Madrid.")
        if lang and lang not in LANGUAGES:
            raise Mistyped(f"There are no words for the language “{lang}”, only for {', '.join(LANGUAGES)}.")
        if not 1 <= count <= MOST:
            raise Mistyped(f"--count takes a number from 1 to {MOST}.")
        self.phrase, self.zone, self.count = phrase, known, count
        self.languages: Sequence[str] = (lang,) if lang else ()
        self.now = _instant(since, known) if since else SystemClock().now().replace(microsecond=0)

    def shown_in(self, schedule: Schedule) -> ZoneInfo:
        """The zone whose clocks are shown: the one of the schedule, but of the command for a bare instant."""
        return ZoneInfo(self.zone if schedule.zone == "UTC" else schedule.zone)


def _instant(typed: str, zone: str) -> datetime:
    try:
        since = datetime.fromisoformat(typed)
    except ValueError:
        raise Mistyped(f"“{typed}” is no ISO 8601 time, such as 2026-05-01T18:00+02:00.") from None
    if since.year not in YEARS:
        raise Mistyped(f"--from takes a year from {YEARS[0]} to {YEARS[-1]}.")
    return since.astimezone(UTC) if since.tzinfo else instant_of(since, zone)


def _facts(occurrence: Occurrence, zone: ZoneInfo, words: Words) -> dict[str, str | None]:
    return {
        "local": occurrence.at.astimezone(zone).isoformat(),
        "utc": occurrence.at.isoformat().replace("+00:00", "Z"),
        "note": note_words(occurrence, words),
    }


def _line(occurrence: Occurrence, zone: ZoneInfo, words: Words) -> str:
    local = occurrence.at.astimezone(zone)
    note = note_words(occurrence, words)
    shown = f"{moment_words(local.replace(tzinfo=None), words)} {local.isoformat()[-6:]}"
    return " · ".join([shown, f"{occurrence.at:%Y-%m-%d %H:%M} UTC", *([note] if note else [])])


def _question_text(question: Question, asked: _Asked, words: Words) -> str:
    offered = [f"- {candidate_words(each, _following(each, asked), words)}" for each in question.candidates]
    return "\n".join([question_sentence(question, words), *offered])


def _question_json(question: Question, asked: _Asked, words: Words) -> str:
    return _json(
        {
            "question": question_sentence(question, words),
            "kind": question.kind,
            "candidates": [
                {
                    "said": candidate_words(each, _following(each, asked), words),
                    "utc": instant_of(each.starts, each.zone).isoformat().replace("+00:00", "Z"),
                    "zone": each.zone,
                    "rule": each.rule,
                }
                for each in question.candidates
            ],
        }
    )


def _following(schedule: Schedule, asked: _Asked) -> tuple[Occurrence, ...]:
    return occurrences(schedule, asked.now, _SHOWN)


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)
