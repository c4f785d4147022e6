"""The states of installations under way: each is good once, and for a while."""

from collections.abc import Callable

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.signed_text import digest_of, is_state, new_state
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
        now, state = self._clock(), new_state(self._encryption, _PURPOSE)

        def write(connection: sa.Connection) -> None:
            old = oauth_states.c.issued_at < now - GOOD_FOR
            connection.execute(oauth_states.delete().where(old))
            row = {"state": digest_of(state), "issued_at": now}
            connection.execute(oauth_states.insert().values(row))

        await self._db.call(write)
        return state

    async def consume(self, state: str) -> bool:
        """Whether it was issued, lately, and was not used before."""
        if not self.is_ours(state):
            return False
        since = self._clock() - GOOD_FOR
        statement = oauth_states.delete().where(
            oauth_states.c.state == digest_of(state), oauth_states.c.issued_at > since
        )
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    def is_ours(self, state: str) -> bool:
        """Whether we ever signed it; asks no database."""
        return is_state(self._encryption, _PURPOSE, state)
