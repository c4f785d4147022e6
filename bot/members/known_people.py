"""Who people are: as Slack says, and while it can't be asked as it last said."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, Protocol

import structlog

from bot.errors import BotError
from bot.jobs.change import Json
from bot.lru_dict import LruDict
from bot.slack.user_directory import SlackProfile, UserDirectory
from bot.supervision import supervised

_MOST = 10_000
_FIELDS = frozenset(each.name for each in fields(SlackProfile)) - {"email"}
"""What is kept of a profile."""

BRIEF_PATIENCE = 0.3
"""Seconds Slack is waited for about a full member whom it named before, while they wait for an ack."""

_DECISIVE = {"exists", "team", "deleted", "bot", "guest", "stranger"}

log = structlog.get_logger(__name__)


class StoredProfiles(Protocol):
    """Plain JSON by user id; raises `DatabaseDown`."""

    async def put(self, profiles: Sequence[Json]) -> None: ...
    async def get(self, user: str) -> Json | None: ...


class KnownPeople:
    """Everybody whom Slack was once able to name stays known, through restarts too."""

    def __init__(self, directory: UserDirectory, stored: StoredProfiles) -> None:
        self.directory, self._stored = directory, stored
        self._kept: LruDict[str, SlackProfile] = LruDict(_MOST)
        self._unwritten: dict[str, SlackProfile] = {}
        self._writer: asyncio.Task[None] | None = None
        self._left: set[str] = set()

    async def profile(self, user: str, *, brief: bool = False) -> SlackProfile | None:
        """As Slack says, else as it last said, however long ago; None for somebody never seen.

        `brief`: a full member whom Slack named before waits a moment only; the request goes on.
        """
        if self.directory.cached(user) is not None:
            return await self._asked(user)
        last = await self._last_known(user)
        patience = BRIEF_PATIENCE if brief and last is not None and last.full else None
        return await self._asked(user, patience=patience) or last

    async def fresh(self, user: str) -> SlackProfile | None:
        """As Slack says at this moment; None when it can't be asked."""
        return await self._asked(user, fresh=True)

    def learn(self, user_object: Json) -> None:
        """Slack says by itself that somebody has changed [reference/events/user_change]."""
        profile = self.directory.learn(user_object)
        if profile is not None and profile.deleted:
            self._left.add(profile.user)

    def take_left(self) -> set[str]:
        """Who was seen as deactivated since this was last called."""
        left, self._left = self._left, set()
        return left

    def put_left_back(self, left: set[str]) -> None:
        """They are to be taken once more."""
        self._left |= left

    async def settled(self) -> None:
        """Waits until what Slack said is written down."""
        if self._writer is not None:
            await self._writer

    async def _asked(
        self, user: str, *, fresh: bool = False, patience: float | None = None
    ) -> SlackProfile | None:
        profile = await self.directory.profile(user, fresh=fresh, patience=patience)
        if profile is not None:
            if profile.deleted:
                self._left.add(user)
            self._keep(profile)
        return profile

    def _keep(self, profile: SlackProfile) -> None:
        """Written down behind the ack, all that come together in one transaction."""
        kept = self._kept.get(profile.user)
        if kept is profile:
            return
        self._kept[profile.user] = profile
        if kept is not None and _content(kept) == _content(profile):
            return
        self._unwritten[profile.user] = profile
        if self._writer is None or self._writer.done():
            self._writer = supervised("slack profiles", self._write, ends=True)

    async def _write(self) -> None:
        while self._unwritten:
            batch, self._unwritten = self._unwritten, {}
            try:
                await self._stored.put(
                    [
                        _content(profile)
                        for profile in batch.values()
                        if profile.exists or await self._stored.get(profile.user) is not None
                    ]  # no ids that somebody made up
                )
            except BotError as error:
                log.warning("keeping slack profiles failed, going on", problem=type(error).__name__)
                for user in batch:
                    self._kept.pop(user, None)  # to be written down when they are next seen

    async def _last_known(self, user: str) -> SlackProfile | None:
        if user in self._kept:
            return self._kept[user]
        try:
            content = await self._stored.get(user)
        except BotError as error:
            log.warning("reading a slack profile failed", problem=type(error).__name__)
            return None
        profile = _read(user, content) if content is not None else None
        if profile is not None:
            self._kept.setdefault(user, profile)
        return profile


def _content(profile: SlackProfile) -> Json:
    """What is written down of it."""
    content = asdict(replace(profile, email=""))
    return {name: value for name, value in content.items() if name in _FIELDS}


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
