"""Lapses: when somebody who has been quiet on a task is asked about it, and when the task is free again."""

from datetime import datetime, timedelta

QUIET = timedelta(days=14)
"""Without an act of the holder's on the task; then they are asked. Source: charter, §6."""

ANSWER_WITHIN = timedelta(days=7)
"""From the question, once it stands, until the place is free again. Source: charter, §6."""

UNCLAIMED = timedelta(days=14)
"""After this time without anybody a task looks for hands. Source: charter, §6."""

_PUNCTUAL = timedelta(hours=1)
_A_DAY = timedelta(days=1)


def question_due(acted_at: datetime) -> datetime:
    """When somebody is asked who last did something on a task at an instant."""
    return acted_at + QUIET


def release_due(asked_at: datetime) -> datetime:
    """When the place is free again of somebody who was asked at an instant."""
    return asked_at + ANSWER_WITHIN


def held_on_to(due_at: datetime, now: datetime) -> datetime | None:
    """Until when a place stays taken that should be free by now, None where it is to be free.

    A release that comes late comes after an outage, in which nobody could answer: a day is given for it.
    """
    return now + _A_DAY if now - due_at > _PUNCTUAL else None
