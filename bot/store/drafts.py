"""Open forms and drafts: what people typed, encrypted as a whole, until it is sent or expires."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
import structlog

from bot.jobs.change import Json, Member, Place
from bot.lru_dict import LruDict
from bot.store.change_rows import member_of, place_json, place_of
from bot.store.database import Database, upsert
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.member_bounds import beyond_newest
from bot.store.schema import Row, drafts

log = structlog.get_logger(__name__)
_NOWHERE = Place()
MOST_OF_ONE = 50
"""Drafts of one member and kind; the oldest go first."""
_MOST_REMEMBERED = 500
_REMEMBERED = 600.0
"""Seconds a draft that is written once is remembered: as long as most forms stay open."""


@dataclass(frozen=True)
class Draft:
    """`content` is plain JSON, encrypted at rest. Unix seconds.

    `kind`: the action whose form it is, `command` for one typed before linking, `unsent` for a form
    that was closed, or may be.
    """

    id: str
    member: Member
    kind: str
    job_uuid: str = ""
    content: Json = field(default_factory=dict, repr=False)
    place: Place = _NOWHERE
    created_at: float = 0.0
    expires_at: float = 0.0


class DraftStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption) -> None:
        self._db, self._encryption = db, encryption
        self._written: LruDict[str, tuple[float, Draft]] = LruDict(_MOST_REMEMBERED)

    async def put(self, draft: Draft, *, once: bool = False) -> None:
        """In place of the one with this id, if there is one.

        `once`: nobody writes this id again, in whatever process; `get` then remembers it for a while.
        """
        row = {
            "id": draft.id,
            "enterprise": draft.member.enterprise,
            "team": draft.member.team,
            "user_id": draft.member.user,
            "kind": draft.kind,
            "job_uuid": draft.job_uuid,
            "encrypted": self._encryption.encrypt_json(draft.content),
            "place": place_json(draft.place),
            "created_at": draft.created_at,
            "expires_at": draft.expires_at,
        }

        def write(connection: sa.Connection) -> None:
            connection.execute(_PUT[connection.dialect.name], row)
            connection.execute(_TOO_MANY, row)

        await self._db.call(write)
        self._written.pop(draft.id, None)
        if once:
            self._written[draft.id] = (time.monotonic(), draft)

    async def get(self, id_: str) -> Draft | None:
        """Raises `CannotDecrypt`. One that another process has dropped may be found for a while: its
        form was sent, and sent again it is the same change.
        """
        at, written = self._written.get(id_, (0.0, None))
        if written is not None and time.monotonic() - at < _REMEMBERED:
            return written
        row = await self._db.call(
            lambda connection: connection.execute(_BY_ID, {"id_": id_}).one_or_none()
        )
        return None if row is None else self._draft(row)

    async def get_many(self, ids: Sequence[str]) -> list[Draft]:
        """Those there are, as the database has them; one that can't be decrypted is left out."""
        if not ids:
            return []
        rows = await self._db.call(
            lambda connection: connection.execute(_BY_IDS, {"ids": list(ids)}).all()
        )
        return self._readable(rows)

    async def drop(self, id_: str) -> bool:
        """Whether there was one."""
        self._written.pop(id_, None)
        statement = drafts.delete().where(drafts.c.id == id_)
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def of(self, member: Member) -> list[Draft]:
        """The member's own, newest first; one that can't be decrypted is left out."""
        query = (
            sa.select(drafts)
            .where(
                drafts.c.enterprise == member.enterprise,
                drafts.c.team == member.team,
                drafts.c.user_id == member.user,
            )
            .order_by(drafts.c.created_at.desc(), drafts.c.id)
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return self._readable(rows)

    async def purge(self, now: float) -> int:
        """Drops what has expired; says how many."""
        statement = drafts.delete().where(drafts.c.expires_at <= now)
        return int(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    def _readable(self, rows: Iterable[Row]) -> list[Draft]:
        readable = []
        for row in rows:
            try:
                readable.append(self._draft(row))
            except CannotDecrypt:
                log.warning("decrypting a draft failed, leaving it out", draft=row.id)
        return readable

    def _draft(self, row: Row) -> Draft:
        try:
            content = self._encryption.decrypt_json(row.encrypted)
        except CannotDecrypt:
            raise CannotDecrypt("a saved form") from None
        return Draft(
            id=row.id,
            member=member_of(row),
            kind=row.kind,
            job_uuid=row.job_uuid,
            content=content,
            place=place_of(row.place),
            created_at=row.created_at,
            expires_at=row.expires_at,
        )


_BY_ID = sa.select(drafts).where(drafts.c.id == sa.bindparam("id_"))
_BY_IDS = sa.select(drafts).where(drafts.c.id.in_(sa.bindparam("ids", expanding=True)))
_PUT = upsert(drafts)
_TOO_MANY = beyond_newest(drafts.c.created_at, MOST_OF_ONE, "kind")
