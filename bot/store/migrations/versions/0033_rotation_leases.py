"""Which lease renewed the token of an installation, and which of its tokens Slack renews no more."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_NAMES = ("rotation", "rotated_by", "refused_version")


def upgrade() -> None:
    for name in _NAMES:
        column = sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))
        op.add_column("installations", column)


def downgrade() -> None:
    for name in reversed(_NAMES):
        op.drop_column("installations", name)
