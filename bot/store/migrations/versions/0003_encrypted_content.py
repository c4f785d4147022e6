"""What people wrote is encrypted: which rows hold it so, and which also hold private fields."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("has_private", "content_encrypted"):
        column = sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column("changes", column)
    op.execute("UPDATE changes SET has_private = TRUE WHERE encrypted IS NOT NULL")
    op.execute("UPDATE changes SET content_encrypted = TRUE WHERE purged")
    for name, indexed, where in (
        ("ix_changes_private", "finished_at", sa.text("has_private")),
        ("ix_changes_in_clear", "seq", sa.text("NOT content_encrypted")),
    ):
        op.create_index(name, "changes", [indexed], sqlite_where=where, postgresql_where=where)
    op.add_column("approval_decisions", sa.Column("encrypted", sa.LargeBinary))


def downgrade() -> None:
    """The release before can't read what is encrypted."""
    raise NotImplementedError
