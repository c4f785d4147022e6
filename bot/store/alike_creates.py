"""Whether a job that is about to be raised is being raised already: at the same address, in nearly the same words."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.jobs.change import Change
from bot.jobs.similar_jobs import nearly_same
from bot.store.change_rows import change_of
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import AT_ADDRESS
from bot.store.schema import changes, in_states, is_open

ALIKE_SECONDS = 600.0
"""How long after a job was raised the same one counts as raised twice; while it is under way, it always does."""
_MOST = 20


def alike(connection: sa.Connection, encryption: Encryption, change: Change) -> Sequence[Change]:
    """Other changes of the team that raise this job, inside a transaction; the newest first.

    None where the change itself is stored already, or names no address.
    """
    address, title = change.fields.get("address_id"), str(change.fields.get("job_title", ""))
    if not isinstance(address, int):
        return ()
    values = {"team_": change.member.team, "address_": address}
    values |= {"since_": change.created_at - ALIKE_SECONDS}
    found: list[Change] = []
    for row in connection.execute(_AT_ADDRESS, values):
        if row.key == change.key:
            return ()
        try:
            other = change_of(row, encryption)
        except CannotDecrypt:
            continue
        if nearly_same(title, str(other.fields.get("job_title", ""))):
            found.append(other)
    return found


_AT_ADDRESS = (
    sa.select(changes)
    .where(AT_ADDRESS, changes.c.team == sa.bindparam("team_"))
    .where(changes.c.address_id == sa.bindparam("address_", type_=sa.BigInteger))
    .where(
        sa.or_(
            is_open(changes),
            in_states(changes, {"waiting", "unknown"}),
            sa.and_(
                in_states(changes, {"done"}),
                changes.c.created_at > sa.bindparam("since_", type_=sa.Double),
            ),
        )
    )
    .order_by(changes.c.created_at.desc())
    .limit(_MOST)
)
