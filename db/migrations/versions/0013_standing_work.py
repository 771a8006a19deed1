"""Standing work: the board, the question whether somebody is still on a task, who would learn one, and abilities.

Columns are added in place: a rebuilt table would lose its triggers.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_QUIET = timedelta(days=14)


def upgrade() -> None:
    op.create_table(
        "abilities",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("skill", sa.String(length=30), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_abilities_guild_id_servers")),
        sa.PrimaryKeyConstraint("guild_id", "member_id", "skill", name=op.f("pk_abilities")),
    )
    op.create_table(
        "boards",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_boards_guild_id_servers")),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_boards")),
    )
    op.create_index("ix_boards_due", "boards", ["due_at"])
    op.create_table(
        "shadows",
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_shadows_task_id_tasks")),
        sa.PrimaryKeyConstraint("task_id", "member_id", name=op.f("pk_shadows")),
    )
    op.create_index("ix_shadows_member", "shadows", ["guild_id", "member_id"])
    op.add_column("tasks", sa.Column("learners_id", sa.BigInteger(), nullable=True))
    op.add_column("claims", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("claims", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_claims_due", "claims", ["ended_at", "due_at"])
    _give_claims_their_time()


def _give_claims_their_time() -> None:
    """Who holds a task is asked fourteen days after taking it up."""
    claims = sa.table(
        "claims",
        sa.column("id", sa.BigInteger()),
        sa.column("claimed_at", sa.DateTime(timezone=True)),
        sa.column("ended_at", sa.DateTime(timezone=True)),
        sa.column("due_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    standing = connection.execute(sa.select(claims.c.id, claims.c.claimed_at).where(claims.c.ended_at.is_(None)))
    for claim_id, claimed_at in standing.all():
        connection.execute(sa.update(claims).where(claims.c.id == claim_id).values(due_at=claimed_at + _QUIET))


def downgrade() -> None:
    op.drop_index("ix_claims_due", "claims")
    op.drop_column("claims", "asked_at")
    op.drop_column("claims", "due_at")
    op.drop_column("tasks", "learners_id")
    for table in ("shadows", "boards", "abilities"):
        op.drop_table(table)
