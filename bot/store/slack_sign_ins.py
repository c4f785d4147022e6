"""Browsers that are signing in with Slack, or have: each for the link page of one member."""

import secrets
from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.change_rows import member_of
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.member_tables import slack_sign_ins
from bot.store.signed_text import digest_of, is_state, new_state

ANSWER_WITHIN = 10 * 60.0
"""Seconds that somebody may take on Slack's page."""
GOOD_FOR = 15 * 60.0
"""Seconds for which a browser that has signed in may link: as long as an address works."""
_PURPOSE = "slack-sign-in"


class BegunSignIn(NamedTuple):
    """`state`: one-time, for the browser; `nonce`: for Slack's answer; `ticket`: of the link page."""

    state: str
    nonce: str
    ticket: str
    member: Member


class SlackSignInStore:
    """`browser`: the secret in the browser's cookie. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def begin(self, browser: str, ticket: str, member: Member) -> BegunSignIn:
        now = self._clock()
        state = new_state(self._encryption, _PURPOSE)
        begun = BegunSignIn(state, secrets.token_urlsafe(24), ticket, member)
        row = {
            "state": digest_of(begun.state),
            "browser": digest_of(browser),
            "enterprise": member.enterprise,
            "team": member.team,
            "user_id": member.user,
            "encrypted": self._encryption.encrypt_json([begun.nonce, ticket]),
            "issued_at": now,
        }

        def write(connection: sa.Connection) -> None:
            old = slack_sign_ins.c.issued_at < now - 86_400
            connection.execute(slack_sign_ins.delete().where(old))
            connection.execute(slack_sign_ins.insert().values(row))

        await self._db.call(write)
        return begun

    def is_ours(self, state: str) -> bool:
        """Whether we ever signed it; asks no database."""
        return is_state(self._encryption, _PURPOSE, state)

    async def take(self, browser: str, state: str) -> BegunSignIn | None:
        """The sign-in that this browser began, once and in time; None for anything else.

        One we never signed reaches no database.
        """
        if not self.is_ours(state):
            return None
        mine = slack_sign_ins.c.state == digest_of(state)
        use = (
            slack_sign_ins.update()
            .where(mine, slack_sign_ins.c.browser == digest_of(browser))
            .where(slack_sign_ins.c.used_at.is_(None))
            .where(slack_sign_ins.c.issued_at > self._clock() - ANSWER_WITHIN)
            .values(used_at=self._clock())
        )

        def write(connection: sa.Connection) -> sa.Row[tuple[object, ...]] | None:
            if not connection.execute(use).rowcount:
                return None
            return connection.execute(sa.select(slack_sign_ins).where(mine)).one_or_none()

        row = await self._db.call(write)
        if row is None:
            return None
        try:
            nonce, ticket = self._encryption.decrypt_json(row.encrypted)
        except (CannotDecrypt, ValueError, TypeError):
            return None
        return BegunSignIn(state, str(nonce), str(ticket), member_of(row))

    async def confirm(self, begun: BegunSignIn) -> None:
        """Slack says that the browser is the member's."""
        mine = slack_sign_ins.c.state == digest_of(begun.state)
        statement = slack_sign_ins.update().where(mine).values(verified_at=self._clock())
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def is_confirmed(self, browser: str, member: Member) -> bool:
        """Whether this browser has signed in with Slack as the member a short while ago."""
        query = (
            sa.select(slack_sign_ins.c.state)
            .where(slack_sign_ins.c.browser == digest_of(browser))
            .where(slack_sign_ins.c.enterprise == member.enterprise)
            .where(slack_sign_ins.c.team == member.team, slack_sign_ins.c.user_id == member.user)
            .where(slack_sign_ins.c.verified_at > self._clock() - GOOD_FOR)
        )
        row = await self._db.call(lambda connection: connection.execute(query).first())
        return row is not None
