"""The newest drafts and link addresses of a member are found in order: the oldest go first."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, moment in (("drafts", "created_at"), ("link_tickets", "issued_at")):
        op.drop_index(f"ix_{table}_member", table)
        op.create_index(f"ix_{table}_member", table, ["team", "user_id", "enterprise", moment])


def downgrade() -> None:
    for table in ("drafts", "link_tickets"):
        op.drop_index(f"ix_{table}_member", table)
        op.create_index(f"ix_{table}_member", table, ["team", "user_id"])
