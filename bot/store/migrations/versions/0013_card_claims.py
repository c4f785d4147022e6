"""Since when somebody is posting a job's card, so that no other process posts one too."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    claimed_at = sa.Column("claimed_at", sa.Double, nullable=False, server_default=sa.text("0"))
    op.add_column("cards", claimed_at)


def downgrade() -> None:
    op.drop_column("cards", "claimed_at")
