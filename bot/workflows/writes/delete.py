"""Deleting a job. It landed when PropOps no longer finds the job."""

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import MOST_LINES, Outcome, Summary
from bot.jobs.ports import PropOps
from bot.views.confirmations import preview_lines
from bot.workflows.outcome import RunResult
from bot.workflows.writes.action import JobRead, Landed, WriteAction


class DeleteJob(WriteAction):
    words = WRITES["delete"]

    def body(self, change: Change, before: Job | None) -> Json:
        return {"uuid": change.job_uuid}

    async def check(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        if change.job_ref and read.job.job_ref != change.job_ref:
            sentence = "Its reference changed meanwhile."
            return RunResult("failed", Outcome("conflict", sentence), before=read.job)
        return change

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        return Landed("yes" if await propops.find(change.job_uuid) is None else "no")

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary:
        taken_along = preview_lines(await propops.preview_delete(change.job_uuid))
        line = f"Goes with it: {'; '.join(taken_along[:MOST_LINES])}" if taken_along else ""
        why = str(change.target.get("why", ""))
        return Summary.of(lines=(f"Why: {why}" if why else "", line))
