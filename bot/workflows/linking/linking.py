"""Links a Slack member to a PropOps account, and removes links."""

from collections.abc import Callable
from datetime import tzinfo

import structlog

from bot.jobs.change import Json, Member, Place
from bot.jobs.validation import last_moment
from bot.store.audit_log import AuditEntry
from bot.store.link_tickets import LinkTicket
from bot.store.stores import Stores
from bot.workflows.linking.account_check import (
    AccountCheck,
    EnteredToken,
    LinkRefused,
    PropOpsUnavailable,
)
from bot.workflows.linking.after_linking import AfterLinking
from bot.workflows.linking.invitations import Invitations
from bot.workflows.linking.permissions import PermissionCache

log = structlog.get_logger(__name__)


class Linking:
    """`zone`: in which the last day of a token ends."""

    def __init__(
        self,
        stores: Stores,
        accounts: AccountCheck,
        invitations: Invitations,
        permissions: PermissionCache,
        after: AfterLinking,
        zone: tzinfo,
        clock: Callable[[], float],
    ) -> None:
        self._tokens, self._tickets, self._audit = stores.tokens, stores.link_tickets, stores.audit
        self._profiles = stores.slack_profiles
        self._accounts, self._invitations, self._permissions = accounts, invitations, permissions
        self._after, self._zone, self._clock = after, zone, clock

    async def sign_in(self, ticket: LinkTicket, email: str, password: str) -> str:
        """By e-mail and password, which go to PropOps and nowhere else.

        Returns the name linked as. Raises `LinkRefused`.
        """
        await self._count_try(ticket)
        try:
            entered = await self._accounts.sign_in(ticket.member, email, password)
        except PropOpsUnavailable:
            await self._tickets.refund_try(ticket)
            raise
        return await self._finish(ticket, entered)

    async def by_token(self, ticket: LinkTicket, token: str, ends: str = "") -> str:
        """By a token of the member's own; `ends`: its last day, where they know it.

        Returns the name linked as. Raises `LinkRefused`.
        """
        entered = EnteredToken(token.strip(), self._end(ends))
        await self._count_try(ticket)
        return await self._finish(ticket, entered)

    async def by_form(self, member: Member, token: str, ends: str = "") -> str:
        """As `by_token`, from a form in Slack."""
        if not self._invitations.takes_tokens_in_slack:
            raise LinkRefused("Tokens aren't taken in Slack here. Please type /job link.")
        entered = EnteredToken(token.strip(), self._end(ends))
        account = await self._accounts.owner(member, entered)
        return await self._store(member, entered, account, "slack")

    def _end(self, text: str) -> float | None:
        """Unix seconds, None for no text. Raises `LinkRefused` for a day that can't be read or is past."""
        if not text.strip():
            return None
        end, complaint = last_moment(text, self._zone, self._clock())
        if complaint:
            raise LinkRefused(f"{complaint} Please correct it, or leave it empty.")
        return end

    async def unlink(self, member: Member, place: Place) -> bool:
        """Whether there was a link."""
        removed = await self._tokens.remove(member)
        self._permissions.forget(member)
        if removed:
            await self._audit.record(AuditEntry("link.removed", member, place=place.channel))
        return removed

    async def forget_workspace(self, team: str, enterprise: str, why: str) -> int:
        """The app was removed: deletes every link of that workspace, and keeps its changes. Their number."""
        removed = await self._tokens.remove_workspace(team, enterprise)
        await self._tickets.revoke_all(team, enterprise)
        await self._profiles.remove_workspace(team)
        workspace = Member(enterprise, team, "")
        await self._audit.record(
            AuditEntry("workspace.cleared", workspace, outcome=why, detail={"links": removed})
        )
        log.warning(
            "the app was removed from a workspace, its links are deleted",
            team=team,
            why=why,
            links=removed,
        )
        return removed

    async def _count_try(self, ticket: LinkTicket) -> None:
        if not await self._tickets.count_try(ticket):
            raise LinkRefused("This address has been tried too often. Please type /job link anew.")

    async def _finish(self, ticket: LinkTicket, entered: EnteredToken) -> str:
        try:
            account = await self._accounts.owner(ticket.member, entered)
        except PropOpsUnavailable:
            await self._tickets.refund_try(ticket)
            raise
        if not await self._tickets.use(ticket):
            raise LinkRefused("This address was used already. Please type /job link for a new one.")
        return await self._store(ticket.member, entered, account, "page")

    async def _store(
        self, member: Member, entered: EnteredToken, account: Json, source: str
    ) -> str:
        name = str(account.get("name") or "")
        await self._tokens.put(member, entered.token, entered.expires_at, account)
        await self._audit.record(AuditEntry("link.made", member, as_whom=name, place=source))
        await self._after.resume(member, name)
        return name
