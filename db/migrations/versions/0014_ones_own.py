"""One's own: the name somebody has shown on the web, and what is to be forgotten of them once a vote has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("public_name", sa.String(), nullable=True))
    op.create_table(
        "forgettings",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("with_texts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_forgettings_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("proposal_id", "member_id", name=op.f("pk_forgettings")),
    )


def downgrade() -> None:
    op.drop_table("forgettings")
    op.drop_column("members", "public_name")
