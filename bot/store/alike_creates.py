"""Whether a job that is about to be raised is being raised already: at the same address, in nearly the same words."""

import contextlib
from collections.abc import Sequence

import sqlalchemy as sa

from bot.jobs.change import Change
from bot.jobs.similar_jobs import nearly_same
from bot.lru_dict import LruDict
from bot.store.change_rows import change_of
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import AT_ADDRESS, IS_DONE
from bot.store.schema import Row, changes, in_states, is_open

ALIKE_SECONDS = 600.0
"""How long after a job was raised the same one counts as raised twice; while it is under way, it always does."""
_MOST = 20
_MOST_REMEMBERED = 2_000


class AlikeCreates:
    """Remembers the titles it has decrypted: at a large building the same ones are asked about again and again."""

    def __init__(self, encryption: Encryption) -> None:
        self._encryption = encryption
        self._titles: LruDict[str, str] = LruDict(_MOST_REMEMBERED)
        """By the id of a change, whose title never changes."""

    def of(self, connection: sa.Connection, change: Change) -> Sequence[Change]:
        """Other changes of the team that raise this job, inside a transaction; the newest first. Not those whose
        job was deleted since.

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
            with contextlib.suppress(CannotDecrypt):
                if nearly_same(title, self._title(row)) and not _is_deleted(connection, row):
                    found.append(change_of(row, self._encryption))
        return found

    def _title(self, row: Row) -> str:
        if (title := self._titles.get(row.id)) is None:
            fields = change_of(row, self._encryption).fields
            title = self._titles[row.id] = str(fields.get("job_title", ""))
        return title


def _is_deleted(connection: sa.Connection, row: Row) -> bool:
    """Whether the bot has deleted its job since. Asked of the few that are alike only."""
    values = {"job_": row.job_uuid, "team_": row.team}
    return bool(row.job_uuid) and connection.execute(_DELETED, values).first() is not None


_DELETED = (
    sa.select(changes.c.id)
    .where(changes.c.job_uuid == sa.bindparam("job_"), changes.c.team == sa.bindparam("team_"))
    .where(changes.c.action == "delete", IS_DONE)
    .limit(1)
)
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
