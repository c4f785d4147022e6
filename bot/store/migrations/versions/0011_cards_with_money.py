"""Cards that were drawn with amounts, which go once their channel is shared with another company.

Those of the releases before were all drawn so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("shows_money", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("cards", column)
    op.create_index(
        "ix_cards_money",
        "cards",
        ["channel"],
        sqlite_where=sa.text("shows_money = 1 AND job_deleted = 0"),
        postgresql_where=sa.text("shows_money AND NOT job_deleted"),
    )


def downgrade() -> None:
    op.drop_index("ix_cards_money", "cards")
    op.drop_column("cards", "shows_money")
