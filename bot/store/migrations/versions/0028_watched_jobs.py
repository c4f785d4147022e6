"""Jobs that have a card, and what is known of each; of those there are, the next look tells nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    zero = sa.text("0")
    op.create_table(
        "watched_jobs",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("job_uuid", sa.Text, primary_key=True),
        sa.Column("look_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("active_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("tell_at", sa.Double),
        sa.Column("job_closed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("silent", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("version", sa.Integer, nullable=False, server_default=zero),
        sa.Column("encrypted", sa.LargeBinary),
    )
    op.create_index("ix_watched_jobs_look", "watched_jobs", ["look_at"])
    may_change = sa.not_(sa.column("job_closed", sa.Boolean))
    op.create_index(
        "ix_watched_jobs_open",
        "watched_jobs",
        ["look_at"],
        sqlite_where=may_change,
        postgresql_where=may_change,
    )
    op.create_index("ix_watched_jobs_tell", "watched_jobs", ["tell_at"])
    op.execute(
        "INSERT INTO watched_jobs (team, job_uuid, active_at, silent) "
        "SELECT team, job_uuid, max(change_ended_at), true FROM cards "
        "WHERE NOT job_deleted GROUP BY team, job_uuid"
    )


def downgrade() -> None:
    op.drop_table("watched_jobs")
