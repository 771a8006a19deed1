"""Time: reminders with their occurrences, meetings, what people ask for themselves, and what was told in time.

Columns are added in place: a rebuilt table would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "meeting_notes",
    "attendances",
    "agenda_items",
    "reminder_occurrences",
    "reminders",
    "personal_reminders",
    "reminder_previews",
)

COLUMNS = {
    "tasks": ("due_told_on", "thread_id"),
    "servers": ("last_reminder",),
    "proposals": ("closing_told_at", "reminder"),
    "outbox": ("expires_at",),
}

TRIGGER = "proposals_reminder_stands"
REFUSAL = "proposals: the reminder stands once another member has voted, and can then only be erased"
OTHERS_VOTED = (
    "EXISTS (SELECT 1 FROM ledger AS l WHERE l.proposal_id = OLD.id AND l.act = 'cast' "
    "AND l.verdict = 'counted' AND l.member_id <> OLD.author_id)"
)


def stands(is_postgres: bool) -> str:
    """The condition under which a change of a proposal's reminder is refused."""
    differs = (
        "(NEW.reminder::text IS DISTINCT FROM OLD.reminder::text)"
        if is_postgres
        else "(NEW.reminder IS NOT OLD.reminder)"
    )
    return (
        f"{differs} AND ((OLD.state <> 'settled' AND {OTHERS_VOTED}) "
        "OR (OLD.state = 'settled' AND NEW.reminder IS NOT NULL))"
    )


def upgrade() -> None:
    op.create_table(
        "reminder_previews",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("repeats", sa.String(length=16), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("is_meeting", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("starts", sa.String(length=32), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("rule", sa.String(length=255), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_previews")),
    )
    op.create_index("ix_reminder_previews_member", "reminder_previews", ["guild_id", "member_id"])
    op.create_table(
        "personal_reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("starts", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=255), nullable=True),
        sa.Column("zones", sa.String(length=16), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_meant", sa.String(length=32), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("undelivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["servers.guild_id"], name=op.f("fk_personal_reminders_guild_id_servers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_reminders")),
        sa.UniqueConstraint(
            "guild_id", "member_id", "number", name=op.f("uq_personal_reminders_guild_id_member_id_number")
        ),
    )
    op.create_index("ix_personal_reminders_due", "personal_reminders", ["state", "next_at"])
    op.create_table(
        "reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sealed", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("mandate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decision_number", sa.Integer(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=255), nullable=True),
        sa.Column("zones", sa.String(length=16), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_meant", sa.String(length=32), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("is_meeting", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_reminders_guild_id_servers")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandates.id"], name=op.f("fk_reminders_mandate_id_mandates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("guild_id", "number", name=op.f("uq_reminders_guild_id_number")),
    )
    op.create_index("ix_reminders_author", "reminders", ["guild_id", "author_id", "created_at"])
    op.create_index("ix_reminders_due", "reminders", ["state", "next_at"])
    op.create_table(
        "reminder_occurrences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("agenda_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_reminder_occurrences_reminder_id_reminders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_occurrences")),
        sa.UniqueConstraint("reminder_id", "due_at", name=op.f("uq_reminder_occurrences_reminder_id_due_at")),
    )
    op.create_index("ix_reminder_occurrences_skipped", "reminder_occurrences", ["guild_id", "skipped_at"])
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["reminder_occurrences.id"],
            name=op.f("fk_agenda_items_occurrence_id_reminder_occurrences"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    op.create_index("ix_agenda_items_occurrence", "agenda_items", ["guild_id", "occurrence_id"])
    op.create_table(
        "attendances",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["reminder_occurrences.id"],
            name=op.f("fk_attendances_occurrence_id_reminder_occurrences"),
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "member_id", name=op.f("pk_attendances")),
    )
    op.create_index("ix_attendances_member", "attendances", ["guild_id", "member_id"])
    op.create_table(
        "meeting_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["reminder_occurrences.id"],
            name=op.f("fk_meeting_notes_occurrence_id_reminder_occurrences"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_notes")),
        sa.UniqueConstraint("guild_id", "number", name=op.f("uq_meeting_notes_guild_id_number")),
    )
    op.add_column("outbox", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("proposals", sa.Column("reminder", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("proposals", sa.Column("closing_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("servers", sa.Column("last_reminder", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tasks", sa.Column("thread_id", sa.BigInteger(), nullable=True))
    op.add_column("tasks", sa.Column("due_told_on", sa.Date(), nullable=True))

    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            sa.text(
                f"CREATE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
                f"IF {stands(True)} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NEW; END $body$"
            )
        )
        op.execute(
            sa.text(f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON proposals FOR EACH ROW EXECUTE FUNCTION {TRIGGER}()")
        )
    else:
        op.execute(
            sa.text(
                f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON proposals WHEN {stands(False)} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(f"DROP TRIGGER {TRIGGER} ON proposals"))
        op.execute(sa.text(f"DROP FUNCTION {TRIGGER}()"))
    else:
        op.execute(sa.text(f"DROP TRIGGER {TRIGGER}"))
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
