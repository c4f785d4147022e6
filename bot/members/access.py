"""Who is let in: one person of our organisation is one member, everybody else is turned away."""

from collections.abc import Collection, Mapping
from datetime import tzinfo
from typing import Any, NamedTuple

from bot.errors import Busy, NotWelcome
from bot.jobs.change import Member
from bot.jobs.policy import Membership
from bot.lru_dict import LruDict
from bot.slack.payload_user import PayloadUser, payload_user
from bot.slack.user_directory import SlackClient, SlackProfile, UserDirectory
from bot.web.installation import SlackInstallation

_MOST = 10_000

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
UNPROVEN = (
    "I couldn't check with Slack that you belong to this team, so nothing was done. "
    "Please try again in a minute."
)


class Organisation(NamedTuple):
    """Our own ids; `team` is empty for a whole-organisation install, `enterprise` outside Grid."""

    team: str
    enterprise: str


class Access:
    """`zone`: of those whose own nobody knows."""

    def __init__(self, slack: SlackClient, installation: SlackInstallation, zone: tzinfo) -> None:
        self.directory = UserDirectory(slack)
        self._installation, self._zone = installation, zone
        self._unproven: LruDict[str, bool] = LruDict(_MOST)

    def member_of(self, body: Mapping[str, Any]) -> Member:
        """Who acts, from any payload. Raises `NotWelcome` when that is nobody.

        One person of our organisation is one member, whichever of its workspaces they come from;
        somebody from elsewhere carries their own team, and `require_access` turns them away.
        """
        sender = payload_user(body)
        if sender.bot or not sender.user:
            raise NotWelcome(BOT if sender.bot else NOBODY)
        home = self._organisation
        if self._foreign(sender):
            team = sender.team or sender.context
            return Member(_enterprise(sender.team) or sender.enterprise, team, sender.user)
        if self._from_elsewhere(sender):
            self._unproven[sender.user] = True
        return Member(home.enterprise, home.team or sender.context, sender.user)

    async def require_access(self, member: Member, body: Mapping[str, Any] | None = None) -> None:
        """Raises `NotWelcome` for guests, bots, people who left, and other organisations.

        Where Slack can't say who somebody is, the link to PropOps alone decides.
        """
        sender = payload_user(body) if body else PayloadUser(user=member.user)
        if self._foreign(sender) or self._other_team(member):
            raise NotWelcome(STRANGER)
        strict = self._from_elsewhere(sender) or member.user in self._unproven
        profile = await self.directory.profile(member.user)
        if profile is None:
            if strict:
                raise NotWelcome(UNPROVEN)
            return
        if reason := self._refusal(profile, strict=strict):
            raise NotWelcome(reason)

    async def is_among(self, member: Member, ids: Collection[str]) -> bool:
        """Whether they are one of these users, or in one of these user groups (`S…`).

        Nobody is in a group that Slack won't tell of: for letting somebody do something.
        """
        return any([await self.is_in(member, each) for each in ids])

    async def is_in(self, member: Member, id_: str) -> bool | None:
        """Whether they are this user, or in this user group; None when Slack won't say."""
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
        """What people call them, as Slack knows it; their id when it can't say."""
        profile = await self.directory.profile(member.user)
        return (profile.name if profile is not None else "") or member.user or "somebody"

    def zone(self, member: Member) -> tzinfo:
        """The person's own time zone as Slack last told it, else that of the properties."""
        return self.directory.zone(member.user) or self._zone

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
        home = self._organisation
        if not sender.team or sender.team in {home.team, home.enterprise}:
            return False
        if sender.team.startswith("E"):
            return True
        return not home.enterprise or sender.enterprise not in {"", home.enterprise}

    def _from_elsewhere(self, sender: PayloadUser) -> bool:
        """Another workspace, maybe of our organisation: Slack has to confirm it."""
        home = self._organisation
        if sender.team.startswith("T"):
            return bool(home.team) and sender.team != home.team
        return sender.shared and not sender.team

    def _other_team(self, member: Member) -> bool:
        home = self._organisation
        if home.team:
            return (member.enterprise, member.team) != (home.enterprise, home.team)
        return bool(home.enterprise) and member.enterprise != home.enterprise

    def _refusal(self, who: SlackProfile, *, strict: bool) -> str:
        if not who.exists or who.stranger or not self._ours(who, strict=strict):
            return STRANGER
        if who.deleted:
            return LEFT
        if who.bot:
            return BOT
        return GUEST if who.guest else ""

    def _ours(self, who: SlackProfile, *, strict: bool) -> bool:
        home = self._organisation
        if home.enterprise and home.enterprise in {who.enterprise, who.team}:
            return True
        if not who.team:
            return not strict
        return who.team == home.team


def _enterprise(id_: str) -> str:
    return id_ if id_.startswith("E") else ""
