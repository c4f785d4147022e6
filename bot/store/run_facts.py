"""What a run has to know of its change besides the row: one statement, with the link of its member."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.jobs.actions import Action
from bot.jobs.change import Change
from bot.store.approval_rows import Approval, ApprovalRows
from bot.store.change_history import last_done
from bot.store.change_log import Attempt, attempts_of
from bot.store.change_queue import PARKED, ahead_on_job, behind_lost, held_ahead
from bot.store.encryption import Encryption
from bot.store.schema import Row, approvals, attempts, changes, tokens

TELLS: Action = "send_assignment_notification"


@dataclass(frozen=True)
class TakenRows:
    """What one transaction has read as a run entered; no secret of it is opened yet."""

    row: Row
    token: Row | None = None
    attempts: Sequence[Attempt] = ()
    approval: Approval | None = None
    behind_held: bool = False
    notified: Change | None = None
    behind_lost: bool = False


def read_along(
    connection: sa.Connection, encryption: Encryption, row: Row, now: float
) -> TakenRows:
    """What is known of an open change. Statements of their own, after the lock was had: no older.

    Raises `CannotDecrypt`.
    """
    values = {"id_": row.id, "now": now, "parked": now + PARKED}
    facts = connection.execute(FACTS, values).one()
    notified = None
    if row.action == TELLS and row.job_uuid:
        notified = last_done(connection, encryption, row.team, row.job_uuid, TELLS)
    return TakenRows(
        row,
        facts if facts.user_id is not None else None,
        attempts_of(connection, row.id) if facts.tried else (),
        ApprovalRows(encryption).read(connection, row.id) if facts.approval else None,
        bool(facts.behind_held),
        notified,
        bool(facts.behind_lost),
    )


_own = changes.alias("own")
_of_member = sa.and_(
    *(tokens.c[name] == _own.c[name] for name in ("enterprise", "team", "user_id"))
)
_behind = sa.or_(held_ahead(_own), sa.and_(_own.c.job_uuid != "", ahead_on_job(_own)))
FACTS = (
    sa.select(
        sa.exists().where(attempts.c.change_id == _own.c.id).label("tried"),
        sa.exists().where(approvals.c.change_id == _own.c.id).label("approval"),
        _behind.label("behind_held"),
        sa.and_(_own.c.job_uuid != "", behind_lost(_own)).label("behind_lost"),
        tokens,
    )
    .select_from(_own.outerjoin(tokens, _of_member))
    .where(_own.c.id == sa.bindparam("id_"))
)
"""`tried`, `approval`, `behind_held`, `behind_lost`; and the columns of `tokens`, empty where there is no link. Binds `id_`,
and what `ahead_on_job` binds.
"""
