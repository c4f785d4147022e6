"""Where the last morning message of a reader stands, so that it follows what becomes of its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None
_INDEX = "ix_board_readers_sent"


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    for column in (
        sa.Column("morning_sent_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("morning_channel", sa.Text, nullable=False, server_default=empty),
        sa.Column("morning_ts", sa.Text, nullable=False, server_default=empty),
        sa.Column("morning_row", sa.Integer, nullable=False, server_default=zero),
    ):
        op.add_column("board_readers", column)
    op.create_index(_INDEX, "board_readers", ["morning_sent_at"])


def downgrade() -> None:
    op.drop_index(_INDEX, "board_readers")
    for name in ("morning_sent_at", "morning_channel", "morning_ts", "morning_row"):
        op.drop_column("board_readers", name)
