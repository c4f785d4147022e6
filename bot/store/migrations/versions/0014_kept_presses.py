"""Presses that count once something has been looked up, from before their ack until that is done."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    op.create_table(
        "kept_presses",
        sa.Column("id", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False, server_default=empty)
            for name in ("name", "enterprise", "team", "user_id")
        ),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("due_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("tries", sa.Integer, nullable=False, server_default=zero),
    )
    op.create_index("ix_kept_presses_due", "kept_presses", ["due_at"])


def downgrade() -> None:
    op.drop_table("kept_presses")
