"""Of a row that somebody has put off: the reference of its job, as people name it."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("job_ref", sa.Text, nullable=False, server_default=sa.text("''"))
    op.add_column("board_snoozes", column)


def downgrade() -> None:
    op.drop_column("board_snoozes", "job_ref")
