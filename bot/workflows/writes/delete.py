"""Deleting a job, some minutes after it was asked for. It landed when PropOps no longer finds the job."""

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import MOST_LINES, Outcome, Summary
from bot.jobs.ports import PropOps
from bot.jobs.undo import UndoWindow
from bot.views.confirmations import preview_lines
from bot.workflows.outcome import RunResult
from bot.workflows.writes.action import JobRead, Landed, WriteAction


class DeleteJob(WriteAction):
    words = WRITES["delete"]

    def __init__(self, undo: UndoWindow) -> None:
        self._undo = undo

    def body(self, change: Change, before: Job | None) -> Json:
        return {"uuid": change.job_uuid}

    async def check(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        if change.job_ref and read.job.job_ref != change.job_ref:
            sentence = "Its reference changed meanwhile."
            return RunResult("failed", Outcome("conflict", sentence), before=read.job)
        if read.doubted or not self._undo.seconds:
            return change
        now = self._undo.clock()
        send_at = change.send_at or now + self._undo.seconds
        if now >= send_at:
            return change
        waits = Outcome("undo", "It can be undone until it is sent.")
        return RunResult("asked", waits, due_in=send_at - now, before=read.job, send_at=send_at)

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        return Landed("yes" if await propops.find(change.job_uuid) is None else "no")

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary:
        taken_along = preview_lines(await propops.preview_delete(change.job_uuid))
        line = f"Goes with it: {'; '.join(taken_along[:MOST_LINES])}" if taken_along else ""
        why = str(change.target.get("why", ""))
        return Summary.of(lines=(f"Why: {why}" if why else "", line))
