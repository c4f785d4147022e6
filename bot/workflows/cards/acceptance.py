"""A contractor accepts by what they do: a case note of theirs, or a change of the job, after they were told.

PropOps tells of both by whom they are, where it does; it is asked for one of the two at a time, and for
one job only now and then, by whatever replica. What was found counts for everybody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import structlog

from bot.concurrency import side_by_side
from bot.errors import PropOpsError
from bot.jobs.model import CaseNote, Commit, Job
from bot.jobs.next_step import Rules, Told, awaits_acceptance
from bot.jobs.ports import PropOps
from bot.jobs.timestamps import unix_seconds
from bot.store.contractor_acts import ContractorActs

LOOK_EVERY = 600.0
"""Seconds between two looks for one job."""
MOST_LOOKS = 4
"""Jobs of one board that are looked for at once: a read each."""

log = structlog.get_logger(__name__)


class Acceptance:
    def __init__(self, acts: ContractorActs, rules: Rules) -> None:
        self._acts, self._rules = acts, rules
        self.on_acted: Callable[[str, str], None] = lambda _team, _uuid: None
        """Hears the team and uuid of a job whose contractor was seen to act."""

    async def known(self, team: str, told: Mapping[str, Told]) -> dict[str, Told]:
        """By uuid: with what their contractors were seen to do since. Raises `DatabaseDown`."""
        acts = await self._acts.of_jobs(team, told)
        return {
            uuid: replace(each, accepted_at=acts[uuid].since(each)) if uuid in acts else each
            for uuid, each in told.items()
        }

    async def of_board(
        self,
        team: str,
        propops: PropOps,
        jobs: Mapping[str, Job],
        told: Mapping[str, Told],
        now: float,
    ) -> dict[str, Told]:
        """The same; of jobs that wait too long by what is known, some are looked for as this person.

        Raises `DatabaseDown`.
        """
        known = await self.known(team, told)
        late = [
            job
            for uuid, each in known.items()
            if (job := jobs.get(uuid)) is not None
            and awaits_acceptance(job, each, self._rules, now)
        ]
        if not late:
            return known
        acts = await self._acts.of_jobs(team, [job.uuid for job in late])
        late.sort(key=lambda job: acts[job.uuid].looked_at if job.uuid in acts else 0.0)
        looks = [self.look(team, propops, job, known[job.uuid]) for job in late[:MOST_LOOKS]]
        if not any(await side_by_side(*looks)):
            return known
        return await self.known(team, told)

    async def look(
        self, team: str, propops: PropOps, job: Job, told: Told, *, at_once: bool = False
    ) -> bool:
        """Whether the contractor has acted since they were told. PropOps is read once at most, and not within
        `LOOK_EVERY` of the last look. `at_once`: in any case, and twice at most, since somebody is about to be
        told that they have not. Raises `DatabaseDown`.
        """
        act = await self._acts.take_look(team, job.uuid, 0.0 if at_once else LOOK_EVERY)
        if act is None:
            return False
        if act.since(told) is not None:
            return True
        changed = unix_seconds(job.updated_at)
        kinds = [_in_notes]
        if changed is not None and changed > told.at:
            kinds.append(_in_history)
        for kind in kinds if at_once else [kinds[act.looks % len(kinds)]]:
            try:
                at = await kind(propops, job, told)
            except PropOpsError as error:
                log.info("nobody says whether a contractor acted", problem=type(error).__name__)
                continue
            if at is not None and job.contractor_id:
                await self._note(team, job, at)
                return True
        return False

    async def heard(self, team: str, job: Job, acts: Iterable[CaseNote | Commit]) -> None:
        """Case notes of the job, or its history, were read, for whatever reason. Raises `DatabaseDown`."""
        at = _last(job, [(each.by, each.at) for each in acts])
        if at is not None:
            await self._note(team, job, at)

    async def _note(self, team: str, job: Job, at: float) -> None:
        if job.contractor_id and await self._acts.note(team, job.uuid, job.contractor_id, at):
            self.on_acted(team, job.uuid)


def is_by_contractor(job: Job, author: str) -> bool:
    """Whether this is the name of the job's contractor, by which PropOps calls their account."""
    return bool(author.strip()) and _folded(author) == _folded(job.contractor_name)


async def _in_notes(propops: PropOps, job: Job, told: Told) -> float | None:
    notes = await propops.case_notes(job.uuid)
    return _last(job, [(each.by, each.at) for each in notes], told.at)


async def _in_history(propops: PropOps, job: Job, told: Told) -> float | None:
    commits = await propops.commits(job.uuid)
    return _last(job, [(each.by, each.at) for each in commits], told.at)


def _last(job: Job, acts: Iterable[tuple[str, str]], after: float = 0.0) -> float | None:
    """When the contractor did the last of these, by author and time; None for none after that moment."""
    times = [unix_seconds(at) for author, at in acts if is_by_contractor(job, author)]
    return max((at for at in times if at is not None and at > after), default=None)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
