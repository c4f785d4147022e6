"""An index of the jobs deleted from here, by their reference: somebody asks for one again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DELETED = "action IN ('delete') AND state IN ('done')"


def upgrade() -> None:
    op.create_index(
        "ix_changes_deleted",
        "changes",
        ["team", "job_ref"],
        sqlite_where=sa.text(_DELETED),
        postgresql_where=sa.text(_DELETED),
    )


def downgrade() -> None:
    op.drop_index("ix_changes_deleted", "changes")
