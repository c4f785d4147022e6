"""Private messages that ask or promise something, until they show their outcome."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    words = ("kind", "subject", "enterprise", "team", "user_id", "channel", "ts")
    op.create_table(
        "promises",
        sa.Column("key", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False, server_default=empty) for name in words),
        sa.Column("at", sa.Double, nullable=False, server_default=zero),
        sa.Column("due_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("ends_at", sa.Double),
        sa.Column("encrypted", sa.LargeBinary),
    )
    op.create_index("ix_promises_subject", "promises", ["subject"])
    op.create_index("ix_promises_member", "promises", ["team", "user_id", "kind"])
    op.create_index("ix_promises_message", "promises", ["ts", "channel"])
    op.create_index("ix_promises_ends", "promises", ["ends_at"])


def downgrade() -> None:
    op.drop_table("promises")
