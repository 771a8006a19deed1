"""Calendar links: the hash of each person's secret link to a server's calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_links",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashed", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_calendar_links_guild_id_servers")),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name=op.f("pk_calendar_links")),
        sa.UniqueConstraint("hashed", name=op.f("uq_calendar_links_hashed")),
    )


def downgrade() -> None:
    op.drop_table("calendar_links")
