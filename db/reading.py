"""The window to a database that another process writes: nothing can be written through it, whatever is asked."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from db.engine import Database
from db.places import file_of
from db.schema import form_of, form_of_today

_PATIENCE = 10_000
"""Milliseconds that a reader waits where the writer must be alone, as while it recovers from a crash."""


class OtherForm(Exception):
    """The schema is not this version's; `is_older` says to which side, and an empty database is older."""

    def __init__(self, *, is_older: bool) -> None:
        super().__init__("older" if is_older else "newer")
        self.is_older = is_older


class NoDatabase(Exception):
    """There is no such file."""


class ReadingDatabase(Database):
    """A database that is only read; a turn fails there, by the database's own word."""

    def _connected(self) -> AsyncEngine:
        """The engine, by which nothing can be written; nothing is made where there is nothing."""
        file = self._file = file_of(self._url.render_as_string(hide_password=False))
        if file is None:
            told: dict[str, Any] = (
                {} if self._is_sqlite else {"server_settings": {"default_transaction_read_only": "on"}}
            )
            return create_async_engine(self._url, hide_parameters=True, connect_args=told)
        address = self._url.set(database=f"file:{quote(str(file.absolute()))}", query={"mode": "ro", "uri": "true"})
        engine = create_async_engine(address, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _prepare_reading)
        return engine

    async def check(self) -> None:
        """Raise `OtherForm` where the schema is not of this version, `NoDatabase` where there is no file at all."""
        self._look_for_file()
        async with self.engine.connect() as connection:
            form, today = await connection.run_sync(form_of), form_of_today()
        if form != today:
            raise OtherForm(is_older=form < today)

    def _look_for_file(self) -> None:
        if self._file is not None and not self._file.is_file():
            raise NoDatabase

    @contextlib.asynccontextmanager
    async def standing_still(self) -> AsyncIterator[None]:
        """While the block runs, every look sees the database as it is now, whatever is written meanwhile.

        The looks share one connection: one after the other.
        """
        moving = self._sessions
        async with self.engine.connect() as connection:
            if not self._is_sqlite:
                await connection.execution_options(isolation_level="REPEATABLE READ")
            # Either database takes its picture at the first statement, not at the beginning.
            await connection.run_sync(form_of)
            self._sessions = self._sessions_on(connection)
            try:
                yield
            finally:
                self._sessions = moving


def _prepare_reading(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    handle: Any = connection
    # The driver must not open transactions by itself.
    handle.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_PATIENCE}", "query_only=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
