"""What is taken out of changes as they grow old, and encrypted in those of earlier releases."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.jobs.change import ENDED, Json
from bot.store.approval_rows import ApprovalRows
from bot.store.change_rows import content_columns, without_private
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import IN_CLEAR, NOT_PURGED
from bot.store.schema import (
    Row,
    approval_decisions,
    attempts,
    change_events,
    changes,
    deferred_tasks,
    in_states,
)


class ChangeRetention:
    """The half of `ChangeStore` that forgets. Each method takes a batch, and says how many it was.

    Every method raises `DatabaseDown`.
    """

    _db: Database
    _encryption: Encryption

    async def purge(self, before: float, limit: int = 500) -> int:
        """Empties at most `limit` changes that ended before then (Unix seconds).

        Content, events, attempts and the reasons of decisions go. The key stays, since a key is one change for ever.
        """

        def empty(connection: sa.Connection) -> int:
            found = connection.execute(_TO_PURGE, {"before": before, "most": limit})
            ids: Sequence[str] = found.scalars().all()
            if not ids:
                return 0
            for table in (change_events, attempts, deferred_tasks):
                connection.execute(table.delete().where(table.c.change_id.in_(ids)))
            reasons = approval_decisions.update().where(approval_decisions.c.change_id.in_(ids))
            connection.execute(reasons.values(reason="", encrypted=None))
            statement = changes.update().where(changes.c.id.in_(ids)).values(_PURGED)
            return connection.execute(statement).rowcount

        return await self._db.call(empty)

    async def forget_private(self, before: float, limit: int = 200) -> int:
        """Drops the sensitive fields of at most `limit` changes that ended before then.

        The fingerprint goes with them: it was made of them too.
        """

        def drop(connection: sa.Connection) -> int:
            rows = connection.execute(_TO_FORGET, {"before": before, "most": limit}).all()
            for row in rows:
                kept = without_private(row.encrypted, self._encryption)
                _write(connection, row, kept | {"fingerprint": ""})
            return len(rows)

        return await self._db.call(drop)

    async def encrypt_content(self, limit: int = 200) -> int:
        """Encrypts what earlier releases stored in clear, of at most `limit` changes and reasons.

        An ended one whose private fields can't be decrypted loses them; an open one is left alone:
        its next run ends it.
        """

        def encrypt(connection: sa.Connection) -> int:
            rows = connection.execute(_IN_CLEAR, {"most": limit}).all()
            for row in rows:
                try:
                    values = content_columns(row, self._encryption)
                except CannotDecrypt:
                    values = {"content_encrypted": True}
                    if row.state in ENDED:
                        values = content_columns(row, self._encryption, private=False)
                _write(connection, row, values)
            return len(rows) + ApprovalRows(self._encryption).encrypt_reasons(connection, limit)

        return await self._db.call(encrypt)


def _write(connection: sa.Connection, row: Row, values: Json) -> None:
    """Only where nobody wrote the row since it was read."""
    same = (changes.c.seq == row.seq, changes.c.updated_at == row.updated_at)
    connection.execute(changes.update().where(*same).values(values))


_PURGED: Json = dict.fromkeys(
    ("place", "fields", "base", "names", "target", "outcome", "before", "after"), "{}"
) | {
    "encrypted": None,
    "has_private": False,
    "content_encrypted": True,
    "fingerprint": "",
    "address_id": None,
    "purged": True,
}

_ended_before = (
    in_states(changes, ENDED),
    changes.c.finished_at < sa.bindparam("before", type_=sa.Double),
)
_most = sa.bindparam("most", type_=sa.Integer)
_TO_PURGE = sa.select(changes.c.id).where(NOT_PURGED, *_ended_before).limit(_most)
_TO_FORGET = sa.select(changes).where(changes.c.has_private, *_ended_before).limit(_most)
_IN_CLEAR = sa.select(changes).where(IN_CLEAR).limit(_most)
