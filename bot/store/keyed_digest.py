"""Keyed digests: they tell whether two texts are the same, and nothing to whoever reads the database.

The key lies encrypted in the database, so that it outlives a rotation of `TOKEN_KEYS`.
"""

import hashlib
import hmac
import secrets

import sqlalchemy as sa
import structlog

from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.member_tables import secret_keys

_NAME = "digests"
_LOCK = 7_002_011
"""Never changes: during an upgrade two releases share it."""

log = structlog.get_logger(__name__)


class KeyedDigest:
    """One key for all processes on this database. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption) -> None:
        self._db, self._encryption = db, encryption
        self._key: bytes | None = None

    async def of(self, text: str) -> str:
        """64 hex characters."""
        if self._key is None:
            self._key = await self._db.call(self._load)
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

    def _load(self, connection: sa.Connection) -> bytes:
        if connection.dialect.name == "postgresql":  # two processes make one key
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        query = sa.select(secret_keys.c.encrypted).where(secret_keys.c.name == _NAME)
        encrypted = connection.execute(query).scalar()
        if encrypted is not None:
            try:
                return self._encryption.decrypt(encrypted)
            except CannotDecrypt:
                log.error("the key of digests can't be decrypted, making a new one")
                connection.execute(secret_keys.delete().where(secret_keys.c.name == _NAME))
        key = secrets.token_bytes(32)
        row = {"name": _NAME, "encrypted": self._encryption.encrypt(key)}
        connection.execute(secret_keys.insert().values(row))
        return key
