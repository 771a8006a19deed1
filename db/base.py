"""What all rows share: the metadata, the column types, and the upsert of both databases."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

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


def table_of(row: type[Base]) -> Table:
    """The table behind a row, for statements over many rows at once."""
    table = row.__table__
    assert isinstance(table, Table)
    return table


def upsert(session: AsyncSession, row: type[Base]) -> Any:
    """An INSERT that knows `on_conflict_do_update`, in the dialect of the session's database."""
    table = table_of(row)
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
