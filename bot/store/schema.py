"""The tables. `migrations` makes them; a test holds the two together.

Databases of releases in use hold these names and the words in them: every change here is a new
migration, which `tests/store/test_upgrade.py` runs on a database of the first release.

JSON lives in text columns, so that SQLite and Postgres keep the same bytes. Times are Unix
seconds. `encrypted` columns hold what must never lie in clear: see `bot.store.encryption`.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

import sqlalchemy as sa

from bot.jobs.change import OPEN, State
from bot.store import member_tables, workspace_tables
from bot.store.columns import SEQ as _SEQ
from bot.store.columns import json as _json
from bot.store.columns import moment as _moment
from bot.store.columns import text as _text

Row: TypeAlias = sa.Row[*tuple[Any, ...]]

metadata = member_tables.metadata
assert workspace_tables.metadata is metadata  # all tables there are


def in_states(table: sa.FromClause, states: Iterable[State]) -> sa.ColumnElement[bool]:
    """Spelt into the statement: a list of parameters is written anew at every call, and a planner
    uses a partial index only for what it can read.
    """
    words = [sa.literal_column(f"'{state}'", sa.Text) for state in sorted(states)]
    return table.c.state.in_(words)


def is_open(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Of the table `changes` or an alias of it: a workflow still moves the change on by itself."""
    return in_states(table, OPEN)


def _change_id() -> sa.Column[str]:
    change = sa.ForeignKey("changes.id", ondelete="CASCADE")
    return sa.Column("change_id", sa.Text, change, nullable=False)


changes = sa.Table(
    "changes",
    metadata,
    sa.Column("seq", _SEQ, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    _text("enterprise"),
    _text("team"),
    _text("user_id"),
    _json("place"),
    _text("job_uuid"),
    _text("job_ref"),
    _json("fields"),
    _json("base"),
    _json("names"),
    _json("target"),
    _json("outcome"),
    _json("before"),
    _json("after"),
    sa.Column("encrypted", sa.LargeBinary),
    _text("fingerprint"),
    sa.Column("run", sa.Integer, nullable=False, server_default=sa.text("0")),
    _moment("due_at"),
    _moment("created_at"),
    _moment("updated_at"),
    sa.Column("finished_at", sa.Double),
    sa.Column("purged", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("has_private", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("content_encrypted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("address_id", sa.BigInteger, nullable=True),
    _moment("send_at"),
    _text("trace"),
    sqlite_autoincrement=True,
)

change_events = sa.Table(
    "change_events",
    metadata,
    sa.Column("id", _SEQ, primary_key=True, autoincrement=True),
    _change_id(),
    _moment("at"),
    _text("what"),
    _text("detail"),
    sa.Index("ix_change_events_change", "change_id"),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("id", _SEQ, primary_key=True, autoincrement=True),
    _change_id(),
    sa.Column("number", sa.Integer, nullable=False),
    _moment("at"),
    _text("result"),
    _text("detail"),
    sa.Column("result_at", sa.Double),
    sa.UniqueConstraint("change_id", "number", name="uq_attempts_change_number"),
)

job_claims = sa.Table(
    "job_claims",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    sa.Column("change_id", sa.Text, nullable=False),
    _moment("at"),
)

deferred_tasks = sa.Table(
    "deferred_tasks",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("change_id", sa.Text, primary_key=True),
    _moment("due_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_deferred_tasks_due", "due_at"),
)

cards = sa.Table(
    "cards",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    _text("enterprise"),
    _text("ts"),
    _text("change_id"),
    _text("job_updated_at"),
    sa.Column("job_deleted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("attempt", sa.Integer, nullable=False, server_default=sa.text("0")),
    _moment("change_ended_at"),
    _text("posted_by"),
    sa.Column("shows_money", sa.Boolean, nullable=False, server_default=sa.true()),
    _moment("claimed_at"),
    _moment("missing_since"),
    _moment("next_at"),
    sa.Index("ix_cards_job", "team", "job_uuid", "channel"),
    sa.Index("ix_cards_message", "team", "channel", "ts"),
)

watched_jobs = sa.Table(
    "watched_jobs",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    _moment("look_at"),
    _moment("active_at"),
    sa.Column("tell_at", sa.Double),
    sa.Column("job_closed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("silent", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("unread", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("encrypted", sa.LargeBinary),
    sa.Index("ix_watched_jobs_look", "look_at"),
    sa.Index("ix_watched_jobs_tell", "tell_at"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("enterprise"),
    _text("team"),
    _text("user_id"),
    _text("kind"),
    _text("job_uuid"),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    _json("place"),
    _moment("created_at"),
    _moment("expires_at"),
    sa.Index("ix_drafts_member", "team", "user_id", "enterprise", "created_at"),
    sa.Index("ix_drafts_expires", "expires_at"),
)

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("enterprise", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", sa.Double),
    _json("linked_as"),
    _moment("linked_at"),
    sa.Column("dead_at", sa.Double),
    sa.Column("version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_tokens_version", "version"),
)

approvals = sa.Table(
    "approvals",
    metadata,
    sa.Column(
        "change_id", sa.Text, sa.ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("round", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("needed", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("reminders_sent", sa.Integer, nullable=False, server_default=sa.text("0")),
    _text("state"),
    _text("why"),
    _text("channel"),
    _text("ts"),
    _text("job_updated_at"),
    sa.Column("approvers", sa.Text, nullable=False, server_default=sa.text("'[]'")),
    sa.Column("amount", sa.Double),
    _moment("asked_at"),
    _moment("expires_at"),
    _moment("next_at"),
    sa.Column("case_noted", sa.Boolean, nullable=False, server_default=sa.false()),
)

approval_decisions = sa.Table(
    "approval_decisions",
    metadata,
    sa.Column("id", _SEQ, primary_key=True, autoincrement=True),
    _change_id(),
    sa.Column("round", sa.Integer, nullable=False, server_default=sa.text("0")),
    _text("enterprise"),
    _text("team"),
    _text("user_id"),
    _text("decision"),
    _text("reason"),
    sa.Column("encrypted", sa.LargeBinary),
    _moment("at"),
    sa.UniqueConstraint("change_id", "round", "user_id", name="uq_approval_decisions_user"),
)

sent_notices = sa.Table(
    "sent_notices", metadata, sa.Column("key", sa.Text, primary_key=True), _moment("at")
)

promises = sa.Table(
    "promises",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    _text("kind"),
    _text("subject"),
    _text("enterprise"),
    _text("team"),
    _text("user_id"),
    _text("channel"),
    _text("ts"),
    _moment("at"),
    _moment("due_at"),
    sa.Column("ends_at", sa.Double),
    sa.Column("encrypted", sa.LargeBinary),
    sa.Index("ix_promises_subject", "subject"),
    sa.Index("ix_promises_member", "team", "user_id", "kind"),
    sa.Index("ix_promises_message", "ts", "channel"),
    sa.Index("ix_promises_ends", "ends_at"),
)

kept_presses = sa.Table(
    "kept_presses",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("name"),
    _text("enterprise"),
    _text("team"),
    _text("user_id"),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    _moment("due_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_kept_presses_due", "due_at"),
)

audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("seq", _SEQ, primary_key=True, autoincrement=False),
    _moment("at"),
    _text("what"),
    _text("enterprise"),
    _text("team"),
    _text("user_id"),
    _text("as_whom"),
    _text("place"),
    _text("subject"),
    _text("outcome"),
    _json("detail"),
    _text("previous"),
    _text("hash"),
)
