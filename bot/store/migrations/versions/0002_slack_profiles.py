"""What Slack last said about each person, for when it can't be asked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_profiles",
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("profile", sa.Text, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("seen_at", sa.Double, nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    op.drop_table("slack_profiles")
