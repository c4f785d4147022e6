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
from bot.store import member_tables
from bot.store.columns import SEQ, json, moment, text

Row: TypeAlias = sa.Row[*tuple[Any, ...]]

metadata = member_tables.metadata


def in_states(table: sa.FromClause, states: Iterable[State]) -> sa.ColumnElement[bool]:
    """Spelt into the statement: a list of parameters is written anew at every call, and a planner
    uses a partial index only for what it can read.
    """
    words = [sa.literal_column(f"'{state}'", sa.Text) for state in sorted(states)]
    return table.c.state.in_(words)


def is_open(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Of the table `changes` or an alias of it: a workflow still moves the change on by itself."""
    return in_states(table, OPEN)


changes = sa.Table(
    "changes",
    metadata,
    sa.Column("seq", SEQ, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    text("enterprise"),
    text("team"),
    text("user_id"),
    json("place"),
    text("job_uuid"),
    text("job_ref"),
    json("fields"),
    json("base"),
    json("names"),
    json("target"),
    json("outcome"),
    json("before"),
    json("after"),
    sa.Column("encrypted", sa.LargeBinary),
    text("fingerprint"),
    sa.Column("run", sa.Integer, nullable=False, server_default=sa.text("0")),
    moment("due_at"),
    moment("created_at"),
    moment("updated_at"),
    sa.Column("finished_at", sa.Double),
    sa.Column("purged", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("has_private", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("content_encrypted", sa.Boolean, nullable=False, server_default=sa.false()),
    sqlite_autoincrement=True,
)

change_events = sa.Table(
    "change_events",
    metadata,
    sa.Column("id", SEQ, primary_key=True, autoincrement=True),
    sa.Column(
        "change_id", sa.Text, sa.ForeignKey("changes.id", ondelete="CASCADE"), nullable=False
    ),
    moment("at"),
    text("what"),
    text("detail"),
    sa.Index("ix_change_events_change", "change_id"),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("id", SEQ, primary_key=True, autoincrement=True),
    sa.Column(
        "change_id", sa.Text, sa.ForeignKey("changes.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("number", sa.Integer, nullable=False),
    moment("at"),
    text("result"),
    text("detail"),
    sa.Column("result_at", sa.Double),
    sa.UniqueConstraint("change_id", "number", name="uq_attempts_change_number"),
)

job_claims = sa.Table(
    "job_claims",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    sa.Column("change_id", sa.Text, nullable=False),
    moment("at"),
)

deferred_tasks = sa.Table(
    "deferred_tasks",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("change_id", sa.Text, primary_key=True),
    moment("due_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_deferred_tasks_due", "due_at"),
)

cards = sa.Table(
    "cards",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    text("enterprise"),
    text("ts"),
    text("change_id"),
    text("job_updated_at"),
    sa.Column("job_deleted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("attempt", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_cards_job", "team", "job_uuid", "channel"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    text("enterprise"),
    text("team"),
    text("user_id"),
    text("kind"),
    text("job_uuid"),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    json("place"),
    moment("created_at"),
    moment("expires_at"),
    sa.Index("ix_drafts_member", "team", "user_id"),
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
    json("linked_as"),
    moment("linked_at"),
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
    text("state"),
    text("why"),
    text("channel"),
    text("ts"),
    text("job_updated_at"),
    sa.Column("approvers", sa.Text, nullable=False, server_default=sa.text("'[]'")),
    sa.Column("amount", sa.Double),
    moment("asked_at"),
    moment("expires_at"),
    moment("next_at"),
    sa.Column("case_noted", sa.Boolean, nullable=False, server_default=sa.false()),
)

approval_decisions = sa.Table(
    "approval_decisions",
    metadata,
    sa.Column("id", SEQ, primary_key=True, autoincrement=True),
    sa.Column(
        "change_id", sa.Text, sa.ForeignKey("changes.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("round", sa.Integer, nullable=False, server_default=sa.text("0")),
    text("enterprise"),
    text("team"),
    text("user_id"),
    text("decision"),
    text("reason"),
    sa.Column("encrypted", sa.LargeBinary),
    moment("at"),
    sa.UniqueConstraint("change_id", "round", "user_id", name="uq_approval_decisions_user"),
)

sent_notices = sa.Table(
    "sent_notices", metadata, sa.Column("key", sa.Text, primary_key=True), moment("at")
)

audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("seq", SEQ, primary_key=True, autoincrement=False),
    moment("at"),
    text("what"),
    text("enterprise"),
    text("team"),
    text("user_id"),
    text("as_whom"),
    text("place"),
    text("subject"),
    text("outcome"),
    json("detail"),
    text("previous"),
    text("hash"),
)


def _partial(name: str, *columns: sa.Column[Any], where: sa.ColumnElement[bool]) -> None:
    """An index of the rows `where` holds for. SQLite uses it for statements that say the same words."""
    sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


NOT_PURGED = sa.not_(changes.c.purged)
IN_CLEAR = sa.not_(changes.c.content_encrypted)
IS_DONE = in_states(changes, {"done"})
AWAITS_DECISION = approvals.c.state.in_([sa.literal_column("'open'", sa.Text)])
REASON_IN_CLEAR = approval_decisions.c.reason != sa.literal_column("''", sa.Text)
JOB_EXISTS = sa.not_(cards.c.job_deleted)

_partial("ix_changes_open", changes.c.due_at, changes.c.seq, where=is_open(changes))
_partial("ix_changes_open_job", changes.c.job_uuid, changes.c.seq, where=is_open(changes))
_partial(
    "ix_changes_held",
    *(changes.c.enterprise, changes.c.team, changes.c.user_id, changes.c.seq),
    where=sa.and_(changes.c.held, is_open(changes)),
)
_partial(
    "ix_changes_done_job",
    *(changes.c.job_uuid, changes.c.team, changes.c.action, changes.c.finished_at),
    where=IS_DONE,
)
_partial("ix_changes_done_member", changes.c.team, changes.c.user_id, changes.c.seq, where=IS_DONE)
_partial("ix_changes_kept", changes.c.finished_at, where=NOT_PURGED)
_partial("ix_changes_private", changes.c.finished_at, where=sa.and_(changes.c.has_private))
_partial("ix_changes_in_clear", changes.c.seq, where=IN_CLEAR)
_partial("ix_approvals_open", approvals.c.next_at, where=AWAITS_DECISION)
_partial("ix_approval_decisions_in_clear", approval_decisions.c.id, where=REASON_IN_CLEAR)
_partial("ix_cards_change", cards.c.change_id, where=JOB_EXISTS)
