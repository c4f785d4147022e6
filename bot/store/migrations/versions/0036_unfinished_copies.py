"""A database that is being copied into knows it, until all is there."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("unfinished_copies", sa.Column("began_at", sa.Double, primary_key=True))


def downgrade() -> None:
    op.drop_table("unfinished_copies")
