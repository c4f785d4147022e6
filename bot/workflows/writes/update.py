"""Updating a job. It landed when the job holds the values; somebody else's are not overwritten."""

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.model import Commit, Job, NotificationState
from bot.jobs.outcome import Outcome
from bot.jobs.ports import PropOps
from bot.jobs.updates import already_has, conflicts, update_body
from bot.workflows.outcome import RunResult, done
from bot.workflows.writes.action import Landed, WriteAction


class UpdateJob(WriteAction):
    words = WRITES["update"]

    def body(self, change: Change, before: Job | None) -> Json:
        if before is None:
            raise ValueError("an update is built on a fresh read")
        return update_body(change, before)

    async def check(
        self,
        change: Change,
        job: Job,
        propops: PropOps,
        *,
        doubted: bool,
        notified: Change | None,
        notice: NotificationState | None,
    ) -> RunResult | Change:
        theirs = conflicts(change, job)
        if theirs and not doubted:
            sentence = "Somebody else changed this job while your form was open."
            outcome = Outcome("conflict", sentence, conflicts=tuple(theirs))
            return RunResult("failed", outcome, before=job)
        if already_has(job, change.fields):
            return done(change, job, Outcome(already=True))
        return change

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        job = await propops.get(change.job_uuid)
        return Landed("yes" if already_has(job, change.fields) else "no", job)

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> None:
        """Nothing besides: the card shows the fields, old and new."""
