"""A role for show: which role of a server shows who coordinates; and where the message of a notice stands.

Columns are added in place: a rebuilt table would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("servers", sa.Column("coordinators_role_id", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("message_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "message_id")
    op.drop_column("servers", "coordinators_role_id")
