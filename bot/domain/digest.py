"""The digest: when the one of a week is due, what it tells, and when there is nothing to tell."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.errors import NotAValue
from bot.domain.phrases import LONGEST
from bot.domain.phrases.english import LEXICON as ENGLISH
from bot.domain.phrases.folding import folded
from bot.domain.phrases.french import LEXICON as FRENCH
from bot.domain.phrases.german import LEXICON as GERMAN
from bot.domain.phrases.lexicon import WORD, Lexicon
from bot.domain.phrases.portuguese import LEXICON as PORTUGUESE
from bot.domain.phrases.spanish import LEXICON as SPANISH
from bot.domain.phrases.tokens import Kind
from bot.domain.schedule import Schedule, instant_of, occurrences

MOST_LATE = timedelta(hours=48)
"""A digest that is later is not sent any more. Source: charter, §8."""

PUNCTUAL = timedelta(minutes=5)
"""A digest that comes within this time is not late."""

AHEAD = timedelta(days=7)
"""What closes or is due for review within this time is told."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST_HOUR = 23
_BINDERS = (Kind.GLUE, Kind.EVERY)
_TYPED = re.compile(r"(?P<day>\D+?)[\s,]*(?P<hour>\d{1,2})(?:[:.]00|\s*h(?:00)?)?\s*(?:uhr|hrs?|horas?|heures?)?")


@dataclass(frozen=True, slots=True)
class DigestTime:
    """When a server's digest comes: the weekday, Monday being 0, and the hour on the server's clocks."""

    weekday: int = 0
    hour: int = 18

    def text(self) -> str:
        """The time as it is stored and as it stands in the log: "monday 18:00"."""
        return f"{_DAYS[self.weekday]} {self.hour:02}:00"

    @classmethod
    def of_text(cls, text: str) -> "DigestTime":
        """Read back what `text` wrote."""
        day, _space, clock = text.partition(" ")
        return cls(_DAYS.index(day), int(clock[:2]))


def digest_time(key: str, typed: str) -> str:
    """A typed weekday and whole hour, in any language that the bot speaks, as it is stored.

    Refuses with `NotAValue`, also where two languages mean different days by it.
    """
    found = _TYPED.fullmatch(folded(typed[:LONGEST]).strip())
    if found is None or int(found["hour"]) > _LAST_HOUR:
        raise NotAValue(key, typed)
    named = {_weekday(found["day"], lexicon) for lexicon in (ENGLISH, SPANISH, FRENCH, GERMAN, PORTUGUESE)}
    days = [day for day in named if day is not None]
    if len(days) != 1:
        raise NotAValue(key, typed)
    return DigestTime(days[0], int(found["hour"])).text()


def _weekday(words: str, lexicon: Lexicon) -> int | None:
    """The one weekday that the words name in a language; what only binds words together is passed over."""
    spelt = WORD.findall(words)
    bare = [word for word in spelt if not _binds(word, lexicon)]
    for entry in (tuple(spelt), tuple(bare)):
        for tokens, _cost in lexicon.senses.get(entry, ()):
            if len(tokens) == 1 and tokens[0].kind in (Kind.WEEKDAY, Kind.WEEKDAYS):
                return tokens[0].number
    return None


def _binds(word: str, lexicon: Lexicon) -> bool:
    return any(tokens[0].kind in _BINDERS for tokens, _cost in lexicon.senses.get((word,), ()))


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week as ISO 8601 numbers it, by the local day on which its digest is due."""

    year: int
    number: int

    @property
    def following(self) -> "Week":
        """The week after it."""
        return week_of(date.fromisocalendar(self.year, self.number, 1) + timedelta(days=7))


def week_of(day: date) -> Week:
    """The week of a day."""
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


def due_of(week: Week, at: DigestTime, zone: str) -> datetime:
    """The instant at which the digest of a week is due, in UTC.

    A local time that does not exist is due at the first valid instant after it, one that exists twice at the first.
    Source: charter, §8.
    """
    day = date.fromisocalendar(week.year, week.number, at.weekday + 1)
    return instant_of(datetime.combine(day, time(at.hour)), zone)


def first_week(at: DigestTime, zone: str, after: datetime) -> Week:
    """The week of the first digest that is due after an instant."""
    monday = date.fromisocalendar(after.year - 1, 1, 1)
    starts = datetime.combine(monday + timedelta(days=at.weekday), time(at.hour))
    (first,) = occurrences(Schedule(starts, zone, "FREQ=WEEKLY"), after, 1)
    return week_of(first.meant.date())


def moved_to(week: Week, due_at: datetime, at: DigestTime, zone: str, now: datetime) -> datetime:
    """When the digest of a week that waits is due after day, hour or zone were changed.

    Where the new time of that week is over already the old one holds once more: a change neither doubles a week's
    digest nor leaves it out.
    """
    moved = due_of(week, at, zone)
    return moved if moved > now else due_at


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether a digest that goes out now has to say when it was due."""
    return now - due_at > PUNCTUAL


def is_too_late(due_at: datetime, now: datetime) -> bool:
    """Whether a digest is left out, which the next one tells."""
    return now - due_at > MOST_LATE


class Section(StrEnum):
    """The parts of a digest, in their order. Source: charter, §8."""

    DECIDED = "decided"
    CLOSING = "closing"
    LOOKING = "looking"
    DONE = "done"
    KNOW_HOW = "know_how"
    KNOWN_BY_ONE = "known_by_one"
    REVIEWS = "reviews"
    POWERS = "powers"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class PowerUsed:
    """How often the holder of a mandate, known by the decision that gave it, did one thing with their power."""

    decision: int
    seat: int
    act: str
    times: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was too late to be sent, when first, how often: a reminder by its number, or digests, which have none."""

    reminder: int | None
    due_at: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """What a digest tells, fixed when it falls due: numbers, and neither texts nor names, so that covering a text or
    forgetting a person reaches it too.

    `closing` holds proposals with their deadlines, `known_by_one` skills, which are shown as long as a task that may
    be read takes them; `sequence` and `head` are the end of the log.
    """

    sequence: int
    head: str
    decided: tuple[int, ...] = ()
    closing: tuple[tuple[int, datetime], ...] = ()
    looking: tuple[int, ...] = ()
    done: tuple[int, ...] = ()
    know_how: tuple[int, ...] = ()
    known_by_one: tuple[str, ...] = ()
    reviews: tuple[int, ...] = ()
    powers: tuple[PowerUsed, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def is_quiet(self, *, new_tasks: bool) -> bool:
        """Whether nothing happened: what looks for hands, or for learners, as it did in the last digest is no news."""
        told = (self.decided, self.closing, self.done, self.know_how, self.reviews, self.powers, self.skipped)
        return not any(told) and not new_tasks

    def facts(self) -> dict[str, Any]:
        """The contents as plain data."""
        return {
            "sequence": self.sequence,
            "head": self.head,
            "decided": list(self.decided),
            "closing": [[number, closes_at.isoformat()] for number, closes_at in self.closing],
            "looking": list(self.looking),
            "done": list(self.done),
            "know_how": list(self.know_how),
            "known_by_one": list(self.known_by_one),
            "reviews": list(self.reviews),
            "powers": [asdict(each) for each in self.powers],
            "skipped": [[each.reminder, each.due_at.isoformat(), each.times] for each in self.skipped],
        }

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> "Contents":
        """Read plain data back."""
        return cls(
            sequence=facts["sequence"],
            head=facts["head"],
            decided=tuple(facts["decided"]),
            closing=tuple((number, datetime.fromisoformat(closes_at)) for number, closes_at in facts["closing"]),
            looking=tuple(facts["looking"]),
            done=tuple(facts["done"]),
            # Digests from before there was know-how name none.
            know_how=tuple(facts.get("know_how", ())),
            known_by_one=tuple(facts.get("known_by_one", ())),
            reviews=tuple(facts["reviews"]),
            powers=tuple(PowerUsed(**each) for each in facts["powers"]),
            skipped=tuple(Skipped(which, datetime.fromisoformat(at), times) for which, at, times in facts["skipped"]),
        )
