"""An owner's yes is for the account that was asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    accounts = sa.Column("accounts", sa.Text, nullable=False, server_default=sa.text("''"))
    op.add_column("shared_account_requests", accounts)


def downgrade() -> None:
    op.drop_column("shared_account_requests", "accounts")
