"""Since when PropOps has said that it does not find the job of a card; 0 where it finds it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("missing_since", sa.Double, nullable=False, server_default=sa.text("0"))
    op.add_column("cards", column)


def downgrade() -> None:
    op.drop_column("cards", "missing_since")
