"""Profiles and user groups of Slack (`users.info`, `usergroups.users.list`), cached for a while."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.characters import trimmed
from bot.lru_dict import LruDict
from bot.slack.client import without_retries
from bot.slack.group_names import GroupNames
from bot.slack.web_api import Answer, Json, Limited, Ok, SlackRefusal, call_once, thing_in

CACHED_FOR = 300.0
"""Seconds the profile of a full member is cached; others are read again after `RECHECKED_AFTER`."""
RECHECKED_AFTER = 30.0
GROUP_CACHED_FOR = 60.0
PATIENCE = 1.5
"""Seconds a profile is waited for: it stands between a click and Slack's three seconds."""
_MOST = 10_000
_NOBODY = frozenset({"user_not_found", "user_not_visible"})
_PAUSE = 10.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SlackProfile:
    """What matters of a user object [reference/objects/user-object]. `exists`: Slack knows them.

    `name` and `handle` are free text of the person's own. `email` only with `users:read.email`.
    """

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
    handle: str = ""
    email: str = field(default="", repr=False)
    admin: bool = False
    """An admin or owner of the workspace."""

    @property
    def full(self) -> bool:
        """Somebody with an ordinary account."""
        return self.exists and not (self.deleted or self.bot or self.guest or self.stranger)


class UserDirectory:
    """One request at a time for one person; while Slack doesn't answer, no further ones."""

    def __init__(self, client: AsyncWebClient, *, patience: float = PATIENCE) -> None:
        self._client, self._patience = without_retries(client), patience
        self.groups = GroupNames(self._client)
        self._profiles: LruDict[str, tuple[float, SlackProfile]] = LruDict(_MOST)
        self._zones: LruDict[str, ZoneInfo] = LruDict(_MOST)
        self._groups: dict[str, tuple[float, frozenset[str]]] = {}
        self._requests: dict[str, asyncio.Task[SlackProfile | None]] = {}
        self._paused_until = 0.0
        self._logged_problem = ""

    def cached(self, user: str) -> SlackProfile | None:
        """The profile as Slack told it a short while ago. Asks nobody."""
        until, profile = self._profiles.get(user, (0.0, None))
        return profile if until > monotonic() else None

    async def profile(
        self, user: str, *, fresh: bool = False, patience: float | None = None
    ) -> SlackProfile | None:
        """None when Slack can't say in time. `fresh`: not from the cache. Never raises.

        `patience`: seconds, shorter than those of the directory. The request goes on.
        """
        if not fresh and (profile := self.cached(user)) is not None:
            return profile
        request = self._requests.get(user)
        if request is None:
            if monotonic() < self._paused_until:
                return None
            request = asyncio.create_task(self._fetch(user), name="users.info")
            self._requests[user] = request
            late = asyncio.get_running_loop().call_later(
                self._patience, self._pause, "timeout", _PAUSE
            )
            request.add_done_callback(lambda _: self._requests.pop(user, None))
            request.add_done_callback(lambda _: late.cancel())
        try:
            return await asyncio.wait_for(asyncio.shield(request), patience or self._patience)
        except TimeoutError:
            return None

    def learn(self, user_object: Json) -> SlackProfile | None:
        """What an event says of somebody who was asked about before, or who has left; else None."""
        user = str(user_object.get("id") or "")
        profile = _profile(user, user_object)
        if not user or not (user in self._profiles or profile.deleted):
            return None
        self._remember(profile)
        return profile

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
        if isinstance(answer, Ok) and (users := answer.rows("users")) is not None:
            members = frozenset(map(str, users))
            self._groups[group] = (monotonic() + GROUP_CACHED_FOR, members)
            return members
        log.error(
            "a user group can't be read, its members count as unknown",
            group=group,
            problem=_problem(answer),
        )
        return None

    async def _fetch(self, user: str) -> SlackProfile | None:
        answer = await call_once(partial(self._client.users_info, user=user))
        named = answer.body.get("user") if isinstance(answer, Ok) else None
        if isinstance(named, dict) and named.get("id") == user:
            profile = _profile(user, named)
        elif isinstance(answer, SlackRefusal) and answer.error in _NOBODY:
            profile = SlackProfile(user, exists=False)
        else:
            permanent = isinstance(answer, SlackRefusal)
            pause = answer.after if isinstance(answer, Limited) else _PAUSE
            self._pause(_problem(answer), CACHED_FOR if permanent else pause)
            return None
        self._paused_until, self._logged_problem = 0.0, ""
        self._remember(profile)
        return profile

    def _remember(self, profile: SlackProfile) -> None:
        cached_for = CACHED_FOR if profile.full else RECHECKED_AFTER
        self._profiles[profile.user] = (monotonic() + cached_for, profile)
        if zone := _zone(profile.tz):
            self._zones[profile.user] = zone

    def _pause(self, problem: str, seconds: float) -> None:
        """No requests for so many seconds; logged once for each kind of problem."""
        self._paused_until = max(self._paused_until, monotonic() + seconds)
        if self._logged_problem != problem:
            self._logged_problem = problem
            log.warning("profiles can't be read from slack, retrying later", problem=problem)


def _profile(user: str, user_object: Json) -> SlackProfile:
    enterprise, about = thing_in(user_object, "enterprise_user"), thing_in(user_object, "profile")
    return SlackProfile(
        user,
        team=str(user_object.get("team_id") or ""),
        enterprise=str(enterprise.get("enterprise_id") or ""),
        deleted=bool(user_object.get("deleted")),
        bot=bool(
            user_object.get("is_bot") or user_object.get("is_workflow_bot") or user == "USLACKBOT"
        ),
        guest=bool(user_object.get("is_restricted") or user_object.get("is_ultra_restricted")),
        stranger=bool(user_object.get("is_stranger")),
        tz=str(user_object.get("tz") or ""),
        name=_name(user_object) or _name(about),
        handle=str(user_object.get("name") or ""),
        email=str(about.get("email") or ""),
        admin=any(user_object.get(flag) is True for flag in ("is_admin", "is_owner")),
    )


def _name(told: Json) -> str:
    """What they call themselves; empty where nobody would see a name."""
    return trimmed(str(told.get("real_name") or ""))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _problem(answer: Answer | None) -> str:
    if answer is None:
        return "timeout"
    if isinstance(answer, Ok):
        return "no such user in the answer"
    return str(getattr(answer, "error", None) or getattr(answer, "cause", None) or "rate limited")
