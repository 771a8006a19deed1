"""Overdue: which due date of a task has passed, and quick ways to those that pass.

The column is added in place: a rebuilt table would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_MAY_PASS = sa.text("done_at IS NULL AND dropped_at IS NULL AND due_on IS NOT NULL")


def upgrade() -> None:
    op.add_column("tasks", sa.Column("overdue_on", sa.Date(), nullable=True))
    op.create_index("ix_tasks_due", "tasks", ["guild_id", "due_on"], sqlite_where=_MAY_PASS, postgresql_where=_MAY_PASS)


def downgrade() -> None:
    op.drop_index("ix_tasks_due", "tasks")
    op.drop_column("tasks", "overdue_on")
