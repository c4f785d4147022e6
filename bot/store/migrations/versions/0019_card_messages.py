"""A job is found by the message that its card is: a note of a message in its thread is for that job."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cards_message", "cards", ["team", "channel", "ts"])


def downgrade() -> None:
    op.drop_index("ix_cards_message", "cards")
