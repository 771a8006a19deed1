"""At once: a SQLite database without threads and without waiting for the disk, so that many histories can be played.

Each statement of the bot's own database layer is carried out where it is asked for. Nothing else is different: the
same file, the same SQL, the same transactions.
"""

import sqlite3
from asyncio import Future
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import event

from db.engine import Database
from tests.conftest import url_of


class _AtOnce:
    """Stands where the driver has the queue to its thread: whatever is put in is done before it is looked for."""

    def put_nowait(self, job: tuple[Future[Any] | None, Callable[[], Any]]) -> None:
        """Do it, and put its result where it is waited for."""
        future, act = job
        try:
            result = act()
        except BaseException as fault:
            if future is None:
                raise
            future.set_exception(fault)
        else:
            if future is not None:
                future.set_result(result)


class _Connection(aiosqlite.Connection):
    """The driver's connection, with no thread behind it."""

    def __init__(self, file: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(file, **options), iter_chunk_size=64)
        self._tx: Any = _AtOnce()

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()


def database_at_once(file: Path) -> Database:
    """The database in a file."""
    database = Database(url_of(file))
    engine = database.engine.sync_engine
    event.listen(engine, "do_connect", _connect_at_once)
    event.listen(engine, "connect", _trust_the_disk)
    return database


def _connect_at_once(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    options["async_creator_fn"] = _Connection


def _trust_the_disk(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
