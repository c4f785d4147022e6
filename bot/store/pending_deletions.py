"""The deletion of a job that waits: for approval, or until the time to undo it is over."""

import sqlalchemy as sa

from bot.jobs.deletions import PendingDeletion
from bot.store.indexes import IS_PENDING_DELETION
from bot.store.schema import changes, in_states


def pending_deletion(connection: sa.Connection, team: str, job_uuid: str) -> PendingDeletion | None:
    """The newest, inside a transaction."""
    row = connection.execute(_NEWEST, {"team_": team, "job_": job_uuid}).one_or_none()
    if row is None:
        return None
    return PendingDeletion(row.id, row.user_id, row.state == "waiting", row.send_at)


_NEWEST = (
    sa.select(changes.c.id, changes.c.user_id, changes.c.state, changes.c.send_at)
    .where(IS_PENDING_DELETION, changes.c.job_uuid == sa.bindparam("job_"))
    .where(changes.c.team == sa.bindparam("team_"))
    .where(sa.or_(in_states(changes, {"waiting"}), changes.c.send_at > 0))
    .order_by(changes.c.seq.desc())
    .limit(1)
)
