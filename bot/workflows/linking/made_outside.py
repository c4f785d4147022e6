"""Links that another process made, above all the command line: what waited for them goes on."""

import time

import structlog

from bot.errors import BotError
from bot.jobs.change import Member
from bot.slack.workspace import working_for
from bot.store.account_owners import AccountOwnerStore
from bot.store.tokens import TokenStore
from bot.workflows.linking.account_owners import AccountOwners
from bot.workflows.linking.after_linking import AfterLinking
from bot.workflows.linking.waiting import WaitingForLink

RETRY_SECONDS = 20.0
"""Seconds after which an account is asked for again that PropOps did not tell."""

log = structlog.get_logger(__name__)


class LinksMadeOutside:
    """`poll` is called every few seconds, in every process; one of them acts on each link."""

    def __init__(
        self,
        tokens: TokenStore,
        store: AccountOwnerStore,
        owners: AccountOwners,
        waiting: WaitingForLink,
        after: AfterLinking,
    ) -> None:
        self._tokens, self._store = tokens, store
        self._owners, self._waiting, self._after = owners, waiting, after
        self._version = -1
        self._again_at: float | None = None

    async def poll(self) -> None:
        """Resumes changes whose member is linked by now, and tells members linked from outside."""
        at_start = self._version < 0
        if at_start:
            version, linked = await self._tokens.newest_version(), True
        else:
            version, members = await self._tokens.linked_since(self._version)
            linked = bool(members)
        if linked:
            await self._waiting.resume()
        self._version = version  # only now: a resumption that failed is tried at the next poll
        if at_start:
            await self._owners.identify()
        if linked or self.retry_due():
            await self._identify_all()

    def retry_due(self) -> bool:
        """Whether it is time to ask again whose a link is."""
        return self._again_at is not None and self._again_at <= time.monotonic()

    async def _identify_all(self) -> None:
        failed = False
        for member, version in await self._store.made_outside():
            try:
                with working_for(member):
                    await self._identify(member, version)
            except BotError as error:
                failed = True
                log.info("whose a link is can't be read, retrying", problem=type(error).__name__)
        self._again_at = time.monotonic() + RETRY_SECONDS if failed else None

    async def _identify(self, member: Member, version: int) -> None:
        """Raises `BotError` where PropOps does not answer; it is done again then."""
        link = await self._tokens.get(member)
        account = await self._owners.identify_link(link) if link is not None else None
        if account is None:
            return
        if not await self._store.take_made_outside(member, version, account.shown):
            return
        log.info("link made", member=member.user, team=member.team, outcome="command line")
        others = await self._owners.co_owners(member, account)
        await self._owners.tell(others, member, account)
        differ = await self._owners.emails_differ(member, account)
        await self._after.resume(member, account.name, emails_differ=differ)
