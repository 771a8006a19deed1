"""The schema: which form a database has, today's, and the way there."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

ONE_BY_ONE = 6_117_201
"""The key of PostgreSQL's lock under which leases are taken and schemas changed; any number would do."""

_MIGRATIONS = Path(__file__).parent / "migrations"


class Newer(Exception):
    """The database was brought to the form of a later version, which this one does not know."""


class WorkedOn(Exception):
    """A process works on the schema as it is, so it must not be changed under its feet."""


def form_of_today() -> str:
    """The last step by which a schema comes to this version's; later steps have greater names."""
    return max(step.stem.partition("_")[0] for step in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def form_of(connection: Connection) -> str:
    """The last step that a schema has taken; empty where it has taken none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def is_worked_on(connection: Connection) -> bool:
    """Whether a process holds a lease on a PostgreSQL database, whatever form its schema has."""
    if not inspect(connection).has_table("leases"):
        return False
    return bool(connection.scalar(text("SELECT count(*) FROM leases WHERE expires_at > clock_timestamp()")))


def upgrade(connection: Connection) -> None:
    """Take every step to today's form."""
    # Only here, because a bot with nothing to migrate need not carry a tenth of its memory for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
