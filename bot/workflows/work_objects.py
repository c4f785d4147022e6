"""Whether Slack is sent a job as a Work Object, with its side panel, beside the card (WORK_OBJECTS).

A workspace that refuses one, or takes it with a warning alone, gets none for a day: what it said is
kept for all replicas.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeAlias

import structlog

from bot.errors import BotError
from bot.jobs.display import NO_NAMES
from bot.jobs.job_pages import JobPages
from bot.jobs.model import Job
from bot.lru_dict import LruDict
from bot.store.sent_notices import SentNoticeStore
from bot.views.job_entity import Json, job_entity

Mode: TypeAlias = Literal["auto", "on", "off"]

DAY = 86_400.0
_LOOK_EVERY = 60.0
"""Seconds for which a process believes what it has read of a workspace."""
_MOST_TEAMS = 1_000

log = structlog.get_logger(__name__)


async def _nothing(_team: str, _job: Job) -> str:
    return ""


class WorkObjectSwitch:
    """`clock`: Unix seconds. No method raises."""

    def __init__(
        self, notices: SentNoticeStore, pages: JobPages, mode: Mode, clock: Callable[[], float]
    ) -> None:
        self._notices, self.pages, self._mode, self._clock = notices, pages, mode, clock
        self.comes_next: Callable[[str, Job], Awaitable[str]] = _nothing
        """Team and job → what it waits for, as `job_entity` takes it."""
        self._paused: LruDict[str, tuple[float, bool]] = LruDict(_MOST_TEAMS)
        """By team: when that was read (Unix seconds), and whether it gets none."""

    @property
    def is_possible(self) -> bool:
        """Whether messages of this installation may show a Work Object, now or at another time."""
        return self.pages.are_there

    async def entity(
        self,
        team: str,
        job: Job,
        names: Mapping[str, Any] = NO_NAMES,
        *,
        money: bool,
        comes_next: str | None = None,
    ) -> Json | None:
        """`comes_next`: as `job_entity` takes it; None: as it is known now. None where it has no page, where they are off, and where Slack doesn't want one."""
        if self._mode == "off" or not self.pages.are_there or await self._is_paused(team):
            return None
        if comes_next is None:
            comes_next = await self.comes_next(team, job)
        return job_entity(job, names, url=self.pages.of(job), money=money, comes_next=comes_next)

    async def dropped(self, team: str, problem: str) -> None:
        """Slack refused one, or took a message without it. `problem`: its word."""
        self._paused[team] = self._clock(), True
        try:
            first = await self._notices.claim_again(_key(team), DAY)
        except BotError:
            first = True
        if first:
            log.warning(
                "slack does not take work objects here, sending plain cards for a day",
                team=team,
                problem=problem,
            )

    async def _is_paused(self, team: str) -> bool:
        if self._mode == "on":
            return False
        now = self._clock()
        read_at, paused = self._paused.get(team, (float("-inf"), False))
        if now - read_at < _LOOK_EVERY:
            return paused
        try:
            paused = await self._notices.claimed_within(_key(team), DAY)
        except BotError:
            return True
        self._paused[team] = now, paused
        return paused


def _key(team: str) -> str:
    """Under which is kept that Slack did not take one."""
    return f"work_objects:{team}"


PAUSED = _key("")
"""What such keys begin with."""
