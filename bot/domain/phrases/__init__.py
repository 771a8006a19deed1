"""Phrases: the times that people type, in five languages, as a schedule or as the question that it leaves open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from bot.domain.phrases.english import LEXICON as ENGLISH
from bot.domain.phrases.folding import Folded, fold
from bot.domain.phrases.french import LEXICON as FRENCH
from bot.domain.phrases.german import LEXICON as GERMAN
from bot.domain.phrases.grammar import Parser
from bot.domain.phrases.lexer import cut
from bot.domain.phrases.lexicon import Lexicon
from bot.domain.phrases.meaning import meaning
from bot.domain.phrases.outcomes import Moment, Outcome, either
from bot.domain.phrases.portuguese import LEXICON as PORTUGUESE
from bot.domain.phrases.questions import Asks, Question
from bot.domain.phrases.spanish import LEXICON as SPANISH
from bot.domain.phrases.zones import UnknownZone, without_zone, zone_named
from bot.domain.schedule import Schedule

__all__ = ["LANGUAGES", "LONGEST", "Asks", "Question", "read", "zone_named"]

LONGEST = 100
"""Characters of a phrase."""

_LONGEST_FOLDED = 2 * LONGEST
"""Some characters are several once they are folded."""

_LEXICONS = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN, "pt": PORTUGUESE}

LANGUAGES = tuple(_LEXICONS)
"""The languages in which times can be typed."""


def read(phrase: str, *, languages: Sequence[str] = (), zone: str, now: datetime) -> Schedule | Question:
    """The schedule that a phrase stands for, or what to ask about it.

    `languages` are tried one after the other ("es", "pt-BR"), and the first that understands wins; without any, all are
    tried and have to agree. `zone` is an IANA name, which one at the end of the phrase replaces; `now` is aware.
    """
    if len(phrase) > LONGEST:
        return Question(Asks.TOO_LONG)
    try:
        rest, named = without_zone(phrase)
    except UnknownZone as unknown:
        return Question(Asks.UNKNOWN_ZONE, unknown.name)
    folded = fold(rest)
    if len(folded.text) > _LONGEST_FOLDED:
        return Question(Asks.TOO_LONG)
    moment = Moment(now, named or zone)
    wanted = [_LEXICONS[stem] for each in languages if (stem := each.split("-")[0]) in _LEXICONS]
    outcome = _first(folded, wanted, moment) if wanted else _all(folded, moment)
    return replace(outcome, token=outcome.token or rest.strip()) if isinstance(outcome, Question) else outcome


def _first(phrase: Folded, lexicons: Iterable[Lexicon], moment: Moment) -> Outcome:
    places = []
    for lexicon in lexicons:
        outcome = _in_language(phrase, lexicon, moment)
        if not isinstance(outcome, int):
            return outcome
        places.append(outcome)
    return _not_understood(phrase, places[0])


def _all(phrase: Folded, moment: Moment) -> Outcome:
    found = [_in_language(phrase, lexicon, moment) for lexicon in _LEXICONS.values()]
    outcomes = [each for each in found if not isinstance(each, int)]
    if outcomes:
        return either(outcomes)
    return _not_understood(phrase, max(each for each in found if isinstance(each, int)))


def _not_understood(phrase: Folded, place: int) -> Question:
    return Question(Asks.NOT_UNDERSTOOD, phrase.word_at(place))


def _in_language(phrase: Folded, lexicon: Lexicon, moment: Moment) -> Outcome | int:
    """What a phrase comes to in a language, or the place in it behind which nothing could be explained."""
    parser = Parser(cut(phrase, lexicon))
    readings = sorted(parser.readings(), key=lambda found: found[0])
    for _, usual in groupby(readings, key=lambda found: found[0]):
        outcomes = [meaning(reading, moment, is_day_first=lexicon.is_day_first) for _, reading in usual]
        possible = [outcome for outcome in outcomes if outcome is not None]
        if possible:
            return either(possible)
    return parser.furthest
