"""What channels were told of the jobs they follow, by whichever of their follows; where pages of boards begin."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_PLACES = ("home_place", "morning_place")


def upgrade() -> None:
    for name in _PLACES:
        empty = sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))
        op.add_column("board_readers", empty)
    op.create_table(
        "told_jobs",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("team", "channel", "job_uuid")),
        sa.Column("facts", sa.Text, nullable=False, server_default=sa.text("''")),
    )


def downgrade() -> None:
    op.drop_table("told_jobs")
    for name in _PLACES:
        op.drop_column("board_readers", name)
