"""Whose PropOps accounts a rehearsal works with: one makes its job, and the same one takes it away again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.cli.tokens import state
from bot.errors import PropOpsError, TokenDead
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.store.tokens import TokenStore


@dataclass(frozen=True)
class LinkedAccount:
    """`user`: Slack's id of the member whose it is."""

    user: str
    propops: PropOpsClient


class Accounts:
    """Of the linked members of one workspace (`team`: Slack's id). Every method raises `DatabaseDown`."""

    def __init__(self, tokens: TokenStore, gateway: Gateway, team: str) -> None:
        self._tokens, self._gateway, self._team = tokens, gateway, team

    async def first(self) -> LinkedAccount | None:
        """The first whose token PropOps takes; where it can't be asked, the first whose link has not ended."""
        async for account in self._all():
            try:
                await account.propops.search("", limit=1)
            except TokenDead:
                continue
            except PropOpsError:
                pass
            return account
        return None

    async def of(self, user: str) -> LinkedAccount | None:
        """That member's, while their link has not ended."""
        async for account in self._all():
            if account.user == user:
                return account
        return None

    async def _all(self) -> AsyncIterator[LinkedAccount]:
        for row in await self._tokens.all():
            if row.member.team != self._team or state(row) not in {"ok", "ends soon"}:
                continue
            link = await self._tokens.get(row.member)
            if link is not None:
                yield LinkedAccount(row.member.user, self._gateway.as_person(link.token))
