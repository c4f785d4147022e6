"""What a run has to know of its change besides the row: one statement, with the link of its member."""

import sqlalchemy as sa

from bot.store.change_queue import ahead_on_job, behind_lost, held_ahead
from bot.store.schema import approvals, attempts, changes, tokens

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
