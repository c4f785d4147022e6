"""What a job waits for, on its cards: when that changes by itself, and what it follows from."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ENDED = "state IN ('done', 'expired', 'failed', 'refused', 'unknown')"
_INDEXES = {
    "ix_changes_notices": (
        "changes",
        ["job_uuid", "seq"],
        f"action IN ('send_assignment_notification') AND {_ENDED}",
    ),
    "ix_cards_next": ("cards", ["next_at"], "next_at > 0 AND NOT job_deleted"),
}


def upgrade() -> None:
    column = sa.Column("next_at", sa.Double, nullable=False, server_default=sa.text("0"))
    op.add_column("cards", column)
    for name, (table, columns, where) in _INDEXES.items():
        op.create_index(
            name,
            table,
            columns,
            sqlite_where=sa.text(where.replace("NOT job_deleted", "job_deleted = 0")),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for name, (table, _, _) in _INDEXES.items():
        op.drop_index(name, table)
    op.drop_column("cards", "next_at")
