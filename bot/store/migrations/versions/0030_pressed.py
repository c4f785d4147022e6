"""When the button of a link address was last pressed by its owner."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("link_tickets", sa.Column("pressed_at", sa.Double))


def downgrade() -> None:
    op.drop_column("link_tickets", "pressed_at")
