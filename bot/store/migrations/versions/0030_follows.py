"""What channels follow, what they were told of it, and cards of jobs that were read, not changed."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, sa.Text, nullable=False, server_default=empty)

    op.create_table(
        "follows",
        sa.Column("id", sa.Text, primary_key=True),
        *map(text, ("enterprise", "team", "user_id", "channel")),
        sa.Column("criteria", sa.Text, nullable=False, server_default=sa.text("'{}'")),
        *map(text, ("pending", "paused")),
        sa.Column("at", sa.Double, nullable=False, server_default=zero),
        sa.Column("due_at", sa.Double),
        sa.Column("watermark", sa.Double),
        *(
            sa.Column(name, sa.Double, nullable=False, server_default=zero)
            for name in ("tried_at", "paused_at")
        ),
        sa.Column("version", sa.Integer, nullable=False, server_default=zero),
    )
    op.create_index("ix_follows_due", "follows", ["due_at"])
    op.create_index("ix_follows_channel", "follows", ["team", "channel"])
    op.create_table(
        "followed_jobs",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("follow_id", "job_uuid")),
        text("facts"),
    )
    op.create_table(
        "read_cards",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("job_uuid", "team", "channel")),
        *map(text, ("enterprise", "user_id")),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.Double, nullable=False, server_default=zero),
    )
    op.create_index("ix_read_cards_at", "read_cards", ["at"])


def downgrade() -> None:
    for table in ("read_cards", "followed_jobs", "follows"):
        op.drop_table(table)
