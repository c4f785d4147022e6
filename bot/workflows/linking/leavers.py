"""Who has left Slack keeps no link: their token is deleted as soon as the bot hears of it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.jobs.change import Member
from bot.members.access import Access
from bot.slack.workspace import is_here, working_for
from bot.store.audit_log import AuditEntry
from bot.store.database import DatabaseDown
from bot.store.stores import Stores
from bot.workflows.linking.after_linking import AfterLinking

SPACING = 1.0
"""Seconds between two profiles: Slack lets a hundred a minute be read, and people come first."""
LEFT = "left Slack"

log = structlog.get_logger(__name__)


class Leavers:
    """Nobody is told but the log and the audit. `sleep` waits a number of seconds."""

    def __init__(
        self,
        access: Access,
        stores: Stores,
        after: AfterLinking,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._access, self._after, self._sleep = access, after, sleep
        self._tokens, self._tickets = stores.tokens, stores.link_tickets
        self._owners, self._audit = stores.account_owners, stores.audit
        self._last_asked: Member | None = None

    async def end_links(self) -> int:
        """Ends the links of those whom Slack has called deactivated since; how many."""
        left = self._access.people.take_left()
        if not left:
            return 0
        try:
            members = [row.member for row in await self._tokens.all()]
            gone = [member for member in members if member.user in left and is_here(member)]
            for member in gone:
                await self._end(member)
        except DatabaseDown:
            self._access.people.put_left_back(left)
            raise
        return len(gone)

    async def check_all(self) -> None:
        """Asks Slack about everybody who is linked, one after the other.

        One that was broken off goes on where it was: it has less time than a thousand people take.
        """
        linked = {row.member for row in await self._tokens.all()}
        last = self._last_asked
        for member in sorted(each for each in linked if last is None or each > last):
            with working_for(member):
                await self._access.people.fresh(member.user)
                await self.end_links()
            self._last_asked = member
            await self._sleep(SPACING)
        self._last_asked = None

    async def _end(self, member: Member) -> None:
        await self._tokens.remove(member)
        await self._tickets.revoke(member)
        await self._owners.forget(member)
        self._after.forget(member)
        await self._audit.record(AuditEntry("link.removed", member, outcome=LEFT))
        log.info("link ended", member=member.user, team=member.team, outcome=LEFT)
