"""Indexes for what runs with every change or on a timer, so that history does not slow it down.

Most are partial: of the few rows that are open, or of those that a statement asks for.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OPEN = "state IN ('applying', 'asked', 'checking')"
_DONE = "state IN ('done')"


def _partial(name: str, table: str, columns: list[str], sqlite: str, postgresql: str = "") -> None:
    op.create_index(
        name,
        table,
        columns,
        sqlite_where=sa.text(sqlite),
        postgresql_where=sa.text(postgresql or sqlite),
    )


def upgrade() -> None:
    for name in ("due", "job", "member", "finished", "private", "in_clear"):
        op.drop_index(f"ix_changes_{name}", "changes")
    op.drop_index("ix_approvals_next", "approvals")
    op.drop_index("ix_cards_job", "cards")
    _partial("ix_changes_open", "changes", ["due_at", "seq"], _OPEN)
    _partial("ix_changes_open_job", "changes", ["job_uuid", "seq"], _OPEN)
    member = ["enterprise", "team", "user_id", "seq"]
    _partial("ix_changes_held", "changes", member, f"held = 1 AND {_OPEN}", f"held AND {_OPEN}")
    job = ["job_uuid", "team", "action", "finished_at"]
    _partial("ix_changes_done_job", "changes", job, _DONE)
    _partial("ix_changes_done_member", "changes", ["team", "user_id", "seq"], _DONE)
    _partial("ix_changes_kept", "changes", ["finished_at"], "purged = 0", "NOT purged")
    _partial("ix_changes_private", "changes", ["finished_at"], "has_private = 1", "has_private")
    _partial(
        "ix_changes_in_clear", "changes", ["seq"], "content_encrypted = 0", "NOT content_encrypted"
    )
    _partial("ix_approval_decisions_in_clear", "approval_decisions", ["id"], "reason != ''")
    _partial("ix_approvals_open", "approvals", ["next_at"], "state IN ('open')")
    _partial("ix_cards_change", "cards", ["change_id"], "job_deleted = 0", "NOT job_deleted")
    op.create_index("ix_cards_job", "cards", ["team", "job_uuid", "channel"])
    op.create_index("ix_link_tickets_expires", "link_tickets", ["expires_at"])


def downgrade() -> None:
    """The release before can't read what is encrypted."""
    raise NotImplementedError
