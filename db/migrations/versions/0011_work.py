"""Work: skills, good first tasks, dropping, the history of each task, and offers from one person to another.

Columns are added in place: a rebuilt table would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("tasks", sa.Column("is_first", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("tasks", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tasks", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tasks", sa.Column("dropped_by", sa.BigInteger(), nullable=True))
    op.add_column("tasks", sa.Column("drop_reason", sa.Text(), nullable=True))
    op.create_table(
        "task_skills",
        sa.Column("task_id", key, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("skill", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_skills_task_id_tasks")),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_task_skills_guild_id_servers")),
        sa.PrimaryKeyConstraint("task_id", "place", name=op.f("pk_task_skills")),
    )
    op.create_index("ix_task_skills_skill", "task_skills", ["guild_id", "skill"])
    op.create_table(
        "task_revisions",
        sa.Column("id", key, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("people_needed", sa.Integer(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("effort", sa.String(length=16), nullable=True),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_task_revisions_guild_id_servers")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_revisions_task_id_tasks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_revisions")),
        sa.UniqueConstraint("task_id", "number", name=op.f("uq_task_revisions_task_id_number")),
    )
    op.create_table(
        "offers",
        sa.Column("id", key, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", key, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("offered_by", sa.BigInteger(), nullable=False),
        sa.Column("offered_to", sa.BigInteger(), nullable=False),
        sa.Column("hands_on", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_offers_guild_id_servers")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_offers_task_id_tasks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("task_id", "ordinal", name=op.f("uq_offers_task_id_ordinal")),
    )
    op.create_index("ix_offers_due", "offers", ["state", "expires_at"])
    op.create_index("ix_offers_by", "offers", ["guild_id", "offered_by", "offered_at"])


def downgrade() -> None:
    for table in ("offers", "task_revisions", "task_skills"):
        op.drop_table(table)
    for column in ("drop_reason", "dropped_by", "dropped_at", "revision", "is_first"):
        op.drop_column("tasks", column)
