"""Each change keeps the trace of the press that asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    trace = sa.Column("trace", sa.Text, nullable=False, server_default=sa.text("''"))
    op.add_column("changes", trace)


def downgrade() -> None:
    op.drop_column("changes", "trace")
