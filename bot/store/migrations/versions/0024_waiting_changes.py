"""Finds the changes that wait for somebody, which metrics count."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = sa.text("state IN ('unknown', 'waiting')")
    op.create_index(
        "ix_changes_waiting",
        "changes",
        ["state", "updated_at"],
        sqlite_where=waits,
        postgresql_where=waits,
    )


def downgrade() -> None:
    op.drop_index("ix_changes_waiting", "changes")
