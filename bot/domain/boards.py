"""The board: which tasks stand in which part of it, and how often its message is drawn."""

from datetime import datetime, timedelta
from enum import StrEnum

INTERVAL = timedelta(seconds=15)
"""At most one edit of the message in this span. Source: integrity page, §4."""

LOOK_ANYWAY = timedelta(days=1)
"""The message is drawn again after this time at the latest, so that one that is gone is missed."""

PUT_BACK = timedelta(hours=1)
"""A board that somebody deleted stands again no sooner than this after it was posted."""

DONE_FOR = timedelta(days=7)
"""How long a task that is done stays on the board."""


class Part(StrEnum):
    """The parts of the board, in their order."""

    LOOKING = "looking"
    OPEN = "open"
    HELD = "held"
    DONE = "done"


def drawn_again(shown_at: datetime | None, now: datetime) -> datetime:
    """When a board that was last drawn at an instant may be drawn again."""
    return now if shown_at is None else max(now, shown_at + INTERVAL)


def put_back(posted_at: datetime | None, now: datetime) -> datetime:
    """When a board that was posted at an instant and is gone may be posted again."""
    return now if posted_at is None else max(now, posted_at + PUT_BACK)
