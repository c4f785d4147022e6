"""Slack member → sealed token → PropOps as that person. Who is let in, and who isn't."""

import time
from collections.abc import Callable, Collection, Mapping
from datetime import tzinfo
from typing import Any, NamedTuple, Protocol

import structlog

from bot.errors import Busy, NotAllowed, NotLinked, NotWelcome, TokenDead
from bot.jobs.change import Json, Member
from bot.jobs.policy import Membership
from bot.jobs.ports import Lookups, PropOps
from bot.lru_dict import LruDict
from bot.propops.http.bearer import Bearer
from bot.slack.payload_user import PayloadUser, payload_user
from bot.slack.user_directory import SlackClient, SlackProfile, UserDirectory
from bot.store.encryption import CannotDecrypt

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

log = structlog.get_logger(__name__)


class Linked(Protocol):
    """A member's link to PropOps; times are Unix seconds."""

    @property
    def token(self) -> str: ...
    @property
    def expires_at(self) -> float | None: ...
    @property
    def ends_by(self) -> float: ...
    @property
    def linked_as(self) -> Json: ...
    @property
    def dead_at(self) -> float | None: ...


class Tokens(Protocol):
    async def get(self, member: Member) -> Linked | None: ...
    async def mark_dead(self, member: Member, at: float, token: str | None = None) -> bool: ...


class Transport(Protocol):
    def as_person(self, token: str) -> PropOps: ...


class LookupCache(Protocol):
    def of(self, propops: PropOps) -> Lookups: ...


class Home(Protocol):
    """Where the bot is installed. `team` is no `T…` for a whole-organisation install."""

    @property
    def team(self) -> str: ...
    @property
    def enterprise(self) -> str: ...


class Identity(Protocol):
    """`installed` is None until Slack has said who we are."""

    @property
    def installed(self) -> Home | None: ...


class Installation(NamedTuple):
    """Our own ids; `team` is empty for a whole-organisation install, `enterprise` outside Grid."""

    team: str
    enterprise: str


class People:
    """`zone`: of those whose own nobody knows. `clock`: Unix seconds."""

    def __init__(
        self,
        tokens: Tokens,
        transport: Transport,
        lookups: LookupCache,
        slack: SlackClient,
        identity: Identity,
        zone: tzinfo,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._tokens, self._transport, self._lookups = tokens, transport, lookups
        self.directory = UserDirectory(slack)
        self._identity, self._zone, self._clock = identity, zone, clock
        self._unproven: LruDict[str, bool] = LruDict(_MOST)

    def member_of(self, body: Mapping[str, Any]) -> Member:
        """Who acts, from any payload. Raises `NotWelcome` when that is nobody.

        One person of our organisation is one member, whichever of its workspaces they come from;
        somebody from elsewhere carries their own team, and `welcome` turns them away.
        """
        came = payload_user(body)
        if came.bot or not came.user:
            raise NotWelcome(BOT if came.bot else NOBODY)
        home = self._home
        if self._foreign(came):
            team = came.team or came.context
            return Member(_enterprise(came.team) or came.enterprise, team, came.user)
        if self._from_elsewhere(came):
            self._unproven[came.user] = True
        return Member(home.enterprise, home.team or came.context, came.user)

    async def require_access(self, member: Member, body: Mapping[str, Any] | None = None) -> None:
        """Raises `NotWelcome` for guests, bots, people who left, and other organisations.

        Where Slack can't say who somebody is, the link to PropOps alone decides.
        """
        came = payload_user(body) if body else PayloadUser(user=member.user)
        if self._foreign(came) or self._other_team(member):
            raise NotWelcome(STRANGER)
        strict = self._from_elsewhere(came) or member.user in self._unproven
        profile = await self.directory.profile(member.user)
        if profile is None:
            if strict:
                raise NotWelcome(UNPROVEN)
            return
        if reason := self._refusal(profile, strict=strict):
            raise NotWelcome(reason)

    async def linked(self, member: Member) -> Linked | None:
        """The member's link, if it works as far as we know. Raises `DatabaseDown`."""
        link = await self.link(member)
        return link if link is not None and not self._is_dead(link) else None

    async def link(self, member: Member) -> Linked | None:
        """The member's link, dead or alive."""
        try:
            return await self._tokens.get(member)
        except CannotDecrypt:
            log.error("a token can't be opened: was TOKEN_KEYS changed?", team=member.team)
            return None

    async def propops(self, member: Member) -> PropOps:
        """PropOps as this person. Raises `NotLinked`, `TokenDead`."""
        link = await self.link(member)
        if link is None:
            raise NotLinked
        if self._is_dead(link):
            raise TokenDead
        return self._transport.as_person(link.token)

    async def lookups(self, member: Member) -> Lookups:
        """Raises `NotLinked`, `TokenDead`."""
        return self._lookups.of(await self.propops(member))

    async def mark_token_dead(self, member: Member, key: str = "") -> bool:
        """PropOps answered 401 to the token of this `key`. Whether their link is dead only now.

        A link made meanwhile stays alive. Without a key it is about the link as it stands.
        """
        link = await self.link(member)
        if link is None or link.dead_at is not None:
            return False
        if key and Bearer(link.token).key != key:
            return False
        return await self._tokens.mark_dead(member, self._clock(), link.token)

    async def is_among(self, member: Member, ids: Collection[str]) -> bool:
        """Whether they are one of these users, or in one of these user groups (`S…`).

        Nobody is in a group that Slack won't tell of: for letting somebody do something.
        """
        return any([await self.is_in(member, each) for each in ids])

    async def is_in(self, member: Member, id_: str) -> bool | None:
        """Whether they are this user, or in this user group; None when Slack won't say."""
        if not id_.startswith("S"):
            return member.user == id_
        known = await self.directory.group(id_)
        return None if known is None else member.user in known

    async def membership(self, member: Member, ids: Collection[str]) -> Membership:
        """Which of these users and groups they are, or are in."""
        found = {id_: await self.is_in(member, id_) for id_ in ids}
        return Membership(
            frozenset(id_ for id_, known in found.items() if known),
            frozenset(id_ for id_, known in found.items() if known is not False),
        )

    async def name(self, member: Member) -> str:
        """What people call them, as Slack knows it; their id when it can't say."""
        profile = await self.directory.profile(member.user)
        return (profile.name if profile is not None else "") or member.user or "somebody"

    async def linked_name(self, member: Member) -> str:
        """The PropOps account they are linked as; empty when nobody knows."""
        link = await self.link(member)
        known = link.linked_as if link is not None else {}
        return str(known.get("name") or known.get("email") or "")

    async def not_allowed(self, member: Member, permission: str) -> NotAllowed:
        """PropOps said 403: with who they are linked as, and what is missing."""
        return NotAllowed(permission=permission, account=await self.linked_name(member))

    def zone(self, member: Member) -> tzinfo:
        """The person's own time zone as Slack last told it, else that of the properties."""
        return self.directory.zone(member.user) or self._zone

    @property
    def _home(self) -> Installation:
        """Raises `Busy` until Slack has said where we are installed."""
        installed = self._identity.installed
        if installed is None:
            raise Busy
        team = installed.team if installed.team.startswith("T") else ""
        return Installation(team, installed.enterprise)

    def _is_dead(self, link: Linked) -> bool:
        expired = link.expires_at is not None and link.expires_at <= self._clock()
        return link.dead_at is not None or expired

    def _foreign(self, came: PayloadUser) -> bool:
        """Another organisation, by the payload alone [enterprise/developing-for-enterprise-orgs]."""
        home = self._home
        if not came.team or came.team in {home.team, home.enterprise}:
            return False
        if came.team.startswith("E"):
            return True
        return not home.enterprise or came.enterprise not in {"", home.enterprise}

    def _from_elsewhere(self, came: PayloadUser) -> bool:
        """Another workspace, maybe of our organisation: Slack has to confirm it."""
        home = self._home
        if came.team.startswith("T"):
            return bool(home.team) and came.team != home.team
        return came.shared and not came.team

    def _other_team(self, member: Member) -> bool:
        home = self._home
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
        home = self._home
        if home.enterprise and home.enterprise in {who.enterprise, who.team}:
            return True
        if not who.team:
            return not strict
        return who.team == home.team


def _enterprise(id_: str) -> str:
    return id_ if id_.startswith("E") else ""
