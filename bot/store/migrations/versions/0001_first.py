"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))


def _json(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("'{}'"))


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
        sa.Column("sealed", sa.LargeBinary),
        _text("fingerprint"),
        _count("run"),
        *map(_moment, ("due_at", "created_at", "updated_at")),
        sa.Column("finished_at", sa.Double),
        _flag("emptied"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_due", "changes", ["state", "due_at"])
    op.create_index("ix_changes_job", "changes", ["job_uuid", "state"])
    op.create_index("ix_changes_member", "changes", ["team", "user_id", "seq"])
    op.create_index("ix_changes_fingerprint", "changes", ["team", "fingerprint"])
    op.create_index("ix_changes_finished", "changes", ["emptied", "finished_at"])
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
        sa.Column("n", sa.Integer, nullable=False),
        _text("boot"),
        _moment("at"),
        *map(_text, ("result", "detail")),
        sa.Column("concluded_at", sa.Double),
        sa.UniqueConstraint("change_id", "n", name="uq_attempts_change_n"),
    )
    op.create_table(
        "cards",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("job_uuid", sa.Text, primary_key=True),
        *map(_text, ("enterprise", "ts", "change_id", "digest")),
        _flag("gone"),
        _count("attempts"),
    )
    op.create_index("ix_cards_message", "cards", ["team", "channel", "ts"])
    op.create_index("ix_cards_job", "cards", ["team", "job_uuid"])
    op.create_table(
        "forms",
        sa.Column("id", sa.Text, primary_key=True),
        *map(_text, ("enterprise", "team", "user_id", "kind", "job_uuid")),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        _text("view_id"),
        _json("place"),
        _text("state"),
        *map(_moment, ("created_at", "expires_at")),
    )
    op.create_index("ix_forms_member", "forms", ["team", "user_id"])
    op.create_index("ix_forms_expires", "forms", ["expires_at"])
    op.create_table(
        "tokens",
        sa.Column("enterprise", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.Double),
        _json("linked_as"),
        _moment("linked_at"),
        sa.Column("dead_at", sa.Double),
        sa.Column("mark", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    )
    op.create_index("ix_tokens_mark", "tokens", ["mark"])


def downgrade() -> None:
    for name in ("tokens", "forms", "cards", "attempts", "change_events", "changes"):
        op.drop_table(name)
