"""At which address a job is being raised, so that the same job raised twice is asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("changes", sa.Column("address_id", sa.BigInteger, nullable=True))
    where = sa.text("address_id IS NOT NULL")
    op.create_index(
        "ix_changes_address",
        "changes",
        ["team", "address_id", "created_at"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_index("ix_changes_address", "changes")
    op.drop_column("changes", "address_id")
