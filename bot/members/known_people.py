"""Who people are: as Slack says, and while it can't be asked as it last said."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Protocol

import structlog

from bot.errors import BotError
from bot.jobs.change import Json
from bot.lru_dict import LruDict
from bot.slack.user_directory import SlackProfile, UserDirectory

_MOST = 10_000
_FIELDS = frozenset(each.name for each in fields(SlackProfile)) - {"email"}
"""What is kept of a profile."""

_DECISIVE = {"exists", "team", "deleted", "bot", "guest", "stranger"}

log = structlog.get_logger(__name__)


class StoredProfiles(Protocol):
    """Plain JSON by user id; raises `DatabaseDown`."""

    async def put(self, user: str, team: str, profile: Json) -> None: ...
    async def get(self, user: str) -> Json | None: ...


class KnownPeople:
    """Everybody whom Slack was once able to name stays known, through restarts too."""

    def __init__(self, directory: UserDirectory, stored: StoredProfiles) -> None:
        self._directory, self._stored = directory, stored
        self._written: LruDict[str, SlackProfile] = LruDict(_MOST)
        self._left: set[str] = set()

    async def profile(self, user: str) -> SlackProfile | None:
        """As Slack says, else as it last said, however long ago; None for somebody never seen."""
        return await self._asked(user) or await self._last_known(user)

    async def fresh(self, user: str) -> SlackProfile | None:
        """As Slack says at this moment; None when it can't be asked."""
        return await self._asked(user, fresh=True)

    def learn(self, user_object: Json) -> None:
        """Slack says by itself that somebody has changed [reference/events/user_change]."""
        profile = self._directory.learn(user_object)
        if profile is not None and profile.deleted:
            self._left.add(profile.user)

    def take_left(self) -> set[str]:
        """Who was seen as deactivated since this was last called."""
        left, self._left = self._left, set()
        return left

    async def _asked(self, user: str, *, fresh: bool = False) -> SlackProfile | None:
        profile = await self._directory.profile(user, fresh=fresh)
        if profile is not None and profile.deleted:
            self._left.add(user)
        if profile is not None and self._written.get(user) != profile:
            await self._keep(profile)
        return profile

    async def _keep(self, profile: SlackProfile) -> None:
        content = {name: value for name, value in asdict(profile).items() if name in _FIELDS}
        try:
            if not profile.exists and await self._stored.get(profile.user) is None:
                return  # an id that somebody made up
            await self._stored.put(profile.user, profile.team, content)
        except BotError as error:
            log.warning("keeping a slack profile failed, going on", problem=type(error).__name__)
        else:
            self._written[profile.user] = profile

    async def _last_known(self, user: str) -> SlackProfile | None:
        if user in self._written:
            return self._written[user]
        try:
            content = await self._stored.get(user)
        except BotError as error:
            log.warning("reading a slack profile failed", problem=type(error).__name__)
            return None
        return _read(user, content) if content is not None else None


def _read(user: str, content: Mapping[str, Any]) -> SlackProfile | None:
    """None where it does not say who they are: damaged, or written by a release to come."""
    known = {name: value for name, value in content.items() if name in _FIELDS}
    if not known.keys() >= _DECISIVE:
        return None
    known["user"] = user
    blank = SlackProfile(user)
    if any(type(value) is not type(getattr(blank, name)) for name, value in known.items()):
        return None
    return SlackProfile(**known)
