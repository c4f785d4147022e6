"""All tables of the first release. It never changes: each change of the schema is a new migration."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))


def _json(name: str, empty: str = "'{}'") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text(empty))


def _moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False, server_default=sa.text("0"))


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _of_change() -> sa.Column[str]:
    return sa.Column(
        "change_id", sa.Text, sa.ForeignKey("changes.id", ondelete="CASCADE"), nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        *map(_text, ("enterprise", "team", "user_id")),
        _json("place"),
        *map(_text, ("job_uuid", "job_ref")),
        *map(_json, ("fields", "base", "names", "target", "outcome", "before", "after")),
        sa.Column("encrypted", sa.LargeBinary),
        _text("fingerprint"),
        _count("run"),
        *map(_moment, ("due_at", "created_at", "updated_at")),
        sa.Column("finished_at", sa.Double),
        _flag("purged"),
        _flag("held"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_due", "changes", ["state", "due_at"])
    op.create_index("ix_changes_job", "changes", ["job_uuid", "state"])
    op.create_index("ix_changes_member", "changes", ["team", "user_id", "seq"])
    op.create_index("ix_changes_finished", "changes", ["purged", "finished_at"])
    op.create_table(
        "change_events",
        sa.Column("id", _SEQ, primary_key=True, autoincrement=True),
        _of_change(),
        _moment("at"),
        *map(_text, ("what", "detail")),
    )
    op.create_index("ix_change_events_change", "change_events", ["change_id"])
    op.create_table(
        "attempts",
        sa.Column("id", _SEQ, primary_key=True, autoincrement=True),
        _of_change(),
        sa.Column("number", sa.Integer, nullable=False),
        _moment("at"),
        *map(_text, ("result", "detail")),
        sa.Column("result_at", sa.Double),
        sa.UniqueConstraint("change_id", "number", name="uq_attempts_change_number"),
    )
    _cards_drafts_tokens()
    _tasks()
    _approvals_tickets_audit()


def _cards_drafts_tokens() -> None:
    op.create_table(
        "cards",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("job_uuid", sa.Text, primary_key=True),
        *map(_text, ("enterprise", "ts", "change_id", "job_updated_at")),
        _flag("job_deleted"),
        _count("attempt"),
    )
    op.create_index("ix_cards_job", "cards", ["team", "job_uuid"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, primary_key=True),
        *map(_text, ("enterprise", "team", "user_id", "kind", "job_uuid")),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        _json("place"),
        *map(_moment, ("created_at", "expires_at")),
    )
    op.create_index("ix_drafts_member", "drafts", ["team", "user_id"])
    op.create_index("ix_drafts_expires", "drafts", ["expires_at"])
    op.create_table(
        "tokens",
        sa.Column("enterprise", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.Double),
        _json("linked_as"),
        _moment("linked_at"),
        sa.Column("dead_at", sa.Double),
        sa.Column("version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    )
    op.create_index("ix_tokens_version", "tokens", ["version"])


def _tasks() -> None:
    op.create_table(
        "job_claims",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("job_uuid", sa.Text, primary_key=True),
        sa.Column("change_id", sa.Text, nullable=False),
        _moment("at"),
    )
    op.create_table(
        "deferred_tasks",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("change_id", sa.Text, primary_key=True),
        _moment("due_at"),
        _count("tries"),
    )
    op.create_index("ix_deferred_tasks_due", "deferred_tasks", ["due_at"])


def _approvals_tickets_audit() -> None:
    op.create_table(
        "approvals",
        sa.Column(
            "change_id", sa.Text, sa.ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True
        ),
        *map(_count, ("round", "needed", "reminders_sent")),
        *map(_text, ("state", "why", "channel", "ts", "job_updated_at")),
        _json("approvers", "'[]'"),
        sa.Column("amount", sa.Double),
        *map(_moment, ("asked_at", "expires_at", "next_at")),
        _flag("case_noted"),
    )
    op.create_index("ix_approvals_next", "approvals", ["state", "next_at"])
    op.create_table(
        "approval_decisions",
        sa.Column("id", _SEQ, primary_key=True, autoincrement=True),
        _of_change(),
        _count("round"),
        *map(_text, ("enterprise", "team", "user_id", "decision", "reason")),
        _moment("at"),
        sa.UniqueConstraint("change_id", "round", "user_id", name="uq_approval_decisions_user"),
    )
    op.create_table(
        "link_tickets",
        sa.Column("digest", sa.Text, primary_key=True),
        *map(_text, ("enterprise", "team", "user_id")),
        *map(_moment, ("issued_at", "expires_at")),
        _count("tries"),
        sa.Column("used_at", sa.Double),
        sa.Column("pressed_at", sa.Double),
    )
    op.create_index("ix_link_tickets_member", "link_tickets", ["team", "user_id"])
    op.create_table("sent_notices", sa.Column("key", sa.Text, primary_key=True), _moment("at"))
    op.create_table(
        "audit_log",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=False),
        _moment("at"),
        *map(_text, ("what", "enterprise", "team", "user_id", "as_whom", "place", "subject")),
        _text("outcome"),
        _json("detail"),
        *map(_text, ("previous", "hash")),
    )


_TABLES = (
    *("audit_log", "sent_notices", "link_tickets", "approval_decisions", "approvals"),
    *("deferred_tasks", "job_claims", "tokens", "drafts", "cards", "attempts", "change_events"),
    "changes",
)


def downgrade() -> None:
    for name in _TABLES:
        op.drop_table(name)
