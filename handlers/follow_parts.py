"""What the modals of /job follow and /job settings need: who may, and what the channel follows, in words."""

from dataclasses import dataclass

from bot.concurrency import side_by_side
from bot.errors import BotError, NotWelcome, Unverified
from bot.jobs.change import Member
from bot.jobs.follows import Criteria
from bot.jobs.forms import ID_FIELDS
from bot.members.access import UNVERIFIED, Access
from bot.members.channel_rights import ChannelRights
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.follow_rows import Follow
from bot.store.follows import FollowStore
from bot.views.follows import FollowLine, in_words
from bot.workflows.follows.looks import FollowLooks

_NO_CHANNEL = (
    "A channel can be told of new and changed jobs, by agent, type, priority and more. A direct message can't: "
    "please type /job follow in the channel that is to hear of them."
)
_NOT_INVITED = (
    "I'm not in this channel. Please invite me here with /invite, then type /job follow again."
)
_NOT_IN = "You are not in that channel, so your account can't be used for it. Please join it first."


class NoChannel(NotWelcome):
    """It was asked for in a direct message, which can follow nothing."""


class NotInvited(NotWelcome):
    """The bot is not in the channel, so it can follow nothing there."""


@dataclass(frozen=True)
class FollowParts:
    """`seconds`: between two looks, 0 where the operator wants none."""

    rights: ChannelRights
    store: FollowStore
    looks: FollowLooks
    access: Access
    links: Links
    messenger: Messenger
    seconds: float

    async def require(self, member: Member, channel: str, *, account: bool) -> None:
        """The rights of /job settings, and that both are in the channel. `account`: the member's own is to
        be looked with. Raises `NoChannel`, `NotInvited`, `NotWelcome`, `NotLinked`, `Unverified`.
        """
        await self.rights.require(member)
        if not channel.startswith(("C", "G")):
            raise NoChannel(_NO_CHANNEL)
        members = self.messenger.channel_members
        is_in, standing = await side_by_side(
            members.has(channel, member.user, fresh=True), members.standing(channel, fresh=True)
        )
        if standing in {"out", "archived"} and account:
            raise NotInvited(_NOT_INVITED)
        if is_in is None or (standing == "unknown" and account):
            raise Unverified(UNVERIFIED)
        if not is_in:
            raise NotWelcome(_NOT_IN)

    async def lines(self, member: Member, channel: str) -> list[FollowLine]:
        """What the channel follows, as this member reads it; and what other channels followed with their
        account that the bot is no longer in, where nobody could end it.
        """
        here = await self.store.of_channel(member.team, channel)
        stranded = [
            each
            for each in await self.store.all()
            if each.member == member and each.paused == "channel" and each.channel != channel
        ]
        return [await self._line(member, channel, each) for each in [*here, *stranded]]

    async def _line(self, member: Member, channel: str, follow: Follow) -> FollowLine:
        mine = follow.member == member
        who = await self.access.name(follow.member)
        words = in_words(follow.criteria, await self.names(member, follow.criteria))
        elsewhere = follow.channel if follow.channel != channel else ""
        return FollowLine(follow.id, words, who, mine, follow.paused, elsewhere)

    async def names(self, member: Member, criteria: Criteria) -> dict[tuple[str, int], str]:
        """By field and id, as far as this member may see them."""
        wanted = [(name, each) for name, ids in criteria.ids.items() for each in ids]
        try:
            lookups = await self.links.lookups(member)
            found = await side_by_side(
                *(lookups.name(ID_FIELDS[name], each) for name, each in wanted)
            )
        except BotError:
            return {}
        return {key: name for key, name in zip(wanted, found, strict=True) if name}
