"""The runs that are under way lie beside the changes they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    names = ("name", "arg", "executor")
    texts = [
        sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")) for name in names
    ]
    op.create_table(
        "live_runs",
        sa.Column("key", sa.Text, primary_key=True),
        *texts,
        sa.Column("takeovers", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("started_at", sa.Double, nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    op.drop_table("live_runs")
