"""Empties changes that ended long ago, and drops their private fields sooner."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.jobs.change import ENDED, Json
from bot.store.database import Database
from bot.store.schema import attempts, change_events, changes, deferred_tasks, in_states


class ChangeRetention:
    """The half of `ChangeStore` that forgets. Every method raises `DatabaseDown`."""

    _db: Database

    async def purge(self, before: float, limit: int = 500) -> int:
        """Empties at most `limit` changes that ended before then; says how many.

        Content, events and attempts go. The key stays, since a key is one change for ever.
        """

        def empty(connection: sa.Connection) -> int:
            found = connection.execute(_TO_PURGE, {"before": before, "most": limit})
            ids: Sequence[str] = found.scalars().all()
            if not ids:
                return 0
            for table in (change_events, attempts, deferred_tasks):
                connection.execute(table.delete().where(table.c.change_id.in_(ids)))
            statement = changes.update().where(changes.c.id.in_(ids)).values(_PURGED)
            return connection.execute(statement).rowcount

        return await self._db.call(empty)

    async def forget_private(self, before: float, limit: int = 500) -> int:
        """Drops the encrypted fields of at most `limit` changes that ended before then."""

        def drop(connection: sa.Connection) -> int:
            found = connection.execute(_TO_FORGET, {"before": before, "most": limit})
            rows: Sequence[int] = found.scalars().all()
            if rows:
                statement = changes.update().where(changes.c.seq.in_(rows)).values(encrypted=None)
                connection.execute(statement)
            return len(rows)

        return await self._db.call(drop)


_PURGED: Json = dict.fromkeys(
    ("place", "fields", "base", "names", "target", "outcome", "before", "after"), "{}"
) | {"encrypted": None, "fingerprint": "", "purged": True}

_ended_before = (
    in_states(changes, ENDED),
    changes.c.finished_at < sa.bindparam("before", type_=sa.Double),
)
_most = sa.bindparam("most", type_=sa.Integer)
_TO_PURGE = sa.select(changes.c.id).where(sa.not_(changes.c.purged), *_ended_before).limit(_most)
_TO_FORGET = (
    sa.select(changes.c.seq).where(changes.c.encrypted.is_not(None), *_ended_before).limit(_most)
)
