"""Of a job with a card: that nobody could read it when it was last due to be compared."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_INDEX, _TABLE = "ix_watched_jobs_unread", "watched_jobs"


def upgrade() -> None:
    column = sa.Column("unread", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column(_TABLE, column)
    op.create_index(
        _INDEX,
        _TABLE,
        ["look_at"],
        sqlite_where=sa.text("unread = 1 AND job_closed = 0"),
        postgresql_where=sa.text("unread AND NOT job_closed"),
    )


def downgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
    op.drop_column(_TABLE, "unread")
