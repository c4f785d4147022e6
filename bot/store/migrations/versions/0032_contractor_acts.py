"""Whether the contractor of a job was seen to act on it."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def _moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False, server_default=sa.text("0"))


def upgrade() -> None:
    op.create_table(
        "contractor_acts",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("job_uuid", sa.Text, primary_key=True),
        sa.Column("contractor_id", sa.BigInteger),
        _moment("acted_at"),
        _moment("looked_at"),
        sa.Column("looks", sa.Integer, nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    op.drop_table("contractor_acts")
