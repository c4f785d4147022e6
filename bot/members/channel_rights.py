"""Who may change what is set for a channel (`CHANNEL_SETTINGS`)."""

from typing import Literal

from bot.errors import NotLinked, NotWelcome, Unverified
from bot.jobs.change import Member
from bot.members.access import UNVERIFIED, Access
from bot.members.links import Links

ADMINS_ONLY = (
    "Only admins of this Slack workspace change a channel's settings here. "
    "Please ask one of them to do it with /job settings."
)


class ChannelRights:
    """`who`: anyone who is linked, or of those the admins and owners of the workspace."""

    def __init__(self, access: Access, links: Links, who: Literal["anyone", "admins"]) -> None:
        self._access, self._links, self._who = access, links, who

    async def require(self, member: Member) -> None:
        """Asked at the press and once more at the send; Slack says who is an admin at that moment.

        Raises `NotWelcome`, `NotLinked`, and `Unverified` where Slack does not answer.
        """
        await self._access.require_access(member)
        if not await self._links.linked(member):
            raise NotLinked
        if self._who == "admins":
            profile = await self._access.people.fresh(member.user)
            if profile is None:
                raise Unverified(UNVERIFIED)
            if not profile.admin:
                raise NotWelcome(ADMINS_ONLY)
