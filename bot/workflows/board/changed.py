"""What has changed on boards, and drawing anew where somebody looks at one."""

from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.jobs.change import Change, Member
from bot.store.board_readers import BoardReaderStore

KEPT_UP_FOR = 86_400.0
"""Seconds for which a Home is kept up after it was opened, and a morning message after it was sent."""


class Anew(NamedTuple):
    """How a board is read anew. `fresh`: all of it, else these jobs (uuids), as `Boards.read` takes them."""

    fresh: bool
    jobs: AbstractSet[str]


@dataclass(frozen=True)
class Changed:
    """`jobs`: uuids by team. `members`: on whose board alone something may have changed, and of which jobs.
    `fresh`: whose board is read anew whatever has changed. `read`: whose board has been read meanwhile.
    """

    jobs: dict[str, set[str]] = field(default_factory=dict)
    members: dict[Member, set[str]] = field(default_factory=dict)
    fresh: AbstractSet[Member] = frozenset()
    read: set[Member] = field(default_factory=set)

    def of(self, member: Member) -> Anew | None:
        """How their board is read; None where nothing on it has changed."""
        found = self.jobs.get(member.team), self.members.get(member)
        known = [each for each in found if each is not None]
        if not known and member not in self.fresh:
            return None
        if member in self.read:
            return Anew(fresh=False, jobs=set())
        return Anew(member in self.fresh, set().union(*known))


class ChangedBoards:
    """`draws`: each draws one rendering anew, for whoever has it before them. `refresh_seconds`: how often
    PropOps is asked for changes made there. `clock`: Unix seconds.
    """

    def __init__(
        self,
        draws: Sequence[Callable[[Changed], Awaitable[None]]],
        readers: BoardReaderStore,
        refresh_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._draws, self._readers = draws, readers
        self._refresh_seconds, self._clock = refresh_seconds, clock
        self._changed = Changed()
        """Since the last call of `draw`."""
        self.found = False
        """Whether anybody had a board before them when it was looked last."""

    def touched(self, change: Change) -> None:
        """Something became of a change: boards of its team are drawn anew a moment later."""
        jobs = self._changed.jobs.setdefault(change.member.team, set())
        if change.job_uuid:
            jobs.add(change.job_uuid)

    def touched_by(self, member: Member, job_uuid: str = "") -> None:
        """Something has changed on their board alone, such as their link, or they look into a job on it."""
        jobs = self._changed.members.setdefault(member, set())
        if job_uuid:
            jobs.add(job_uuid)

    async def draw(self) -> None:
        """Draws anew the boards on which something may have changed since the last call."""
        changed, self._changed = self._changed, Changed()
        if changed.jobs or changed.members:
            await self._draw(changed)

    async def refresh(self) -> None:
        """Compares each board that somebody has before them with PropOps, once among all processes."""
        now = self._clock()
        since = now - KEPT_UP_FOR
        taken = await self._readers.take_boards(since, now - 0.9 * self._refresh_seconds)
        self.found = bool(taken) or await self._readers.any_since(since)
        if taken:
            await self._draw(Changed(fresh=frozenset(taken)))

    async def _draw(self, changed: Changed) -> None:
        for draw in self._draws:
            await draw(changed)
