"""What all rows share: the metadata, the column types, and the upsert of both databases."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Select,
    Table,
    bindparam,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

from bot.domain.shards import WITHOUT_TIME, Shards

Snowflake = BigInteger
"""Discord's ids: 64 bits."""

Key = BigInteger().with_variant(Integer, "sqlite")
"""A primary key that counts by itself on both databases."""


class Moment(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, refused when naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware instant to UTC on its way into the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant; SQLite keeps the zone to itself."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """The root of all rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment}  # noqa: RUF012 - SQLAlchemy reads this very attribute


def mine(session: AsyncSession, guild_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a row is of a server that is this process's: what `Shards.hold` says, said by the database.

    Every query that walks servers asks it.
    """
    shards: Shards = session.info["shards"]
    if shards.is_all:
        return true()
    # PostgreSQL moves a long number by a short one only.
    return (guild_id.bitwise_rshift(literal(WITHOUT_TIME, Integer)) % shards.count).in_(sorted(shards.ids))


def table_of(row: type[Base]) -> Table:
    """The table behind a row, for statements over many rows at once."""
    table = row.__table__
    assert isinstance(table, Table)
    return table


Parts = dict[str, list[dict[str, Any]]]
"""What is stored about one person, by what it is: rows as plain values by the names of their columns."""


async def parts_found(session: AsyncSession, **queries: tuple[Select[*tuple[Any, ...]], Sequence[str]]) -> Parts:
    """The rows that queries find, by part, without what each query's names leave out; no part is empty.

    Never in it: the row's own key, and whose server it is. A query may give further values after its row.
    """
    parts: Parts = {}
    for part, (query, left_out) in queries.items():
        for row, *beside in await session.execute(query):
            names = [each["name"] for each in query.column_descriptions[1:]]
            own = {column.key: getattr(row, column.key) for column in row.__table__.columns}
            told = dict(zip(names, beside, strict=True)) | own
            kept = {name: value for name, value in told.items() if name not in {"id", "guild_id", *left_out}}
            parts.setdefault(part, []).append(kept)
    return parts


def is_postgres(session: AsyncSession) -> bool:
    """Whether the session's database is PostgreSQL; otherwise it is SQLite."""
    return session.get_bind().dialect.name == "postgresql"


def upsert(row: type[Base], *, on_postgres: bool) -> Any:
    """An INSERT that knows `on_conflict_do_update`, in the dialect of one of the two databases."""
    if on_postgres:
        # Only here, because whoever runs on SQLite need not carry the other's dialect.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table_of(row))
    return sqlite.insert(table_of(row))


async def write_all(session: AsyncSession, insert: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Execute an INSERT for rows that all have the same columns, in the order given.

    The INSERT is built once and given again each time; a value is a whole number, text, a truth, an instant or None.
    SQLite gets all rows as one text in one statement: with a statement a row the driver's thread would ask for
    Python's lock a thousand times, and each time wait for the loop, which reads the gateway meanwhile.
    """
    if is_postgres(session):
        await session.execute(insert, rows)
    elif rows:
        names = tuple(rows[0])
        lines = [list(row.values()) for row in rows]
        for place, name in enumerate(names):
            if isinstance(insert.table.c[name].type, Moment):
                for line in lines:
                    if line[place] is not None:
                        line[place] = _written(line[place])
        await session.execute(_from_text(insert, names), {"lines": orjson.dumps(lines).decode()})


@cache
def _from_text(insert: Any, names: tuple[str, ...]) -> Any:
    """The INSERT with its rows read from the parameter `lines`, a JSON array of arrays."""
    lines = func.json_each(bindparam("lines")).table_valued("key", "value")
    values = [func.json_extract(lines.c.value, f"$[{place}]") for place in range(len(names))]
    # Without its WHERE, SQLite would take the ON of an ON CONFLICT for that of a join.
    return insert.from_select(names, select(*values).where(true()).order_by(lines.c.key), include_defaults=False)


@lru_cache(4_096)
def _written(instant: datetime) -> str:
    """An instant as SQLAlchemy writes it into SQLite."""
    if instant.tzinfo is None:
        raise TypeError("an instant without a time zone cannot be stored")
    return instant.astimezone(UTC).isoformat(" ", "microseconds").removesuffix("+00:00")
