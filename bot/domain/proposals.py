"""Proposals: what one holds, how it is checked before it opens, and when it closes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import TooManyFirstTasks, TooManyOpenProposals
from bot.domain.rules import Kind
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


class State(StrEnum):
    """Where a proposal is in its life."""

    OPEN = "open"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as somebody typed it, checked and tidied."""

    title: str
    body: str
    first_tasks: tuple[str, ...] = ()
    kind: Kind = Kind.ACTION


def draft(title: str, body: str, first_tasks: str = "", *, kind: Kind = Kind.ACTION) -> Draft:
    """Check a typed proposal and tidy its spaces; first tasks stand one a line.

    Refuses with `MissingText`, `TextTooLong` or `TooManyFirstTasks`.
    """
    typed = (_LIST_MARK.sub("", clean_text(line)) for line in first_tasks.splitlines())
    lines = tuple(check_text("first_tasks", line, TASK_TITLE_LIMIT) for line in typed if line)
    if len(lines) > FIRST_TASKS_LIMIT:
        raise TooManyFirstTasks(count=len(lines), limit=FIRST_TASKS_LIMIT)
    one_line = " ".join(title.split())
    return Draft(check_text("title", one_line, TITLE_LIMIT), check_text("body", body, BODY_LIMIT), lines, kind)


def check_may_open(open_until: Sequence[datetime], limit: int) -> None:
    """Refuse somebody who has `limit` open proposals, given when each of theirs closes. Source: charter, §3."""
    if len(open_until) >= limit:
        raise TooManyOpenProposals(limit=limit, room_at=min(open_until))


def read_is_fresh(read_at: datetime | None, closes_at: datetime) -> bool:
    """Whether a read of the reactions begun at `read_at` is the last one a settling needs."""
    return read_at is not None and read_at >= closes_at - LAST_READ
