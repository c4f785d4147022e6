"""What a card says of its job beside what PropOps says of it: who was told, what waits, what comes next."""

from collections.abc import Callable
from typing import NamedTuple

from bot.errors import BotError
from bot.jobs.model import Job
from bot.jobs.next_step import FailedNotice, KnownHere, Next, Rules, changes_at, next_step
from bot.store.change_history import ChangeHistory
from bot.views.job_face import year_of
from bot.views.next_line import next_words
from bot.workflows.notify_check import LastNotified, last_told


class CardFacts(NamedTuple):
    """`next_at`: when `next` changes only because time goes by (Unix seconds; 0: never)."""

    known: KnownHere
    last_notified: LastNotified | None
    failed: FailedNotice | None
    next: Next | None
    next_at: float


class JobFacts:
    """`clock`: Unix seconds."""

    def __init__(self, history: ChangeHistory, rules: Rules, clock: Callable[[], float]) -> None:
        self._history, self._rules, self._clock = history, rules, clock

    async def known(self, team: str, job_uuid: str) -> KnownHere:
        """Raises `DatabaseDown`."""
        return await self._history.known_here(team, job_uuid)

    async def of(self, team: str, job: Job) -> CardFacts:
        """Raises `DatabaseDown`."""
        return self.read(await self.known(team, job.uuid), job)

    async def words(self, team: str, job: Job) -> str:
        """What the job waits for, in plain text; empty where it is closed, and where nobody can say now."""
        try:
            facts = await self.of(team, job)
        except BotError:
            return ""
        year = year_of(self._clock())
        return next_words(facts.next, job, year=year) if facts.next is not None else ""

    def read(self, known: KnownHere, job: Job) -> CardFacts:
        """Of a job, and what is known of it already."""
        now, failed = self._clock(), known.failed
        if failed is not None and failed.contractor_id not in {None, job.contractor_id}:
            failed = None  # it was another contractor's
        return CardFacts(
            known,
            last_told(known.told, job),
            failed,
            next_step(job, known, self._rules, now),
            changes_at(job, self._rules, now),
        )
