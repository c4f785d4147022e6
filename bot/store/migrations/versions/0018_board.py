"""Who reads the board and how, and which rows they have put off; changes that came to nothing, by member."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_CAME_TO_NOTHING = sa.text("state IN ('expired', 'failed', 'refused', 'unknown')")


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    op.create_table(
        "board_readers",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("enterprise", "team", "user_id")),
        sa.Column("everybody", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("home_row", sa.Integer, nullable=False, server_default=zero),
        sa.Column("home_opened_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("home_read_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("morning_at", sa.Double),
        sa.Column("morning_on", sa.Text, nullable=False, server_default=empty),
        sa.Column("morning_tried_at", sa.Double, nullable=False, server_default=zero),
    )
    op.create_index("ix_board_readers_morning", "board_readers", ["morning_at"])
    op.create_index("ix_board_readers_home", "board_readers", ["home_opened_at"])
    op.create_table(
        "board_snoozes",
        *(
            sa.Column(name, sa.Text, primary_key=True)
            for name in ("enterprise", "team", "user_id", "key")
        ),
        sa.Column("until_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("state", sa.Text, nullable=False, server_default=empty),
        sa.Column("at", sa.Double, nullable=False, server_default=zero),
    )
    op.create_index(
        "ix_changes_came_to_nothing",
        "changes",
        ["team", "user_id", "seq"],
        sqlite_where=_CAME_TO_NOTHING,
        postgresql_where=_CAME_TO_NOTHING,
    )


def downgrade() -> None:
    op.drop_index("ix_changes_came_to_nothing", "changes")
    op.drop_table("board_snoozes")
    op.drop_table("board_readers")
