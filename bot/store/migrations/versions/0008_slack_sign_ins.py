"""Browsers that sign in with Slack before they link."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    op.create_table(
        "slack_sign_ins",
        sa.Column("state", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False, server_default=empty)
            for name in ("browser", "enterprise", "team", "user_id")
        ),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("issued_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("used_at", sa.Double),
        sa.Column("verified_at", sa.Double),
    )
    op.create_index("ix_slack_sign_ins_browser", "slack_sign_ins", ["browser"])


def downgrade() -> None:
    op.drop_table("slack_sign_ins")
