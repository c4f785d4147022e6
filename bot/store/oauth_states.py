"""The states of installations under way: each is good once, and for a while."""

import hashlib
import secrets
from collections.abc import Callable

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.workspace_tables import oauth_states

GOOD_FOR = 600.0
"""Seconds that somebody may take on Slack's page."""
_PURPOSE = "slack-install"


class OAuthStateStore:
    """A state is signed, so that one we never issued reaches no database; only its hash is kept.

    `clock`: Unix seconds. Every method raises `DatabaseDown`.
    """

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def issue(self) -> str:
        now = self._clock()
        token = self._encryption.encrypt_json([_PURPOSE, secrets.token_urlsafe(24)])
        state = token.decode().rstrip("=")

        def write(connection: sa.Connection) -> None:
            old = oauth_states.c.issued_at < now - GOOD_FOR
            connection.execute(oauth_states.delete().where(old))
            row = {"state": _digest(state), "issued_at": now}
            connection.execute(oauth_states.insert().values(row))

        await self._db.call(write)
        return state

    async def consume(self, state: str) -> bool:
        """Whether it was issued, lately, and was not used before."""
        if not self.is_ours(state):
            return False
        since = self._clock() - GOOD_FOR
        statement = oauth_states.delete().where(
            oauth_states.c.state == _digest(state), oauth_states.c.issued_at > since
        )
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    def is_ours(self, state: str) -> bool:
        """Whether we ever signed it; asks no database."""
        if not 80 < len(state) < 600:
            return False
        try:
            content = self._encryption.decrypt_json((state + "=" * (-len(state) % 4)).encode())
        except (CannotDecrypt, ValueError):
            return False
        return isinstance(content, list) and content[:1] == [_PURPOSE]


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
