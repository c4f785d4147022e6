"""What has changed on boards, and drawing anew where somebody looks at one."""

from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.jobs.change import Change, Member


@dataclass(frozen=True)
class Changed:
    """`jobs`: uuids by team. `members`: on whose board alone something may have changed, and of which jobs.
    `read`: whose board has been read anew meanwhile.
    """

    jobs: dict[str, set[str]] = field(default_factory=dict)
    members: dict[Member, set[str]] = field(default_factory=dict)
    read: set[Member] = field(default_factory=set)

    def of(self, member: Member) -> AbstractSet[str] | None:
        """Jobs that may be on their board, have changed, and are to be read; None where nothing has changed."""
        found = self.jobs.get(member.team), self.members.get(member)
        known = [each for each in found if each is not None]
        if not known:
            return None
        return set() if member in self.read else set().union(*known)


class ChangedBoards:
    """`draws`: each draws one rendering anew, for whoever has it before them."""

    def __init__(self, draws: Sequence[Callable[[Changed], Awaitable[None]]]) -> None:
        self._draws = draws
        self._changed = Changed()
        """Since the last call of `draw`."""

    def touched(self, change: Change) -> None:
        """Something became of a change: boards of its team are drawn anew a moment later."""
        jobs = self._changed.jobs.setdefault(change.member.team, set())
        if change.job_uuid:
            jobs.add(change.job_uuid)

    def touched_by(self, member: Member, job_uuid: str = "") -> None:
        """Something has changed on their board alone, or they look into a job that is on it."""
        jobs = self._changed.members.setdefault(member, set())
        if job_uuid:
            jobs.add(job_uuid)

    async def draw(self) -> None:
        """Draws anew the boards on which something may have changed since the last call."""
        changed, self._changed = self._changed, Changed()
        if changed.jobs or changed.members:
            for draw in self._draws:
                await draw(changed)
