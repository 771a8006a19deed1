"""The door to the database: turns for those who write, looks for those who read."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, event, exc, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.shards import Shards
from db.discreet import driver_fault, is_of_values, keep_to_itself

Session = AsyncSession
"""What a turn or a look hands out; the floors above know it by this name."""

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

_MIGRATIONS = Path(__file__).parent / "migrations"


def in_turn() -> bool:
    """Whether the caller stands inside a turn; whoever talks to the world outside asks, and must not be."""
    return _inside.get()


def is_outage(fault: Exception) -> bool:
    """Whether the database refuses whatever it is given, for now; otherwise it refuses what it was given, for ever."""
    if is_of_values(driver_fault(fault)):
        return False
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
        self.on_turn: Callable[[float], None] | None = None
        """Told of each turn how many seconds it took, however it ended."""
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

    async def migrate(self) -> None:
        """Bring the schema to this version's, creating it on the first run."""
        async with self.engine.connect() as connection:
            if await connection.run_sync(form_of) != form_of_today():
                await connection.run_sync(_upgrade)
                await connection.commit()

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[AsyncSession]:
        """A transaction that may write: committed when the block ends well, rolled back when it raises."""
        if in_turn():
            raise RuntimeError("a turn inside a turn would wait for itself")
        async with self._turn_lock:
            token, began = _inside.set(True), perf_counter()
            try:
                async with self._sessions() as session:
                    await session.connection(execution_options={"writes": True})
                    yield session
                    await session.commit()
                    self.turns += 1
                    self._must_scrub |= _FORGETS in session.info
            finally:
                _inside.reset(token)
                if self.on_turn is not None:
                    self.on_turn(perf_counter() - began)

    @contextlib.asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads."""
        async with self._sessions() as session:
            yield session

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


def form_of_today() -> str:
    """The last step by which a schema comes to this version's; later steps have greater names."""
    return max(step.stem.partition("_")[0] for step in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def form_of(connection: Connection) -> str:
    """The last step that a schema has taken; empty where it has taken none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _upgrade(connection: Connection) -> None:
    # Only here, because a bot with nothing to migrate need not carry a tenth of its memory for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


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
