"""How Alembic meets the database: over the connection it is handed, or over `-x url=…` for a developer."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, create_engine

from db import (
    absences,
    ballots,
    checks,
    covers,
    decisions,
    knowhow,
    ledger,
    links,
    mandates,
    meetings,
    members,
    objections,
    offers,
    outbox,
    personal_reminders,
    previews,
    proposals,
    reminders,
    servers,
    task_revisions,
    task_skills,
    tasks,
    unsent_forms,
)
from db.base import Base, Moment
from db.knowhow_search import TABLE as WORDS

NOUNS = (
    absences,
    ballots,
    checks,
    covers,
    decisions,
    knowhow,
    ledger,
    links,
    mandates,
    meetings,
    members,
    objections,
    offers,
    outbox,
    personal_reminders,
    previews,
    proposals,
    reminders,
    servers,
    task_revisions,
    task_skills,
    tasks,
    unsent_forms,
)
"""Every module with rows; importing them fills the metadata that a new revision is compared with."""


def write_out(kind: str, item: object, _autogenerate: object) -> str | Literal[False]:
    """Write our own column type as the plain one behind it, so that a step does not depend on today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the index of words out of the comparison: it has no rows of ours, and on SQLite tables of its own."""
    return kind != "table" or name is None or not (name == WORDS or name.startswith(f"{WORDS}_"))


def migrate_over(connection: Connection) -> None:
    """Run the steps that are missing, each table rebuilt where SQLite cannot alter it."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=write_out,
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if isinstance(handed, Connection):
    migrate_over(handed)
else:
    engine = create_engine(context.get_x_argument(as_dictionary=True)["url"])
    with engine.begin() as connection:
        migrate_over(connection)
