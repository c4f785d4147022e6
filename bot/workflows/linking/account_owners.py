"""An account that belongs to one Slack member is linked to another only with the first one's yes."""

from collections.abc import Callable, Sequence

import structlog

from bot.errors import BotError, TokenDead
from bot.jobs.change import Member, Place
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.store.audit_log import AuditEntry
from bot.store.sign_in_limits import WITHIN
from bot.store.stores import Stores
from bot.store.tokens import Link
from bot.views import link_owner as views
from bot.workflows.linking.account_check import (
    TOO_MANY,
    Account,
    AccountCheck,
    EnteredToken,
    LinkRefused,
    TooManySignIns,
    identity_of,
)

ASKED = (
    "This PropOps account is already linked to another Slack member. I've asked them in Slack: once they "
    "have pressed Yes, please link it here again. If that is you too, look for my message in Slack. If "
    "nobody can answer, ask whoever runs this bot."
)

log = structlog.get_logger(__name__)


class AccountOwners:
    """Who is or was linked to an account is asked, and told, in their own direct messages."""

    def __init__(
        self,
        stores: Stores,
        accounts: AccountCheck,
        access: Access,
        messenger: Messenger,
        clock: Callable[[], float],
    ) -> None:
        self._owners, self._tokens = stores.account_owners, stores.tokens
        self._notices, self._audit = stores.sent_notices, stores.audit
        self._limits, self._clock = stores.sign_in_limits, clock
        self._accounts, self._access, self._messenger = accounts, access, messenger

    async def require_email(self, member: Member, email: str) -> None:
        """Before a sign-in, which would end the token of its owner. Raises `LinkRefused`."""
        await self.identify()
        await self._require(member, [identity_of(email)], email.strip().casefold())

    async def claim(self, member: Member, account: Account) -> list[Member]:
        """Makes the member an owner of the account; who else is one. Raises `LinkRefused`."""
        await self.identify()
        others = await self._owners.others(member, account.identities)
        await self._require(member, account.identities, account.email)
        if await self._owners.claim(member, account.identities):  # somebody claimed it just now
            await self._require(member, account.identities, account.email)
            raise LinkRefused(ASKED)
        return others

    async def tell(self, others: Sequence[Member], member: Member, account: Account) -> None:
        """Tells the other owners that the member is linked to their account now."""
        message = views.told(account.name, await self._access.identity(member))
        for owner in others:
            await self._messenger.send_privately(owner, Place(), message)

    async def tell_of_guessing(self, member: Member, email: str) -> None:
        """Tells the owners, once an hour, that sign-ins to their account were tried too often."""
        for owner in await self._owners.others(member, [identity_of(email)]):
            key = f"sign-ins:{'/'.join(owner)}:{int(self._clock() // WITHIN)}"
            if not await self._notices.claim(key):
                continue
            message = views.guessed(await self._access.identity(member))
            if not await self._messenger.send_privately(owner, Place(), message, key=key):
                await self._notices.release(key)

    async def answer(self, owner: Member, request_id: str, answer: str) -> str:
        """Keeps the owner's answer and tells whoever asked; a sentence for the owner."""
        request = await self._owners.answer(request_id, owner, answer)
        if request is None:
            return views.TOO_LATE
        await self._audit.record(
            AuditEntry("link.shared", owner, subject=request.member.user, outcome=answer)
        )
        key = f"share-answered:{request.id}"
        await self._messenger.send_privately(
            request.member, Place(), views.answered(answer), key=key
        )
        return views.THANKS[answer]

    async def emails_differ(self, member: Member, account: Account) -> bool:
        """Whether Slack and PropOps both tell an e-mail, and not the same."""
        mine = (await self._access.identity(member)).email
        return bool(mine and account.email) and identity_of(mine) != identity_of(account.email)

    async def identify(self) -> None:
        """Records the accounts of links that the command line or an earlier release made."""
        for member in await self._owners.unidentified():
            try:
                if link := await self._tokens.get(member):
                    await self.identify_link(link)
            except BotError as error:
                log.info("reading the account of a link failed", problem=type(error).__name__)

    async def identify_link(self, link: Link) -> Account | None:
        """Records whose account it is; None where its token is dead. Raises `BotError`."""
        try:
            account = await self._accounts.read(EnteredToken(link.token))
        except TokenDead:
            await self._tokens.mark_dead(link.member, self._clock(), link.token)
            return None
        await self._owners.record(link.member, account.identities)
        return account

    async def co_owners(self, member: Member, account: Account) -> list[Member]:
        """Who else is or was linked to it."""
        return await self._owners.co_owners(member, account.identities)

    async def _require(self, member: Member, identities: Sequence[str], email: str) -> None:
        """Asks an owner whose yes is missing. `email`: of the account. Raises `LinkRefused`."""
        for owner in await self._owners.missing(member, identities):
            profile = await self._access.identity(owner)
            if profile.deleted or not profile.exists:
                await self._owners.forget(owner)
                continue
            if not await self._limits.count(member):
                raise TooManySignIns(TOO_MANY)
            await self._ask(member, owner, identities, email)
            raise LinkRefused(ASKED)

    async def _ask(
        self, member: Member, owner: Member, identities: Sequence[str], email: str
    ) -> None:
        request = await self._owners.request(member, owner, identities)
        if request is None:
            return
        await self._audit.record(AuditEntry("link.asked_owner", member, subject=owner.user))
        message = views.asked(request.id, await self._access.identity(member), email)
        key = f"share-asked:{request.id}"
        if not await self._messenger.send_privately(owner, Place(), message, key=key):
            await self._owners.withdraw(request)
