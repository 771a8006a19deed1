"""Typed times: reading what somebody typed in their language, the server's, or any other that is known."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.phrases import LANGUAGES, Asks, Question, read
from bot.domain.reminder_refusals import NotRepeating, UnclearDay, UnclearTime
from bot.domain.schedule import Schedule, local_of
from db import servers

_NOON = " 12:00"
"""Makes a time of a phrase that names only a day, in every language."""


def read_time(typed: str, server: servers.ServerRow, language: str, now: datetime) -> Schedule | Question:
    """What a phrase means in the server's zone: in the reader's language first, then in the server's own."""
    return read(typed, languages=_languages(language, server.language), zone=server.time_zone, now=now)


def one_time(typed: str, server: servers.ServerRow, language: str, now: datetime) -> Schedule:
    """The one time that a phrase means; refuses with `UnclearTime` or `NotRepeating`."""
    meant = read_time(typed, server, language, now)
    if isinstance(meant, Question):
        raise UnclearTime(meant)
    if meant.rule is not None:
        raise NotRepeating
    return meant


def one_day(typed: str, server: servers.ServerRow, language: str, now: datetime) -> date:
    """The day that a phrase means, with or without a time; refuses with `UnclearDay`."""
    meant = read_time(typed, server, language, now)
    if isinstance(meant, Question) and meant.kind in (Asks.NO_TIME, Asks.NO_DAY, Asks.PAST):
        meant = read_time(typed + _NOON, server, language, now)
    today = local_of(now, server.time_zone).date()
    if isinstance(meant, Question):
        days = {candidate.starts.date() for candidate in meant.candidates if candidate.rule is None}
        if len(days) == 1 and meant.kind in (Asks.WHICH_HOUR, Asks.WHICH_NIGHT):
            return days.pop()
        if meant.kind is Asks.PAST and meant.at is not None and local_of(meant.at, server.time_zone).date() == today:
            # At noon or later, today's noon has passed; the day has not.
            return today
        raise UnclearDay(meant)
    if meant.rule is not None:
        raise UnclearDay(Question(Asks.NOT_UNDERSTOOD, typed))
    return meant.starts.date()


def _languages(*known: str) -> Sequence[str]:
    stems = (language.replace("_", "-").split("-")[0] for language in (*known, *LANGUAGES))
    return tuple(dict.fromkeys(stems))
