"""What a rehearsal leaves behind until it has cleared up, and the presses it waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rehearsal_items",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("team", "kind", "subject")),
        sa.Column("heard_at", sa.Double, nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    op.drop_table("rehearsal_items")
