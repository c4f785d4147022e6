"""What the people of a channel have set for it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    op.create_table(
        "channel_settings",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("enterprise", "team", "channel")),
        sa.Column("settings", sa.Text, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("user_id", sa.Text, nullable=False, server_default=empty),
        sa.Column("at", sa.Double, nullable=False, server_default=zero),
        sa.Column("version", sa.Integer, nullable=False, server_default=zero),
    )


def downgrade() -> None:
    op.drop_table("channel_settings")
