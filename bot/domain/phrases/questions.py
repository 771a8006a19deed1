"""Questions: what is asked back when a phrase has no meaning, or more than one, as facts without wording."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.schedule import Schedule


class Asks(StrEnum):
    """What a question asks, or says is wrong."""

    NOT_UNDERSTOOD = "not_understood"
    TOO_LONG = "too_long"
    UNKNOWN_ZONE = "unknown_zone"
    NO_TIME = "no_time"
    NO_DAY = "no_day"
    WHICH_HOUR = "which_hour"
    WHICH_DAY = "which_day"
    WHICH_DATE = "which_date"
    WHICH_NIGHT = "which_night"
    WHICH_REPEAT = "which_repeat"
    ONCE_OR_EVERY = "once_or_every"
    SHORT_MONTH = "short_month"
    WHICH_MEANING = "which_meaning"
    WRONG_WEEKDAY = "wrong_weekday"
    PAST = "past"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"
    NO_SUCH_COUNT = "no_such_count"
    TOO_OFTEN = "too_often"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask somebody who typed a phrase.

    `token` is the part of the phrase that it is about, as it was typed; `candidates` are schedules of which each can be
    offered as the answer, the likeliest first; `at` is the instant meant, where it is one that cannot be taken.
    """

    kind: Asks
    token: str = ""
    candidates: tuple[Schedule, ...] = ()
    at: datetime | None = None
