"""Proposals: what one holds, how it is checked before it opens, and when it closes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from bot.domain.approvals import FEWEST_OPTIONS, MOST_OPTIONS
from bot.domain.errors import NotADay, NotANumber, TooManyFirstTasks, TooManyOpenProposals, WrongOptions
from bot.domain.misreadings import TooFewPresent
from bot.domain.reminder_refusals import BeforeTheClose, NotHeldYet, TooManyPresent
from bot.domain.rules import Kind
from bot.domain.schedule import instant_of
from bot.domain.tasks import TITLE_LIMIT as TASK_TITLE_LIMIT
from bot.domain.texts import check_text, clean_text

TITLE_LIMIT = 90
"""Characters; a discussion thread's name holds 100, the number included."""

BODY_LIMIT = 2_500
"""Characters; a message of components holds 4,000, and title and first tasks want room beside it."""

FIRST_TASKS_LIMIT = 10

_LIST_MARK = re.compile(r"^(?:[-•](?:\s+|$)|[-•]{2,}$)")
"""What stands before an item of a typed list, or a line that is drawn between items."""

LAST_READ = timedelta(minutes=5)
"""The last read of the reactions starts at most this long before the deadline. Source: charter, §4."""


NOBODY = 0
"""In place of an author's id where nobody proposes in their own name: two people had a text covered."""


class State(StrEnum):
    """Where a proposal is in its life."""

    DISCUSSED = "discussed"
    """Voting opens later; until then the author edits freely."""
    OPEN = "open"
    INTERRUPTED = "interrupted"
    """Its server, its channel or the bot is gone; it goes on with the time left when they are back."""
    SETTLED = "settled"


DISCUSS_FIRST = (timedelta(0), timedelta(hours=24), timedelta(hours=48))
"""How long the author may have it discussed before voting opens. Source: charter, §3."""

OPTION_LIMIT = 80
"""Characters of one option of a choice."""

MOST_PRESENT = 100_000
"""People at a meeting; more is a slip of the finger."""

_COUNT = re.compile(r"(?P<minus>[-\u2212\u2013]?)\s*0*(?P<digits>\d*)(?<=\d)")
"""A whole number, with or without a minus, in whatever digits."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An assembly whose agreement a proposal records: when, and how many were there."""

    met_on: date
    present: int


@dataclass(frozen=True, slots=True)
class Carried:
    """The one reminder that a proposal carries: what its decision reminds everybody of, and when, as a local time."""

    text: str
    starts: datetime
    zone: str

    @property
    def at(self) -> datetime:
        """The instant, in UTC."""
        return instant_of(self.starts, self.zone)

    def facts(self) -> dict[str, str]:
        """The reminder as the proposal's row holds it."""
        return {"starts": self.starts.isoformat(), "text": self.text, "zone": self.zone}

    @classmethod
    def of_facts(cls, facts: Mapping[str, str]) -> Self:
        """Read the reminder back."""
        return cls(facts["text"], datetime.fromisoformat(facts["starts"]), facts["zone"])


def check_carried(carried: "Carried | None", closes_at: datetime) -> None:
    """Refuse a reminder that would come before its vote is over; raises `BeforeTheClose`. Source: charter, §3."""
    if carried is not None and carried.at <= closes_at:
        raise BeforeTheClose(closes_at)


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as somebody typed it, checked and tidied.

    `reworks` is the number of a blocked decision, `follows` that of an older proposal; `change` is what a charter
    change changes; `subject_id` is whom a mandate or a recall is about.
    """

    title: str
    body: str
    first_tasks: tuple[str, ...] = ()
    kind: Kind = Kind.ACTION
    options: tuple[str, ...] = ()
    discuss: timedelta = timedelta(0)
    is_secret: bool = False
    reworks: int | None = None
    follows: int | None = None
    meeting: Meeting | None = None
    change: Mapping[str, Any] | None = None
    subject_id: int | None = None
    reminder: Carried | None = None


def meeting(met_on: str, present: str) -> Meeting:
    """Read when an assembly met, as 2026-05-11, and how many were there.

    Refuses with `NotADay`, `NotANumber`, `TooFewPresent` or `TooManyPresent`.
    """
    try:
        day = date.fromisoformat(met_on.strip())
    except ValueError:
        raise NotADay(met_on) from None
    found = _COUNT.fullmatch(present.strip())
    if found is None:
        raise NotANumber("present")
    digits = found["digits"]
    if found["minus"] or not digits:
        raise TooFewPresent("present", MOST_PRESENT)
    if len(digits) > len(str(MOST_PRESENT)) or int(digits) > MOST_PRESENT:
        raise TooManyPresent(MOST_PRESENT)
    return Meeting(day, int(digits))


def check_held(met: Meeting | None, today: date) -> None:
    """Refuse what a meeting agreed that lies ahead; raises `NotHeldYet`. Source: charter, §3."""
    if met is not None and met.met_on > today:
        raise NotHeldYet(met.met_on)


def draft(
    title: str,
    body: str,
    first_tasks: str = "",
    *,
    kind: Kind = Kind.ACTION,
    options: str = "",
    **more: Any,
) -> Draft:
    """Check a typed proposal and tidy its spaces; first tasks and options stand one a line.

    `more` are the fields of `Draft` that are picked, not typed. Refuses with `MissingText`, `TextTooLong`,
    `TooManyFirstTasks` or `WrongOptions`.
    """
    tasks = _lines("first_tasks", first_tasks, TASK_TITLE_LIMIT)
    if len(tasks) > FIRST_TASKS_LIMIT:
        raise TooManyFirstTasks(count=len(tasks), limit=FIRST_TASKS_LIMIT)
    offered = _told_apart(_lines("options", options, OPTION_LIMIT)) if kind is Kind.CHOICE else ()
    if kind is Kind.CHOICE and not FEWEST_OPTIONS <= len(offered) <= MOST_OPTIONS:
        raise WrongOptions(len(offered), FEWEST_OPTIONS, MOST_OPTIONS)
    one_line = check_text("title", " ".join(title.split()), TITLE_LIMIT)
    return Draft(one_line, check_text("body", body, BODY_LIMIT), tasks, kind, offered, **more)


def _lines(field: str, typed: str, limit: int) -> tuple[str, ...]:
    """The items of a typed list, one a line."""
    cleaned = (_LIST_MARK.sub("", clean_text(line)) for line in typed.splitlines())
    return tuple(check_text(field, line, limit) for line in cleaned if line)


def _told_apart(options: Sequence[str]) -> tuple[str, ...]:
    """Without those of the same words, whatever their capitals: they would only part those who want them."""
    first = {option.casefold(): option for option in reversed(options)}
    return tuple(option for option in dict.fromkeys(options) if first[option.casefold()] == option)


def check_may_open(open_until: Sequence[datetime], limit: int) -> None:
    """Refuse somebody who has `limit` open proposals, given when each of theirs closes. Source: charter, §3.

    Whoever has more, since the charter allowed more before, has room once enough of them have closed.
    """
    if len(open_until) >= limit:
        raise TooManyOpenProposals(limit=limit, room_at=sorted(open_until)[len(open_until) - limit])


def read_is_fresh(read_at: datetime | None, closes_at: datetime) -> bool:
    """Whether a read of the reactions begun at `read_at` is the last one a settling needs."""
    return read_at is not None and read_at >= closes_at - LAST_READ
