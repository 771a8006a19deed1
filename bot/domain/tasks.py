"""Tasks: work that people take up, hand back and finish by their own act; nobody gives it to them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import AlreadyClaimed, NotYourTask, TaskIsDone, TaskIsFull, TooManyClaims, WrongPeopleNeeded
from bot.domain.texts import check_text, clean_text

TITLE_LIMIT = 100
"""Characters; also the length of a line of first tasks."""

WHY_LIMIT = 1_000
PEOPLE_LIMIT = 20


class State(StrEnum):
    """Where a task is: open while hands are missing, claimed when nobody more is needed, done at the end."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"


class Effort(StrEnum):
    """How much work a task is, roughly."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Work:
    """A task as the rules see it: who holds it, and how many it needs."""

    number: int
    people_needed: int
    holders: tuple[int, ...] = ()
    is_done: bool = False

    @property
    def state(self) -> State:
        """The state that follows from holders and need."""
        if self.is_done:
            return State.DONE
        return State.CLAIMED if len(self.holders) >= self.people_needed else State.OPEN


def check_task(title: str, why: str, people_needed: int = 1) -> tuple[str, str]:
    """The title and the reason of a task, cleaned; the reason may be empty."""
    if not 1 <= people_needed <= PEOPLE_LIMIT:
        raise WrongPeopleNeeded(PEOPLE_LIMIT)
    one_line = check_text("task", " ".join(title.split()), TITLE_LIMIT)
    return one_line, check_text("why", why, WHY_LIMIT) if clean_text(why) else ""


def check_may_claim(work: Work, member_id: int, *, held: Collection[int], limit: int) -> None:
    """Refuse a claim: the task is done, theirs already or full, or they hold `limit` tasks.

    `held` are the numbers of the tasks that the person holds. Source: charter, §6.
    """
    if work.is_done:
        raise TaskIsDone(work.number)
    if member_id in work.holders:
        raise AlreadyClaimed(work.number)
    if len(work.holders) >= work.people_needed:
        raise TaskIsFull(work.number, work.people_needed)
    if len(held) >= limit:
        raise TooManyClaims(limit, tuple(sorted(held)))


def check_may_release(work: Work, member_id: int) -> None:
    """Refuse to hand back what is done or is not theirs."""
    if work.is_done:
        raise TaskIsDone(work.number)
    if member_id not in work.holders:
        raise NotYourTask(work.number)


def check_may_finish(work: Work, member_id: int) -> None:
    """Refuse to finish what is done or is not theirs; one holder's word finishes a shared task."""
    check_may_release(work, member_id)
