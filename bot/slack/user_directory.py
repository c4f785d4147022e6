"""Who people are, as Slack knows them: `users.info` and user groups, remembered for a while."""

import asyncio
from dataclasses import dataclass
from functools import partial
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.lru_dict import LruDict
from bot.slack.client import without_retries
from bot.slack.web_api import Answer, Json, Limited, Ok, SlackRefusal, call_once

FRESH = 300.0
"""Seconds a full member stays one; anybody else is asked for again after `DOUBTED`."""
DOUBTED = 30.0
GROUP_FRESH = 60.0
PATIENCE = 1.5
"""Seconds an answer is waited for: it stands between a click and Slack's three seconds."""
_MOST = 10_000
_NOBODY = frozenset({"user_not_found", "user_not_visible"})
_PASSING = 10.0

SlackClient = AsyncWebClient

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SlackProfile:
    """What matters of a user object [reference/objects/user-object]. `exists`: Slack knows them."""

    user: str
    exists: bool = True
    team: str = ""
    enterprise: str = ""
    deleted: bool = False
    bot: bool = False
    guest: bool = False
    stranger: bool = False
    tz: str = ""
    name: str = ""

    @property
    def full(self) -> bool:
        """Somebody with an ordinary account."""
        return self.exists and not (self.deleted or self.bot or self.guest or self.stranger)


class UserDirectory:
    """One question at a time for one person; while Slack can't answer, nobody waits twice."""

    def __init__(self, client: AsyncWebClient, *, patience: float = PATIENCE) -> None:
        self._client, self._patience = without_retries(client), patience
        self._profiles: LruDict[str, tuple[float, SlackProfile]] = LruDict(_MOST)
        self._zones: LruDict[str, ZoneInfo] = LruDict(_MOST)
        self._groups: dict[str, tuple[float, frozenset[str]]] = {}
        self._flights: dict[str, asyncio.Task[SlackProfile | None]] = {}
        self._blind_until = 0.0
        self._told_blind = ""

    async def profile(self, user: str) -> SlackProfile | None:
        """None when Slack can't say in time. Never raises."""
        until, profile = self._profiles.get(user, (0.0, None))
        if profile is not None and until > monotonic():
            return profile
        flight = self._flights.get(user)
        if flight is None:
            if monotonic() < self._blind_until:
                return None
            flight = asyncio.create_task(self._fly(user), name="users.info")
            self._flights[user] = flight
            flight.add_done_callback(lambda _: self._flights.pop(user, None))
        try:
            return await asyncio.wait_for(asyncio.shield(flight), self._patience)
        except TimeoutError:
            self._blind("timeout", _PASSING)
            return None

    def zone(self, user: str) -> ZoneInfo | None:
        """The person's own time zone, once their profile has been seen. Asks nobody."""
        return self._zones.get(user)

    async def group(self, group: str) -> frozenset[str] | None:
        """The user ids of a user group; None when Slack won't say who is in it."""
        until, members = self._groups.get(group, (0.0, frozenset()))
        if until > monotonic():
            return members
        answer: Answer | None = None
        try:
            async with asyncio.timeout(self._patience):
                answer = await call_once(
                    partial(self._client.usergroups_users_list, usergroup=group)
                )
        except TimeoutError:
            pass
        if isinstance(answer, Ok):
            members = frozenset(map(str, answer.body.get("users") or ()))
            self._groups[group] = (monotonic() + GROUP_FRESH, members)
            return members
        log.error("slack won't say who is in a user group", group=group, problem=_named(answer))
        return None

    def doubt(self, user: str) -> None:
        """A full member is asked for again too, unless seen within `DOUBTED`."""
        until, profile = self._profiles.get(user, (0.0, None))
        if profile is not None and until - FRESH + DOUBTED < monotonic():
            self._profiles.pop(user, None)

    def forget(self, user: str) -> None:
        """They changed (`user_change`): ask again."""
        self._profiles.pop(user, None)

    async def _fly(self, user: str) -> SlackProfile | None:
        answer = await call_once(partial(self._client.users_info, user=user))
        if isinstance(answer, Ok):
            profile = _profile(user, answer.body.get("user") or {})
        elif isinstance(answer, SlackRefusal) and answer.error in _NOBODY:
            profile = SlackProfile(user, exists=False)
        else:
            lasting = isinstance(answer, SlackRefusal)
            pause = answer.after if isinstance(answer, Limited) else _PASSING
            self._blind(_named(answer), FRESH if lasting else pause)
            return None
        self._blind_until, self._told_blind = 0.0, ""
        kept = FRESH if profile.full else DOUBTED
        self._profiles[user] = (monotonic() + kept, profile)
        if zone := _zone(profile.tz):
            self._zones[user] = zone
        return profile

    def _blind(self, problem: str, seconds: float) -> None:
        """Said once for each kind of trouble."""
        self._blind_until = max(self._blind_until, monotonic() + seconds)
        if self._told_blind != problem:
            self._told_blind = problem
            log.warning("slack can't say who people are", problem=problem)


def _profile(user: str, said: Json) -> SlackProfile:
    enterprise = said.get("enterprise_user") or {}
    return SlackProfile(
        user,
        team=str(said.get("team_id") or ""),
        enterprise=str(enterprise.get("enterprise_id") or ""),
        deleted=bool(said.get("deleted")),
        bot=bool(said.get("is_bot") or said.get("is_workflow_bot") or user == "USLACKBOT"),
        guest=bool(said.get("is_restricted") or said.get("is_ultra_restricted")),
        stranger=bool(said.get("is_stranger")),
        tz=str(said.get("tz") or ""),
        name=str(said.get("real_name") or (said.get("profile") or {}).get("real_name") or ""),
    )


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _named(answer: Answer | None) -> str:
    if answer is None:
        return "timeout"
    return str(getattr(answer, "error", None) or getattr(answer, "cause", None) or "rate limited")
