"""What has changed on boards, and drawing anew where somebody looks at one."""

from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

from bot.jobs.change import Change, Member
from bot.store.agenda import SHARED_FOR, Agenda
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

    def add(self, later: "Changed") -> None:
        """What was touched later, too."""
        for team, jobs in later.jobs.items():
            self.jobs.setdefault(team, set()).update(jobs)
        for member, jobs in later.members.items():
            self.members.setdefault(member, set()).update(jobs)

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
    """`draws`: each draws one rendering anew, for whoever has it before them. `settle`: brings messages to
    their outcome that wait for what becomes of a job. `refresh_seconds`: how often
    PropOps is asked for changes made there. `clock`: Unix seconds.
    """

    def __init__(
        self,
        draws: Sequence[Callable[[Changed], Awaitable[None]]],
        settle: Callable[[Changed], Awaitable[None]],
        readers: BoardReaderStore,
        agenda: Agenda,
        refresh_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._settle = settle
        self._draws, self._readers, self._agenda = draws, readers, agenda
        self._refresh_seconds, self._clock = refresh_seconds, clock
        self._changed = Changed()
        """Since the last call of `draw`."""
        self._waiting: list[tuple[float, Changed]] = []
        """What was touched lately (monotonic seconds) while nobody was known to have a board before them."""
        self.found = False
        """Whether anybody had a board before them when it was looked last."""

    def touched(self, change: Change) -> None:
        """Something became of a change: boards of its team are drawn anew a moment later."""
        self.touched_job(change.member.team, change.job_uuid)

    def touched_job(self, team: str, job_uuid: str) -> None:
        """The same, of a job without a change from here."""
        jobs = self._changed.jobs.setdefault(team, set())
        if job_uuid:
            jobs.add(job_uuid)

    def touched_by(self, member: Member, job_uuid: str = "") -> None:
        """Something has changed on their board alone, such as their link, or they look into a job on it."""
        jobs = self._changed.members.setdefault(member, set())
        if job_uuid:
            jobs.add(job_uuid)

    async def draw(self) -> None:
        """Draws anew the boards on which something may have changed since the last call.

        Somebody may have opened one since the agenda was read: what was touched waits for its next look.
        """
        if self._changed.jobs or self._changed.members:
            touched, self._changed = self._changed, Changed()
            self._waiting.append((monotonic(), touched))
            await self._settle(touched)
        if not self._waiting:
            return
        due = await self._agenda.read()
        if max(due.home_opened, due.morning_sent) <= self._clock() - KEPT_UP_FOR:
            ago = monotonic() - SHARED_FOR
            self._waiting = [each for each in self._waiting if each[0] > ago]
            return
        waiting, self._waiting = self._waiting, []
        changed = Changed()
        for _, each in waiting:
            changed.add(each)
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
