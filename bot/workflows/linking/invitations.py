"""Invitations to link an account: the message, and the one-time address of the link page."""

from bot.errors import BotError, TokenDead
from bot.jobs.change import Member
from bot.members.links import Links
from bot.store.link_tickets import LinkTicket, LinkTicketStore
from bot.views import linking as views
from bot.views.blocks import Message


class Invitations:
    """`public_url`: of the page where accounts are linked; without it a token may be given in Slack,
    where `in_slack` allows that.
    """

    def __init__(
        self, tickets: LinkTicketStore, links: Links, public_url: str | None, *, in_slack: bool
    ) -> None:
        self.tickets, self._links = tickets, links
        self.public_url, self._in_slack = public_url, in_slack

    @property
    def takes_tokens_in_slack(self) -> bool:
        return self.public_url is None and self._in_slack

    async def invitation(
        self, member: Member, why: str = "", *, request_kept: bool = True, change: str = ""
    ) -> Message:
        """How to link. With a link page, its button holds a new address for this member alone.

        `change`: the id of the change that waits for it.
        """
        page: views.LinkTarget | None = None
        if self.public_url:
            fresh = await self.tickets.issue(member)
            page = views.LinkTarget(self._url(fresh.text), fresh.digest)
        return views.invitation(
            member,
            why,
            page=page,
            paste=self.takes_tokens_in_slack,
            request_kept=request_kept,
            change=change,
        )

    async def page(self, member: Member) -> str | None:
        """A new address of the link page for this member alone; None where there is no such page."""
        return self._url((await self.tickets.issue(member)).text) if self.public_url else None

    async def find_valid(self, ticket: str) -> LinkTicket | None:
        return await self.tickets.find_valid(ticket)

    async def reissue_after_press(self, ticket: str) -> str | None:
        """The new address in place of an expired one, once its owner has pressed the button again."""
        fresh = await self.tickets.reissue_after_press(ticket)
        return self._url(fresh.text) if fresh is not None else None

    def _url(self, text: str) -> str:
        return f"{self.public_url}/link/{text}"

    async def invitation_after(
        self, member: Member, error: BotError, *, request_kept: bool
    ) -> Message:
        """The invitation after `NotLinked` or `TokenDead`; marks a dead token as such."""
        if isinstance(error, TokenDead):
            await self._links.mark_token_dead(member, error.key)
        return await self.invitation(member, error.advice, request_kept=request_kept)
