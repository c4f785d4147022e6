"""What waits for PropOps, which change made which job, and work that is due later."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "changes", sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "claims",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("job_uuid", sa.Text, primary_key=True),
        sa.Column("change_id", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False, server_default=sa.text("0")),
    )
    op.create_table(
        "chores",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("change_id", sa.Text, primary_key=True),
        sa.Column("due_at", sa.Double, nullable=False, server_default=sa.text("0")),
        sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    )
    op.create_index("ix_chores_due", "chores", ["due_at"])


def downgrade() -> None:
    op.drop_table("chores")
    op.drop_table("claims")
    op.drop_column("changes", "held")
