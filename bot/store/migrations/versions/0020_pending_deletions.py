"""Until when a deletion can be undone, and which jobs have one that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("send_at", sa.Double, nullable=False, server_default=sa.text("0"))
    op.add_column("changes", column)
    where = sa.text("action IN ('delete') AND state IN ('asked', 'waiting')")
    op.create_index(
        "ix_changes_deleting",
        "changes",
        ["job_uuid"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_index("ix_changes_deleting", "changes")
    op.drop_column("changes", "send_at")
