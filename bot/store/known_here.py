"""What the database knows of one job that bears on its cards: read together, inside a transaction."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.next_step import AwaitedApproval, FailedNotice, KnownHere, Told, told_by
from bot.store.change_rows import change_of
from bot.store.contractor_acts import act_of
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import IS_NOTICE, NOT_PURGED, WAITS_FOR_SOMEBODY
from bot.store.pending_deletions import pending_deletion
from bot.store.schema import Row, changes

_LAST_NOTICES = 20
"""Notifications that are looked at: of the last ones that failed only the newest is told."""
_ASKS_AGAIN = "sure"
"""Why a notification was refused that goes on after a second yes: nothing failed."""


def known_here(
    connection: sa.Connection, encryption: Encryption, team: str, job_uuid: str
) -> KnownHere:
    values = {"team_": team, "job_": job_uuid}
    notices = sorted(connection.execute(_NOTICES, values), key=_ended, reverse=True)
    deletion = pending_deletion(connection, team, job_uuid)
    waiting = connection.execute(_WAITING, values).first()
    return KnownHere(
        _with_act(connection, _told(notices, encryption), team, job_uuid),
        _failed(notices, encryption),
        AwaitedApproval(WRITES[waiting.action].title, waiting.user_id) if waiting else None,
        deletion,
    )


def _told(notices: Sequence[Row], encryption: Encryption) -> Told | None:
    last = next((row for row in notices if row.state == "done"), None)
    return told_by(_read(last, encryption)) if last is not None else None


def _with_act(
    connection: sa.Connection, told: Told | None, team: str, job_uuid: str
) -> Told | None:
    """With what the contractor was seen to do since."""
    if told is None:
        return None
    return replace(told, accepted_at=act_of(connection, team, job_uuid).since(told))


def _failed(notices: Sequence[Row], encryption: Encryption) -> FailedNotice | None:
    """`notices`: the newest first."""
    for row in notices:
        if row.state == "done":
            return None
        change = _read(row, encryption)
        if change.outcome.why != _ASKS_AGAIN:
            contractor = change.before.get("contractor_id")
            return FailedNotice(_ended(row)[0], row.state == "unknown", contractor)
    return None


def _ended(notice: Row) -> tuple[float, int]:
    """When it ended, in Unix seconds; its number between those that ended at once."""
    return notice.finished_at or notice.updated_at, notice.seq


def _read(notice: Row, encryption: Encryption) -> Change:
    """Without content where it can't be decrypted."""
    try:
        return change_of(notice, encryption)
    except CannotDecrypt:
        return change_of(notice, encryption, content=False)


_OF_JOB: tuple[sa.ColumnElement[Any], ...] = (
    changes.c.job_uuid == sa.bindparam("job_"),
    changes.c.team == sa.bindparam("team_"),
)
_NOTICES = (
    sa.select(changes)
    .where(IS_NOTICE, NOT_PURGED, *_OF_JOB)
    .order_by(changes.c.seq.desc())
    .limit(_LAST_NOTICES)
)
_WAITING = (
    sa.select(changes.c.action, changes.c.user_id)
    .where(WAITS_FOR_SOMEBODY, changes.c.state == sa.literal_column("'waiting'", sa.Text), *_OF_JOB)
    .order_by(changes.c.seq.desc())
    .limit(1)
)
