"""When the change that a card shows ended, so that an older one never replaces it; and who posted it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ended_at = sa.Column("change_ended_at", sa.Double, nullable=False, server_default=sa.text("0"))
    op.add_column("cards", ended_at)
    posted_by = sa.Column("posted_by", sa.Text, nullable=False, server_default=sa.text("''"))
    op.add_column("cards", posted_by)


def downgrade() -> None:
    op.drop_column("cards", "posted_by")
    op.drop_column("cards", "change_ended_at")
