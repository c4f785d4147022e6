"""Links a Slack member to a PropOps account, and removes links."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import tzinfo
from typing import NamedTuple

import structlog

from bot.jobs.change import Member, Place
from bot.jobs.validation import last_moment
from bot.store.audit_log import AuditEntry
from bot.store.link_tickets import LinkTicket
from bot.store.stores import Stores
from bot.store.workspace_data import WorkspaceData
from bot.workflows.linking.account_check import (
    Account,
    AccountCheck,
    EnteredToken,
    LinkRefused,
    PropOpsUnavailable,
    TooManySignIns,
)
from bot.workflows.linking.account_owners import AccountOwners
from bot.workflows.linking.after_linking import AfterLinking
from bot.workflows.linking.invitations import Invitations

log = structlog.get_logger(__name__)


class TryUnderWay(LinkRefused):
    """Another try of this member, such as an earlier press of the same button, is not over yet."""


class Linked(NamedTuple):
    """`name`: of the PropOps account. `emails_differ`: from the one that Slack tells."""

    name: str
    emails_differ: bool = False


class Linking:
    """`zone`: in which the last day of a token ends."""

    def __init__(
        self,
        stores: Stores,
        accounts: AccountCheck,
        owners: AccountOwners,
        invitations: Invitations,
        after: AfterLinking,
        zone: tzinfo,
        clock: Callable[[], float],
    ) -> None:
        self._tokens, self._tickets, self._audit = stores.tokens, stores.link_tickets, stores.audit
        self._workspace_data = WorkspaceData(
            *(stores.tokens, stores.link_tickets, stores.slack_profiles),
            *(stores.board_readers, stores.audit),
        )
        self._accounts, self._owners, self._invitations = accounts, owners, invitations
        self._after, self._zone, self._clock = after, zone, clock

    async def sign_in(self, ticket: LinkTicket, email: str, password: str) -> Linked:
        """By e-mail and password, which go to PropOps and nowhere else. Raises `LinkRefused`."""
        async with self._one_try(ticket):
            await self._owners.require_email(ticket.member, email)
            try:
                entered = await self._accounts.sign_in(ticket.member, email, password)
            except TooManySignIns:
                await self._owners.tell_of_guessing(ticket.member, email)
                raise
            return await self._finish(ticket, entered)

    async def by_token(self, ticket: LinkTicket, token: str, ends: str = "") -> Linked:
        """By a token of the member's own; `ends`: its last day, where they know it.

        Raises `LinkRefused`.
        """
        entered = EnteredToken(token.strip(), self._end(ends))
        async with self._one_try(ticket):
            return await self._finish(ticket, entered)

    async def by_form(self, member: Member, token: str, ends: str = "") -> Linked:
        """As `by_token`, from a form in Slack."""
        if not self._invitations.takes_tokens_in_slack:
            raise LinkRefused("Tokens aren't taken in Slack here. Please type /job link.")
        entered = EnteredToken(token.strip(), self._end(ends))
        account = await self._accounts.owner(member, entered)
        others = await self._owners.claim(member, account)
        return await self._store(member, entered, account, others, "slack")

    def _end(self, text: str) -> float | None:
        """Unix seconds, None for no text. Raises `LinkRefused` for a day that can't be read or is past."""
        if not text.strip():
            return None
        end, complaint = last_moment(text, self._zone, self._clock())
        if complaint:
            raise LinkRefused(f"{complaint} Please correct it, or leave it empty.")
        return end

    async def linked_name(self, member: Member) -> str:
        """The PropOps account they are linked as; empty when nobody knows."""
        link = await self._tokens.get(member)
        return str(link.linked_as.get("name") or "") if link is not None else ""

    async def unlink(self, member: Member, place: Place) -> bool:
        """Whether there was a link."""
        removed = await self._tokens.remove(member)
        self._after.forget(member)
        if removed:
            await self._audit.record(AuditEntry("link.removed", member, place=place.channel))
            log.info("link ended", member=member.user, team=member.team, outcome="unlinked")
        return removed

    async def forget_workspace(self, team: str, enterprise: str, why: str) -> int:
        """The app was removed: deletes every link of that workspace, and keeps its changes. Their number."""
        removed = await self._workspace_data.forget(team, enterprise, why)
        log.warning(
            "the app was removed from a workspace, its links are deleted",
            team=team,
            why=why,
            links=removed,
        )
        return removed

    @contextlib.asynccontextmanager
    async def _one_try(self, ticket: LinkTicket) -> AsyncIterator[None]:
        """One try of a member at a time: a sign-in would end the token of the one before.

        Raises `LinkRefused`: `TryUnderWay` while there is another.
        """
        begun = await self._tickets.begin_try(ticket)
        if begun == "busy":
            raise TryUnderWay("You pressed this a moment ago, and it's still under way.")
        if begun == "worn":
            raise LinkRefused("This address has been tried too often. Please type /job link anew.")
        counts = True
        try:
            yield
        except PropOpsUnavailable:
            counts = False
            raise
        finally:
            await self._tickets.end_try(ticket, counts=counts)

    async def _finish(self, ticket: LinkTicket, entered: EnteredToken) -> Linked:
        account = await self._accounts.owner(ticket.member, entered)
        others = await self._owners.claim(ticket.member, account)
        if not await self._tickets.use(ticket):
            raise LinkRefused("This address was used already. Please type /job link for a new one.")
        return await self._store(ticket.member, entered, account, others, "page")

    async def _store(
        self,
        member: Member,
        entered: EnteredToken,
        account: Account,
        others: list[Member],
        source: str,
    ) -> Linked:
        linked = Linked(account.name, await self._owners.emails_differ(member, account))
        detail = {"emails": "differ"} if linked.emails_differ else {}
        made = AuditEntry("link.made", member, as_whom=account.name, place=source, detail=detail)
        await self._tokens.put(member, entered.token, entered.expires_at, account.shown, entry=made)
        log.info("link made", member=member.user, team=member.team, outcome=source)
        await self._owners.tell(others, member, account)
        await self._after.resume(member, account.name, emails_differ=linked.emails_differ)
        return linked
