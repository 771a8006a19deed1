"""Days: of when somebody last did something only the day is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            sa.text("UPDATE members SET acted_at = date_trunc('day', acted_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'")
        )
    else:
        op.execute(sa.text("UPDATE members SET acted_at = substr(acted_at, 1, 10) || ' 00:00:00.000000'"))


def downgrade() -> None:
    """The hours are gone, and the days do no harm."""
