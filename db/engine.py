"""The door to the database: turns for those who write, looks for those who read."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, event, exc, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.shards import Shards
from db.ailing import Damaged, is_damaged
from db.discreet import driver_fault, is_of_values, keep_to_itself
from db.schema import ONE_BY_ONE, Newer, WorkedOn, form_of, form_of_today, is_worked_on, upgrade

Session = AsyncSession
"""What a turn or a look hands out; the floors above know it by this name."""

_log = logging.getLogger(__name__)

_inside: ContextVar[bool] = ContextVar("inside_a_turn", default=False)

_FORGETS = "forgets"

_BUSY_TIMEOUT = 10_000
"""Milliseconds that a writer waits for another process."""

_SHORT_WAIT = 50
"""Milliseconds that scrubbing waits for a reader, while everybody waits for it."""

_IN_THE_WAY = "55P03"
"""PostgreSQL's code for a lock that could not be had in time."""

_LOCKED = ("28", "3D", "42501")
"""What PostgreSQL's codes begin with: who comes in is not let in, no such database, or not allowed to make tables."""


def in_turn() -> bool:
    """Whether the caller stands inside a turn; whoever talks to the world outside asks, and must not be."""
    return _inside.get()


def is_outage(fault: Exception) -> bool:
    """Whether the database refuses whatever it is given, for now; otherwise it refuses what it was given, for ever."""
    if is_of_values(driver_fault(fault)):
        return False
    if is_damaged(fault):
        return True
    if isinstance(fault, exc.DBAPIError) and (fault.connection_invalidated or type(fault) is exc.DBAPIError):
        return True
    return isinstance(fault, OSError | exc.OperationalError | exc.InternalError | exc.InterfaceError | exc.TimeoutError)


def is_locked(fault: Exception) -> bool:
    """Whether the database does not let this user in, or not under that name, until somebody changes something."""
    code = str(getattr(driver_fault(fault), "sqlstate", None) or "")
    return code.startswith(_LOCKED)


def reason_of(fault: Exception) -> str:
    """What the driver itself said."""
    return str(driver_fault(fault))


RESTORE = "Stop Minga, keep the file as it is, and put back a copy: minga restore FILE --yes"
"""What whoever runs Minga does about a damaged file."""


def how_to_restore(damage: str) -> str:
    """What is wrong with a damaged file, and what to do about it."""
    return f"The database is damaged ({damage}), and nothing more is written to it. {RESTORE}"


def note_forgetting(session: AsyncSession) -> None:
    """Say that this turn forgets something of which the files must keep nothing either."""
    session.info[_FORGETS] = True


class Database:
    """One database, SQLite or PostgreSQL, with writers taking turns.

    On SQLite a turn is `BEGIN IMMEDIATE`, because a reader that turns writer fails at once in spite of the
    busy time-out. Source: integrity page, §2. `shards` says which servers are this process's.
    """

    def __init__(self, url: str, *, shards: Shards = Shards()) -> None:  # noqa: B008  # it is frozen
        self._url = make_url(url)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = self._connected()
        if self._is_sqlite:
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine.sync_engine, "handle_error", keep_to_itself)
        self._shards = shards
        self._sessions = self._sessions_on(self.engine)
        self._turn_lock = asyncio.Lock()
        self.turns = 0
        """How many turns were committed here; whoever keeps a picture of the record compares it."""
        self.fence: Callable[[AsyncSession], Awaitable[None]] | None = None
        """Asked at the beginning of each turn; raises where this process may not write any more."""
        self.on_turn: Callable[[float], None] | None = None
        """Told of each turn how many seconds it took, however it ended."""
        self._damage: str | None = None
        # The process before this one may have ended between forgetting and scrubbing.
        self._must_scrub = True

    def _connected(self) -> AsyncEngine:
        """The engine, by which anything may be written; a folder for a file is made where there is none."""
        if self._is_sqlite and self._url.database and self._url.database != ":memory:":
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
        # What people wrote must not show up in a log because a statement failed.
        engine = create_async_engine(self._url, hide_parameters=True)
        if self._is_sqlite:
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine

    def _sessions_on(self, bind: AsyncEngine | AsyncConnection) -> async_sessionmaker[AsyncSession]:
        """What hands out sessions; on a connection they leave its transaction as it is."""
        return async_sessionmaker(
            bind, expire_on_commit=False, info={"shards": self._shards}, join_transaction_mode="rollback_only"
        )

    async def check(self) -> None:
        """Raise `Damaged` where SQLite finds that the file is no whole database; PostgreSQL looks after its own."""
        if not self._is_sqlite:
            return
        try:
            async with self.engine.connect() as connection:
                found = (await connection.exec_driver_sql("PRAGMA quick_check(1)")).scalar_one()
        except exc.DBAPIError as fault:
            if is_damaged(fault):
                raise Damaged(reason_of(fault)) from fault
            raise
        if found != "ok":
            raise Damaged(found)

    async def migrate(self) -> None:
        """Bring the schema to this version's, creating it on the first run.

        Raises `Newer` where the schema is a newer version's, and `WorkedOn` where a process works on an older one.
        """
        async with self.engine.connect() as connection:
            if not self._is_sqlite:
                # Of several that start at once one makes the tables, and the others wait and find them.
                await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_BY_ONE})")
            form = await connection.run_sync(form_of)
            if form > form_of_today():
                raise Newer
            if form != form_of_today():
                if not self._is_sqlite and await connection.run_sync(is_worked_on):
                    raise WorkedOn
                await connection.run_sync(upgrade)
                await connection.commit()

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[AsyncSession]:
        """A transaction that may write: committed when the block ends well, rolled back when it raises.

        Where SQLite once found the file damaged no turn begins any more: each raises `Damaged`.
        """
        if in_turn():
            raise RuntimeError("a turn inside a turn would wait for itself")
        if self._damage is not None:
            raise Damaged(self._damage)
        async with self._turn_lock:
            token, began = _inside.set(True), perf_counter()
            try:
                async with self._sessions() as session:
                    await session.connection(execution_options={"writes": True})
                    if self.fence is not None:
                        await self.fence(session)
                    yield session
                    await session.commit()
                    self.turns += 1
                    self._must_scrub |= _FORGETS in session.info
            except exc.DBAPIError as fault:
                self._note_damage(fault)
                raise
            finally:
                _inside.reset(token)
                if self.on_turn is not None:
                    self.on_turn(perf_counter() - began)

    @contextlib.asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads."""
        try:
            async with self._sessions() as session:
                yield session
        except exc.DBAPIError as fault:
            self._note_damage(fault)
            raise

    def _note_damage(self, fault: exc.DBAPIError) -> None:
        if self._damage is None and is_damaged(fault):
            self._damage = reason_of(fault)
            _log.critical("%s", how_to_restore(self._damage))

    async def scrub(self) -> bool:
        """Leave nothing in the files of what rows have forgotten; False where a reader is in the way for now.

        SQLite keeps old pages in the write-ahead log until it is cut, PostgreSQL old rows until they are vacuumed.
        """
        if not self._must_scrub:
            return True
        async with self._turn_lock, self.engine.connect() as connection:
            self._must_scrub = not await (_cut_wal(connection) if self._is_sqlite else _vacuum(connection))
        return not self._must_scrub

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


async def _cut_wal(connection: AsyncConnection) -> bool:
    # Writers wait meanwhile, so a reader who is in the way is not waited for.
    await connection.exec_driver_sql(f"PRAGMA busy_timeout={_SHORT_WAIT}")
    is_busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
    await connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_TIMEOUT}")
    return not is_busy


OF_PEOPLE = (
    *("ballots", "ledger", "objections", "cover_asks", "forgettings", "members", "proposals", "sealed_texts"),
    *("tasks", "task_revisions", "claims", "offers", "shadows", "abilities", "mandates"),
    *("page_revisions", "page_words", "page_writings", "unsent_forms"),
    *("reminders", "personal_reminders", "reminder_previews", "calendar_links", "attendances", "agenda_items"),
)
"""The tables of which rows, or columns in them, are forgotten."""


async def _vacuum(connection: AsyncConnection) -> bool:
    await connection.execution_options(isolation_level="AUTOCOMMIT")
    # Whoever asks for a table waits behind this, so that a long reader, like an export, is not waited for.
    await connection.exec_driver_sql(f"SET lock_timeout = {_SHORT_WAIT}")
    try:
        for table in OF_PEOPLE:
            # What the planner knows of a table are samples of its values: they are taken anew, too.
            await connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table}")
        # Who does not own the database is not let, and PostgreSQL leaves it at a warning.
        await connection.exec_driver_sql("VACUUM (FULL) pg_statistic")
    except exc.DBAPIError as fault:
        if getattr(driver_fault(fault), "sqlstate", None) != _IN_THE_WAY:
            raise
        return False
    finally:
        await connection.exec_driver_sql("RESET lock_timeout")
    return True


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    handle: Any = connection
    # The driver must not open transactions by itself; the listener below says which kind to open.
    handle.isolation_level = None
    cursor = connection.cursor()
    # What is forgotten is overwritten with zeros. Source: charter, §5, "links are destroyed".
    for pragma in (
        f"busy_timeout={_BUSY_TIMEOUT}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
