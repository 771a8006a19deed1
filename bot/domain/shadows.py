"""Shadows: who may say that they would like to learn a task from those who do it."""

from dataclasses import dataclass

from bot.domain.errors import Refusal, TaskIsDone
from bot.domain.tasks import Work


@dataclass(eq=False)
class NobodyToLearnFrom(Refusal):
    """Nobody holds the task, so there is nobody to go along with."""

    number: int


@dataclass(eq=False)
class YouDoIt(Refusal):
    """Whoever would like to learn the task holds it."""

    number: int


def check_may_shadow(work: Work, member_id: int) -> None:
    """Refuse to shadow what is done, what nobody holds, or oneself."""
    if work.is_done:
        raise TaskIsDone(work.number)
    if member_id in work.holders:
        raise YouDoIt(work.number)
    if not work.holders:
        raise NobodyToLearnFrom(work.number)
