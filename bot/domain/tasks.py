"""Tasks: work that people take up, hand back and finish by their own act; nobody gives it to them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import AlreadyClaimed, NotYourTask, TaskIsDone, TaskIsFull, TooManyClaims, WrongPeopleNeeded
from bot.domain.task_refusals import (
    EditedMeanwhile,
    HeldByOthers,
    MoreHoldIt,
    NotDropped,
    NothingEdited,
    TaskIsDropped,
    TooLateToPutBack,
)
from bot.domain.texts import check_text, clean_text

TITLE_LIMIT = 100
"""Characters; also the length of a line of first tasks."""

WHY_LIMIT = 1_000
REASON_LIMIT = 300
PEOPLE_LIMIT = 20

PUT_BACK_WITHIN = timedelta(days=7)
"""How long anybody can undo that a task was dropped. Source: issue 5."""


class State(StrEnum):
    """Where a task is: open while hands are missing, claimed when nobody more is needed, done or dropped at the end."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    DROPPED = "dropped"


class Effort(StrEnum):
    """How much work a task is, roughly."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Wanted(StrEnum):
    """Which of the unfinished tasks somebody wants to see."""

    ALL = "all"
    LOOKING = "looking"
    IN_HANDS = "hands"
    MINE = "mine"
    FIRST = "first"


class TaskAct(StrEnum):
    """What somebody did with what a task says."""

    WRITTEN = "written"
    EDITED = "edited"
    DROPPED = "dropped"
    PUT_BACK = "put back"


@dataclass(frozen=True, slots=True)
class Work:
    """A task as the rules see it: who holds it, how many it needs, and when it was dropped, if it was."""

    number: int
    people_needed: int
    holders: tuple[int, ...] = ()
    is_done: bool = False
    dropped_at: datetime | None = None

    @property
    def state(self) -> State:
        """The state that follows from holders and need."""
        if self.is_done:
            return State.DONE
        if self.dropped_at is not None:
            return State.DROPPED
        return State.CLAIMED if len(self.holders) >= self.people_needed else State.OPEN


@dataclass(frozen=True, slots=True)
class Contents:
    """What a task says, all of which anybody may edit. Source: issue 5."""

    title: str
    why: str = ""
    people_needed: int = 1
    skills: tuple[str, ...] = ()
    effort: Effort | None = None
    is_first: bool = False
    """Whether it is good for somebody's first task."""
    due_on: date | None = None
    decision_number: int | None = None


def check_task(title: str, why: str, people_needed: int = 1) -> tuple[str, str]:
    """The title and the reason of a task, cleaned; the reason may be empty."""
    if not 1 <= people_needed <= PEOPLE_LIMIT:
        raise WrongPeopleNeeded(PEOPLE_LIMIT)
    one_line = check_text("task", " ".join(title.split()), TITLE_LIMIT)
    return one_line, check_text("why", why, WHY_LIMIT) if clean_text(why) else ""


def check_may_claim(work: Work, member_id: int, *, held: Collection[int], limit: int) -> None:
    """Refuse a claim: the task is over, theirs already or full, or they hold `limit` tasks.

    `held` are the numbers of the tasks that the person holds. Source: charter, §6.
    """
    check_goes_on(work)
    if member_id in work.holders:
        raise AlreadyClaimed(work.number)
    if len(work.holders) >= work.people_needed:
        raise TaskIsFull(work.number, work.people_needed)
    check_has_room(held, limit)


def check_has_room(held: Collection[int], limit: int) -> None:
    """Refuse one more task to who holds as many as one person may. Source: charter, §6."""
    if len(held) >= limit:
        raise TooManyClaims(limit, tuple(sorted(held)))


def check_goes_on(work: Work) -> None:
    """Refuse what is done or dropped."""
    if work.is_done:
        raise TaskIsDone(work.number)
    if work.dropped_at is not None:
        raise TaskIsDropped(work.number)


def check_may_release(work: Work, member_id: int) -> None:
    """Refuse to hand back what is over or is not theirs."""
    check_goes_on(work)
    if member_id not in work.holders:
        raise NotYourTask(work.number)


def check_may_finish(work: Work, member_id: int) -> None:
    """Refuse to finish what is over or is not theirs; one holder's word finishes a shared task."""
    check_may_release(work, member_id)


def check_may_drop(work: Work, member_id: int) -> None:
    """Refuse to drop what is over, or what others hold: nobody takes work from anybody."""
    check_goes_on(work)
    if set(work.holders) - {member_id}:
        raise HeldByOthers(work.number)


def check_may_put_back(work: Work, now: datetime) -> None:
    """Refuse to put back what is not dropped, or was too long ago."""
    if work.dropped_at is None:
        raise NotDropped(work.number)
    if now > work.dropped_at + PUT_BACK_WITHIN:
        raise TooLateToPutBack(work.number, work.dropped_at + PUT_BACK_WITHIN)


def edited(work: Work, base: Contents, now: Contents, wished: Contents) -> Contents:
    """What a task says after an edit that was begun at `base` and meets what it says `now`.

    What only one of the two changed is taken from that one. Refuses with `EditedMeanwhile` where both changed the
    same, with `NothingEdited`, and with `MoreHoldIt`.
    """
    check_goes_on(work)
    mine = changed(base, wished)
    if not mine:
        raise NothingEdited(work.number)
    both = tuple(name for name in changed(base, now) if name in mine and getattr(now, name) != getattr(wished, name))
    if both:
        raise EditedMeanwhile(work.number, both)
    merged = Contents(**{each.name: getattr(wished if each.name in mine else now, each.name) for each in fields(now)})
    if merged.people_needed < len(work.holders) and merged.people_needed < now.people_needed:
        raise MoreHoldIt(work.number, len(work.holders))
    return merged


def changed(before: Contents, after: Contents) -> tuple[str, ...]:
    """The names of the fields in which two contents differ, in the order of the fields."""
    return tuple(each.name for each in fields(before) if getattr(before, each.name) != getattr(after, each.name))
