"""The status of a member's own link: `/job whoami`, and which permission is missing."""

from bot.errors import BotError, NotAllowed, TokenDead
from bot.jobs.change import Member
from bot.jobs.write import LIST, MANAGE
from bot.members.links import Links
from bot.propops.gateway import Gateway
from bot.propops.parse.accounts import Rights
from bot.views import linking as views
from bot.views.blocks import Message
from bot.workflows.linking.invitations import Invitations


class LinkStatus:
    def __init__(self, links: Links, gateway: Gateway, invitations: Invitations) -> None:
        self._links, self._gateway, self._invitations = links, gateway, invitations

    async def whoami(self, member: Member) -> Message:
        """`/job whoami`."""
        link = await self._links.link(member)
        if link is None:
            return await self._invitations.invitation(member, request_kept=False)
        alive = await self._links.linked(member) is not None
        rights: Rights | None = None
        if alive:
            try:
                rights = await self._gateway.as_person(link.token).permissions()
            except TokenDead as error:
                await self._links.mark_token_dead(member, error.key)
                alive = False
            except BotError:
                rights = None
        if not alive:
            return await self._invitations.invitation(member, TokenDead.words, request_kept=False)
        return views.account(member, str(link.linked_as.get("name") or ""), link, rights)

    async def not_allowed(self, member: Member) -> NotAllowed:
        """The error for a member whose read PropOps refused, with the missing permissions where PropOps lists them."""
        link, missing = await self._links.linked(member), list[str]()
        if link is not None:
            try:
                rights = await self._gateway.as_person(link.token).permissions()
            except BotError:
                rights = Rights(frozenset())
            wanted = (LIST, MANAGE) if rights.keys else ()
            missing = [key for key in wanted if not rights.allow(key)]
        return await self._links.not_allowed(member, " and ".join(missing) or MANAGE)
