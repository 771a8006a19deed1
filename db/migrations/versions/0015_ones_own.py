"""One's own: the name somebody has shown on the web, and what is to be forgotten of them once a vote has ended.

Whoever was forgotten is nobody in offers, and not the person with the number 0.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
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
    with op.batch_alter_table("offers") as batch_op:
        for column in ("offered_by", "offered_to"):
            batch_op.alter_column(column, existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    for column in ("offered_by", "offered_to"):
        op.execute(f"UPDATE offers SET {column} = 0 WHERE {column} IS NULL")
    with op.batch_alter_table("offers") as batch_op:
        for column in ("offered_by", "offered_to"):
            batch_op.alter_column(column, existing_type=sa.BigInteger(), nullable=False)
    op.drop_table("forgettings")
    op.drop_column("members", "public_name")
