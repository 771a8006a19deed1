"""Moving: every row of one database into an empty one of either kind, and compared there before it is committed."""

import pkgutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    String,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    exc,
    func,
    insert,
    inspect,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.domain.chain import GENESIS, Link, find_break
from db import schema
from db.base import Base, is_postgres, table_of
from db.copies import NotWhole
from db.decisions import LogRow
from db.discreet import driver_fault, is_of_values
from db.engine import Database, reason_of
from db.reading import OtherForm
from db.servers import ServerRow

_BATCH = 500
"""Rows that are in memory at once."""

_LEASES = "leases"
"""Where processes on one PostgreSQL say that they work on it; a schema may be without."""

_OF_PROCESSES = ("pulse", "starts")
"""What a process writes that once ran on a database without a server; a moved one brings its own."""


class NotEmpty(Exception):
    """Something is in the target; the text says what."""


class NotTaken(Exception):
    """The target refuses what stands in a table of the source."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(f"{table}: {reason}")
        self.table = table
        self.reason = reason


class NotEqual(Exception):
    """A table is not the same in the target; the text is its name."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows of how many tables are in the target, and the head of every log there by guild id."""

    rows: int
    tables: int
    heads: Mapping[int, tuple[int, str]]


async def is_worked_on(database: Database) -> bool:
    """Whether a process holds a lease in the database; on a file the lease is beside it, and this is False."""
    async with database.look() as session:
        if not is_postgres(session):
            return False
        return await (await session.connection()).run_sync(schema.is_worked_on)


async def make_ready(target: Database) -> None:
    """Bring an empty target to today's schema; raises `NotEmpty`, or `OtherForm` where it is a newer version's."""
    async with target.engine.connect() as connection:
        form = await connection.run_sync(schema.form_of)
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        if form > schema.form_of_today():
            raise OtherForm(is_older=False)
        if names and not form:
            raise NotEmpty("tables that are not Minga's")
        if ServerRow.__tablename__ in names and (count := await _count(connection, table_of(ServerRow))):
            raise NotEmpty("1 server" if count == 1 else f"{count} servers")
    await target.migrate()


async def move(
    source: AsyncSession,
    target: Database,
    index: Callable[[AsyncSession], Awaitable[None]],
    *,
    is_still: Callable[[], Awaitable[None]],
) -> Moved:
    """Write all rows of the source into the target in one turn, `index` the words of pages, and compare.

    `is_still` is asked last, before the turn ends: what it raises leaves the target empty, like any other fault.
    Raises `NotEmpty`, `NotTaken`, `NotEqual`, and `NotWhole` where a log's chain does not hold.
    """
    origin = await source.connection()
    async with target.turn() as session:
        connection = await session.connection()
        tables = _tables()
        await _make_room(connection, tables)
        rows = 0
        for table in tables:
            rows += await _fill(origin, connection, table)
            if is_postgres(session):
                await _count_on(connection, table)
        await index(session)
        for table in tables:
            if not await _are_equal(origin, connection, table):
                raise NotEqual(table.name)
        heads = await _heads(connection)
        await is_still()
        return Moved(rows, len(tables), heads)


def _tables() -> list[Table]:
    """Every table whose rows are the movement's, those first that others refer to."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if not module.ispkg:
            import_module(f"db.{module.name}")
    return [table for table in Base.metadata.sorted_tables if table.name != _LEASES]


async def _make_room(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    """Take away what a process left behind, and raise `NotEmpty` where anything else stands."""
    for table in tables:
        if table.name in _OF_PROCESSES:
            await connection.execute(delete(table))
        elif await _count(connection, table):
            raise NotEmpty(f"rows of the table {table.name}")


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def _fill(origin: AsyncConnection, connection: AsyncConnection, table: Table) -> int:
    statement, names, count = _insert_into(table, connection), [_bound(column) for column in table.columns], 0
    async with aclosing(_batches(origin, table)) as batches:
        async for rows in batches:
            try:
                await connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
            except exc.DBAPIError as fault:
                if is_of_values(driver_fault(fault)):
                    raise NotTaken(table.name, reason_of(fault)) from fault
                raise
            count += len(rows)
    return count


def _bound(column: "Column[Any]") -> str:
    return f"new_{column.name}"


def _insert_into(table: Table, connection: AsyncConnection) -> Any:
    values: dict[str, Any] = {}
    for column in table.columns:
        is_json = isinstance(column.type, JSON)
        value = bindparam(_bound(column), type_=Text() if is_json else column.type)
        values[column.name] = cast(value, JSON) if is_json and _is_postgres(connection) else value
    return insert(table).values(values)


async def _batches(connection: AsyncConnection, table: Table) -> AsyncGenerator[Sequence[Sequence[Any]], None]:
    """All rows in the order of their keys, so many at once that no table has to fit into memory."""
    on_postgres = _is_postgres(connection)
    columns = [_as_written(column, on_postgres=on_postgres) for column in table.columns]
    keys = [_in_order(column, on_postgres=on_postgres) for column in table.primary_key.columns]
    found = await connection.stream(select(*columns).order_by(*keys), execution_options={"yield_per": _BATCH})
    async for rows in found.partitions():
        yield [tuple(row) for row in rows]


def _as_written(column: "Column[Any]", *, on_postgres: bool) -> ColumnElement[Any]:
    """A column's values; JSON to the letter, because a null in it and nothing at all are one once they are read."""
    if not isinstance(column.type, JSON):
        return column
    return cast(column, Text) if on_postgres else type_coerce(column, Text)


def _in_order(column: "Column[Any]", *, on_postgres: bool) -> ColumnElement[Any]:
    """A part of a key by which both databases sort alike: SQLite sorts text by its bytes."""
    return column.collate("C") if on_postgres and isinstance(column.type, String) else column


async def _count_on(connection: AsyncConnection, table: Table) -> None:
    """Let PostgreSQL's counters go on after the last key: they know nothing of keys that come with their rows."""
    for column in table.primary_key.columns:
        counter = func.pg_get_serial_sequence(table.name, column.name)
        last = select(func.max(column)).scalar_subquery()
        if (await connection.execute(select(counter))).scalar_one() is not None:
            is_any = select(literal_column("1")).select_from(table).exists()
            await connection.execute(select(func.setval(counter, last)).where(is_any))


async def _are_equal(origin: AsyncConnection, connection: AsyncConnection, table: Table) -> bool:
    async with aclosing(_batches(origin, table)) as ours, aclosing(_batches(connection, table)) as theirs:
        async for rows in ours:
            if rows != await anext(theirs, None):
                return False
        return await anext(theirs, None) is None


async def _heads(connection: AsyncConnection) -> dict[int, tuple[int, str]]:
    """The head of every log, once its chain is walked; raises `NotWhole`."""
    heads: dict[int, tuple[int, str]] = {}
    log = table_of(LogRow).c
    query = select(log.guild_id, log.sequence, log.body, log.hash).order_by(log.guild_id, log.sequence)
    found = await connection.stream(query, execution_options={"yield_per": _BATCH})
    async for rows in found.partitions():
        for guild_id, entries in groupby(rows, itemgetter(0)):
            links = [Link(sequence, body, entry_hash) for _, sequence, body, entry_hash in entries]
            sequence, previous = heads.get(guild_id, (0, GENESIS))
            broken = find_break(links, previous=previous, first=sequence + 1)
            if broken is not None:
                raise NotWhole(f"the log of the server {guild_id} is broken at record {broken.sequence}")
            heads[guild_id] = links[-1].sequence, links[-1].hash
    return heads


def _is_postgres(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "postgresql"
