"""The real program, which ends itself by SIGKILL at a named place of what it writes, so that no kill is left to chance.

`python -m tests.chaos.crashing run` is `minga run`, to which a file says at which place it dies; without the file it
lives on. Nothing of the program is changed: SQLAlchemy tells what is about to be done.
"""

import os
import re
import signal
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Pool, event

from bot.cli import app

CRASH_FILE = "CRASH_FILE"
"""The variable that names the file: the place on its first line, on its second how many times it is come to."""


class Moment(StrEnum):
    """When the process dies: before a statement, before the transaction with it is committed, or right after that."""

    BEFORE = "before"
    UNCOMMITTED = "uncommitted"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to die: the beginning of a statement, and the moment."""

    statement: re.Pattern[str]
    moment: Moment


_TAKE_REMINDER = re.compile(r"UPDATE reminders SET .*next_at")
_TAKE_DIGEST = re.compile(r"UPDATE digests SET state")
_TRY = re.compile(r"UPDATE outbox SET attempts")
_DELIVERED = re.compile(r"UPDATE outbox SET .*delivered_at=")

SWEEP = {
    "a reminder is due": Place(_TAKE_REMINDER, Moment.BEFORE),
    "a reminder is taken, and nothing is owed": Place(re.compile("INSERT INTO reminder_occurrences"), Moment.BEFORE),
    "a reminder is owed, and not committed": Place(_TAKE_REMINDER, Moment.UNCOMMITTED),
    "a reminder is owed": Place(_TAKE_REMINDER, Moment.COMMITTED),
    "a digest is due": Place(_TAKE_DIGEST, Moment.BEFORE),
    "a digest is owed, and the next is not planned": Place(re.compile("INSERT INTO digests"), Moment.BEFORE),
    "a digest is owed, and not committed": Place(_TAKE_DIGEST, Moment.UNCOMMITTED),
    "a digest is owed": Place(_TAKE_DIGEST, Moment.COMMITTED),
}
"""The places of the sweep that finds what is due."""

OUTBOX = {
    "an attempt is not committed": Place(_TRY, Moment.UNCOMMITTED),
    "an attempt is written, and not made": Place(_TRY, Moment.COMMITTED),
    "it stands, and that is not written": Place(_DELIVERED, Moment.BEFORE),
    "that it stands is not committed": Place(_DELIVERED, Moment.UNCOMMITTED),
    "that it stands is written": Place(_DELIVERED, Moment.COMMITTED),
}
"""The places of the outbox, to which every notice comes."""

PLACES = {**SWEEP, **OUTBOX}


class Watch:
    """Sees every statement of the process and ends it at the place that the file names."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._asked: tuple[Place, int] | None = None
        self._written = ""
        self._met = 0

    def begin(self) -> None:
        """Watch every database of this process."""
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "commit", self._before_commit)
        event.listen(Engine, "rollback", lambda connection: connection.info.pop(Moment, None))
        event.listen(Pool, "checkin", lambda _, record: self._given_back(record))

    def _before(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        self._look()
        if self._asked is None:
            return
        place, times = self._asked
        if not place.statement.match(statement):
            return
        self._met += 1
        if self._met != times:
            return
        if place.moment is Moment.BEFORE:
            self._die()
        connection.info[Moment] = place.moment

    def _before_commit(self, connection: Connection) -> None:
        if connection.info.get(Moment) is Moment.UNCOMMITTED:
            self._die()

    def _given_back(self, record: Any) -> None:
        """A connection is given back after what it did was committed."""
        if record.info.get(Moment) is Moment.COMMITTED:
            self._die()

    def _look(self) -> None:
        """Read the file anew; whoever writes it puts the line break last."""
        try:
            written = self._file.read_text()
        except FileNotFoundError:
            written = ""
        if written == self._written:
            return
        self._written, self._met = written, 0
        name, _, times = written.strip().partition("\n")
        self._asked = (PLACES[name], int(times)) if written else None

    def _die(self) -> None:
        self._file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    Watch(Path(os.environ[CRASH_FILE])).begin()
    app()
