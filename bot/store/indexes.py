"""Partial indexes, and the conditions they hold for: statements say the same words, or can't use them."""

from typing import Any

import sqlalchemy as sa

from bot.store.schema import (
    approval_decisions,
    approvals,
    cards,
    changes,
    in_states,
    is_open,
    metadata,
    watched_jobs,
)

METADATA = metadata
"""All tables, with these indexes."""


def _partial(name: str, *columns: sa.Column[Any], where: sa.ColumnElement[bool]) -> None:
    """An index of the rows `where` holds for. SQLite uses it for statements that say the same words."""
    sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


NOT_PURGED = sa.not_(changes.c.purged)
IN_CLEAR = sa.not_(changes.c.content_encrypted)
IS_DONE = in_states(changes, {"done"})
CAME_TO_NOTHING = in_states(changes, {"unknown", "failed", "refused", "expired"})
IS_DELETION = sa.and_(changes.c.action.in_([sa.literal_column("'delete'", sa.Text)]), IS_DONE)
AT_ADDRESS = changes.c.address_id.is_not(None)
"""Of a change that raises a job: where."""
IS_PENDING_DELETION = sa.and_(
    changes.c.action.in_([sa.literal_column("'delete'", sa.Text)]),
    in_states(changes, {"asked", "waiting"}),
)
IS_NOTICE = sa.and_(
    changes.c.action.in_([sa.literal_column("'send_assignment_notification'", sa.Text)]),
    in_states(changes, {"done", "unknown", "failed", "refused", "expired"}),
)
"""A notification of a contractor that has ended, and was not taken back."""
AWAITS_DECISION = approvals.c.state.in_([sa.literal_column("'open'", sa.Text)])
REASON_IN_CLEAR = approval_decisions.c.reason != sa.literal_column("''", sa.Text)
WAITS_FOR_SOMEBODY = in_states(changes, {"unknown", "waiting"})
JOB_EXISTS = sa.not_(cards.c.job_deleted)
MAY_CHANGE = sa.not_(watched_jobs.c.job_closed)
"""Of a job with a card: it has not ended, as far as is known."""
IS_UNREAD = sa.and_(watched_jobs.c.unread, MAY_CHANGE)
"""Of a job with a card: when it was last due, nobody could read it."""
SHOWS_MONEY = sa.and_(cards.c.shows_money, JOB_EXISTS)
CHANGES_BY_ITSELF = sa.and_(cards.c.next_at > sa.literal_column("0"), JOB_EXISTS)
"""Of a card: what its job waits for becomes another thing only because time goes by."""

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
_partial("ix_changes_deleted", changes.c.team, changes.c.job_ref, where=IS_DELETION)
_partial(
    "ix_changes_came_to_nothing",
    *(changes.c.team, changes.c.user_id, changes.c.seq),
    where=CAME_TO_NOTHING,
)
_partial(
    "ix_changes_address",
    *(changes.c.team, changes.c.address_id, changes.c.created_at),
    where=AT_ADDRESS,
)
_partial("ix_changes_deleting", changes.c.job_uuid, where=IS_PENDING_DELETION)
_partial("ix_changes_notices", changes.c.job_uuid, changes.c.seq, where=IS_NOTICE)
_partial("ix_changes_kept", changes.c.finished_at, where=NOT_PURGED)
_partial("ix_changes_private", changes.c.finished_at, where=sa.and_(changes.c.has_private))
_partial("ix_changes_in_clear", changes.c.seq, where=IN_CLEAR)
_partial("ix_changes_waiting", changes.c.state, changes.c.updated_at, where=WAITS_FOR_SOMEBODY)
_partial("ix_approvals_open", approvals.c.next_at, where=AWAITS_DECISION)
_partial("ix_approval_decisions_in_clear", approval_decisions.c.id, where=REASON_IN_CLEAR)
_partial("ix_cards_change", cards.c.change_id, where=JOB_EXISTS)
_partial("ix_cards_next", cards.c.next_at, where=CHANGES_BY_ITSELF)
_partial("ix_cards_money", cards.c.channel, where=SHOWS_MONEY)
_partial("ix_watched_jobs_open", watched_jobs.c.look_at, where=MAY_CHANGE)
_partial("ix_watched_jobs_unread", watched_jobs.c.look_at, where=IS_UNREAD)
