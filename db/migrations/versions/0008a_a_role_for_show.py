"""A role for show: which role of a server shows who coordinates.

The column is added in place: a rebuilt table would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008a"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("servers", sa.Column("coordinators_role_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("servers", "coordinators_role_id")
