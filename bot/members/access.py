"""Access control: full members of our organisation are let in, everybody else is refused."""

from collections.abc import Collection, Mapping, Sequence
from datetime import tzinfo
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bot.errors import Busy, NotWelcome, Unverified
from bot.jobs.change import Member
from bot.jobs.policy import Membership
from bot.lru_dict import LruDict
from bot.members.known_people import KnownPeople
from bot.slack.payload_user import PayloadUser, payload_user
from bot.slack.user_directory import SlackProfile, UserDirectory
from bot.web.installation import Identity

_MOST = 10_000
_ANEW = 10.0
"""Seconds in which Slack is asked once about somebody who is refused."""

NOBODY = "I couldn't tell who you are, so nothing was done. Please try from your own Slack account."
BOT = "I only take jobs from people, so please ask a colleague to do this from their own account."
LEFT = "Your Slack account is switched off here. Please ask your workspace admin to switch it on."
GUEST = (
    "Guests can't run jobs from Slack. Please ask a full member of this workspace to do it for you."
)
STRANGER = (
    "Only the team this app belongs to can run jobs. "
    "Please ask your contact there to do it for you."
)
GROUP = "the approvers' group"
UNVERIFIED = "I couldn't check with Slack who you are. Please try again in a minute."


class Organisation(NamedTuple):
    """Slack ids of the organisation the app is installed in; `team` is empty for a whole-organisation install, `enterprise` outside Grid."""

    team: str
    enterprise: str


class Access:
    """`zone`: of members whose own time zone is unknown."""

    def __init__(
        self,
        people: KnownPeople,
        installation: Identity,
        zone: tzinfo,
    ) -> None:
        self.people = people
        self._installation, self._zone = installation, zone
        self._unproven: LruDict[tuple[str, str, str], bool] = LruDict(_MOST)
        """By organisation and user id, as the next one."""
        self._asked_anew: LruDict[tuple[str, str, str], float] = LruDict(_MOST)

    @property
    def directory(self) -> UserDirectory:
        return self.people.directory

    def member_of(self, body: Mapping[str, Any]) -> Member:
        """The member who acts, from any payload. Raises `NotWelcome` for a bot, or when there is none.

        One person of our organisation is one member, whichever of its workspaces they come from;
        a person from elsewhere keeps their own team, and `require_access` refuses them.
        """
        sender = payload_user(body)
        if sender.bot or not sender.user:
            raise NotWelcome(BOT if sender.bot else NOBODY)
        organisation = self._organisation
        if self._foreign(sender):
            team = sender.team or sender.context
            return Member(_enterprise(sender.team) or sender.enterprise, team, sender.user)
        if self._from_elsewhere(sender):
            self._unproven[*organisation, sender.user] = True
        return Member(organisation.enterprise, organisation.team or sender.context, sender.user)

    async def require_access(
        self,
        member: Member,
        body: Mapping[str, Any] | None = None,
        *,
        fresh: bool = False,
        brief: bool = False,
    ) -> None:
        """Raises `NotWelcome` for guests, bots, people who left, and other organisations.

        Where Slack can't be asked, what it last said counts; `Unverified` for somebody of whom it
        never said anything, and with `fresh`, which always asks. `brief`: before an ack.
        """
        sender = payload_user(body) if body else PayloadUser(user=member.user)
        if self._foreign(sender) or self._other_team(member):
            raise NotWelcome(STRANGER)
        strict = (
            self._from_elsewhere(sender) or (*self._organisation, member.user) in self._unproven
        )
        people, user = self.people, member.user
        profile = await (people.fresh(user) if fresh else people.profile(user, brief=brief))
        if profile is None:
            raise Unverified(UNVERIFIED)
        if reason := self._refusal(profile, strict=strict):
            raise NotWelcome(reason)

    async def require_access_of(self, body: Mapping[str, Any]) -> None:
        """The same for whoever sent a payload: what is asked before every listener.

        Who was a full member waits for Slack a moment only: a change is checked again as it is sent.
        Who is refused by what Slack said a while ago is asked about anew, now and then.
        """
        member = self.member_of(body)
        try:
            await self.require_access(member, body, brief=True)
        except NotWelcome:
            now, who = monotonic(), (*self._organisation, member.user)
            if now - self._asked_anew.get(who, -_ANEW) < _ANEW:
                raise
            self._asked_anew[who] = now
            await self.require_access(member, body, fresh=True)

    def is_colleague(self, member: Member, other: Member) -> bool:
        """Whether what is the other's may concern the member: they are of one workspace, or of one
        organisation that has installed the app for all of its own.
        """
        if member.team == other.team:
            return True
        for_all = not self._organisation.team and bool(member.enterprise)
        return for_all and member.enterprise == other.enterprise

    async def is_among(self, member: Member, ids: Collection[str]) -> bool:
        """Whether they are one of these users, or in one of these user groups (`S…`).

        Where Slack does not answer for a group, the answer is no: this is for granting something.
        """
        return any([await self.is_in(member, each) for each in ids])

    async def is_in(self, member: Member, id_: str) -> bool | None:
        """Whether they are this user, or in this user group; None when Slack does not answer."""
        if not id_.startswith("S"):
            return member.user == id_
        group = await self.directory.group(id_)
        return None if group is None else member.user in group

    async def membership(self, member: Member, ids: Collection[str]) -> Membership:
        """Which of these users and groups they are, or are in."""
        answers = {id_: await self.is_in(member, id_) for id_ in ids}
        return Membership(
            frozenset(id_ for id_, is_in in answers.items() if is_in),
            frozenset(id_ for id_, is_in in answers.items() if is_in is not False),
        )

    async def name(self, member: Member) -> str:
        """Their display name in Slack; their id for somebody Slack never named."""
        profile = await self.people.profile(member.user)
        return (profile.name if profile is not None else "") or member.user or "somebody"

    async def names_of(self, ids: Sequence[str]) -> list[str]:
        """People and then groups by id, for a sentence; a group that Slack does not name is told as one."""
        users = [id_ for id_ in ids if not id_.startswith("S")]
        names = [await self.name(Member("", "", id_)) for id_ in users]
        groups = [await self.directory.groups.name(id_) for id_ in ids if id_.startswith("S")]
        return list(dict.fromkeys([*names, *(name or GROUP for name in groups)]))

    async def identity(self, member: Member) -> SlackProfile:
        """All that Slack tells of them; only their id for somebody it never named."""
        return await self.people.profile(member.user) or SlackProfile(member.user)

    def zone(self, member: Member) -> tzinfo:
        """The person's own time zone as Slack last told it, else that of the properties."""
        return self.directory.zone(member.user) or self._zone

    @property
    def workspace(self) -> str:
        """The host of the workspace, such as `elm.slack.com`; empty until Slack has named it."""
        installed = self._installation.installed
        return urlsplit(installed.url).hostname or "" if installed is not None else ""

    @property
    def _organisation(self) -> Organisation:
        """Raises `Busy` until Slack has said where we are installed."""
        installed = self._installation.installed
        if installed is None:
            raise Busy
        team = installed.team if installed.team.startswith("T") else ""
        return Organisation(team, installed.enterprise)

    def _foreign(self, sender: PayloadUser) -> bool:
        """Another organisation, by the payload alone [enterprise/developing-for-enterprise-orgs]."""
        organisation = self._organisation
        if not sender.team or sender.team in {organisation.team, organisation.enterprise}:
            return False
        if sender.team.startswith("E"):
            return True
        return not organisation.enterprise or sender.enterprise not in {"", organisation.enterprise}

    def _from_elsewhere(self, sender: PayloadUser) -> bool:
        """Another workspace, maybe of our organisation: Slack has to confirm it."""
        organisation = self._organisation
        if sender.team.startswith("T"):
            return bool(organisation.team) and sender.team != organisation.team
        return sender.shared and not sender.team

    def _other_team(self, member: Member) -> bool:
        organisation = self._organisation
        if organisation.team:
            return (member.enterprise, member.team) != (organisation.enterprise, organisation.team)
        return bool(organisation.enterprise) and member.enterprise != organisation.enterprise

    def _refusal(self, profile: SlackProfile, *, strict: bool) -> str:
        if not profile.exists or profile.stranger or not self._ours(profile, strict=strict):
            return STRANGER
        if profile.deleted:
            return LEFT
        if profile.bot:
            return BOT
        return GUEST if profile.guest else ""

    def _ours(self, profile: SlackProfile, *, strict: bool) -> bool:
        organisation = self._organisation
        if organisation.enterprise and organisation.enterprise in {
            profile.enterprise,
            profile.team,
        }:
            return True
        if not profile.team:
            return not strict
        return profile.team == organisation.team


def _enterprise(id_: str) -> str:
    return id_ if id_.startswith("E") else ""
