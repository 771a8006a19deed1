"""Deciding whole."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_absences_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_table(
        "checks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        sa.UniqueConstraint("guild_id", "number", name=op.f("uq_checks_guild_id_number")),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
    )
    op.create_table(
        "cover_asks",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_cover_asks_guild_id_servers")),
        sa.PrimaryKeyConstraint("guild_id", "kind", "number", "member_id", name=op.f("pk_cover_asks")),
    )
    op.create_table(
        "covers",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("vote_number", sa.Integer(), nullable=False),
        sa.Column("covered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_covers_guild_id_servers")),
        sa.PrimaryKeyConstraint("guild_id", "kind", "number", name=op.f("pk_covers")),
    )
    op.create_table(
        "mandates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_number", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_mandates_guild_id_servers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index("ix_mandates_standing", ["guild_id", "ended_at"], unique=False)

    op.create_table(
        "objections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_objections_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.create_index("ix_objections_proposal", ["proposal_id"], unique=False)

    with op.batch_alter_table("charters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision_number", sa.Integer(), nullable=True))

    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.alter_column(
            "choice", existing_type=sa.VARCHAR(length=16), type_=sa.String(length=32), existing_nullable=False
        )

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.alter_column(
            "choice", existing_type=sa.VARCHAR(length=16), type_=sa.String(length=32), existing_nullable=True
        )

    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False, server_default="1970-01-01 00:00:00")
        )
        batch_op.add_column(sa.Column("turned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("prolongations", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("reworks", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("follows", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("options", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("run_off", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("change", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("subject_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("meeting", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("six_hours_before", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("interrupted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("is_covered", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("stays_inside", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("former_messages", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_covered", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_table("objections")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_column("is_covered")

    with op.batch_alter_table("charters", schema=None) as batch_op:
        batch_op.drop_column("decision_number")

    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_column("former_messages")
        batch_op.drop_column("notes")
        batch_op.drop_column("stays_inside")
        batch_op.drop_column("is_covered")
        batch_op.drop_column("interrupted_at")
        batch_op.drop_column("six_hours_before")
        batch_op.drop_column("meeting")
        batch_op.drop_column("subject_id")
        batch_op.drop_column("change")
        batch_op.drop_column("run_off")
        batch_op.drop_column("options")
        batch_op.drop_column("follows")
        batch_op.drop_column("reworks")
        batch_op.drop_column("prolongations")
        batch_op.drop_column("turned_at")
        batch_op.drop_column("proposed_at")

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.alter_column(
            "choice", existing_type=sa.String(length=32), type_=sa.VARCHAR(length=16), existing_nullable=True
        )

    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.alter_column(
            "choice", existing_type=sa.String(length=32), type_=sa.VARCHAR(length=16), existing_nullable=False
        )

    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_index("ix_mandates_standing")

    op.drop_table("mandates")
    op.drop_table("covers")
    op.drop_table("cover_asks")
    op.drop_table("pulse")
    op.drop_table("checks")
    op.drop_table("absences")
