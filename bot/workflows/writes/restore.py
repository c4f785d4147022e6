"""Bringing a job back to a saved revision: one the member chose, or the one before an update."""

import hashlib
from collections.abc import Sequence
from datetime import tzinfo

from bot.jobs import undo
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.diff import would_change
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import FieldChange, Outcome, Summary
from bot.jobs.ports import PropOps
from bot.jobs.updates import already_has
from bot.store.changes import ChangeStore
from bot.views.restore import moment
from bot.workflows.outcome import RunResult
from bot.workflows.writes.action import JobRead, Landed, WriteAction

SEEN_AT, SEEN = "seen_at", "seen"
"""In `Change.target`: the version of the job that the member compared, and `mark_of` what they saw."""
CHANGED = (
    "The job was changed after you saw what that brings back, so nothing was sent. Please press Restore "
    "again: it shows the difference as it is now."
)


def mark_of(rows: Sequence[FieldChange] | None) -> str:
    """Tells two differences apart, without what they say."""
    return hashlib.sha256(repr(None if rows is None else list(rows)).encode()).hexdigest()[:16]


class RestoreJob(WriteAction):
    """`Change.target`: `commit_id`, or `undo_of`, the id of the update that is undone."""

    words = WRITES["restore_commit"]
    gone = (
        "PropOps no longer has that version: old ones are deleted there. Please choose a newer one."
    )
    """features/cron-jobs"""

    def __init__(self, changes: ChangeStore, zone: tzinfo) -> None:
        """`zone`: in which times are told."""
        self._changes, self._zone = changes, zone

    def body(self, change: Change, before: Job | None) -> Json:
        return {"uuid": change.job_uuid, "commit_id": change.target["commit_id"]}

    async def check(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        """Nothing is brought back that its member has not seen. For an undo: finds its revision, unless
        somebody changed the job since the update.
        """
        if not change.target.get("undo_of"):
            return await self._as_seen(change, read, propops)
        update = await self._changes.get(str(change.target["undo_of"]))
        if update is None or not update.after:
            return RunResult("failed", Outcome("gone", undo.TOO_OLD))
        if not read.doubted and undo.is_back(update, read.job):
            return RunResult("failed", Outcome("gone", undo.ALREADY_BACK))
        if undo.changed_since(update, read.job):
            return RunResult("failed", Outcome("conflict", undo.CHANGED_SINCE))
        commit = undo.commit_before(update, await propops.commits(read.job.uuid))
        if commit is None:
            return RunResult("failed", Outcome("gone", undo.NO_COMMIT))
        return change.but(target={**change.target, "commit_id": commit.id})

    async def _as_seen(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        seen_at = change.target.get(SEEN_AT)
        if read.doubted or not seen_at or seen_at == read.job.updated_at:
            return change
        commit = _chosen(change, await propops.commits(read.job.uuid))
        rows = would_change(commit, read.job) if commit is not None else None
        if mark_of(rows) == change.target.get(SEEN):
            return change
        return RunResult("failed", Outcome("conflict", CHANGED))

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        """It landed when the job has changed since it was read, and has the revision's values."""
        job = await propops.get(change.job_uuid)
        commit = _chosen(change, await propops.commits(change.job_uuid))
        is_changed = bool(change.before) and job.updated_at != change.before.get("updated_at")
        fields = commit.fields if commit is not None else {}
        return Landed("yes" if is_changed and already_has(job, fields) else "no", job)

    async def revision(self, change: Change, propops: PropOps) -> Commit | None:
        commits = await propops.commits(change.job_uuid)
        if undone := change.target.get("undo_of"):
            update = await self._changes.get(str(undone))
            return undo.commit_before(update, commits) if update is not None else None
        return _chosen(change, commits)

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary | None:
        if job is None or revision is None:
            return None
        rows = would_change(revision, job)
        at = moment(revision.at, self._zone)
        by = f", saved by {revision.by}" if revision.by and at else ""
        nothing = "" if rows is not None else "PropOps doesn't tell what that changes."
        return Summary.of(rows or (), (f"Back to the state of {at}{by}" if at else "", nothing))


def _chosen(change: Change, commits: Sequence[Commit]) -> Commit | None:
    wanted = str(change.target.get("commit_id"))
    return next((commit for commit in commits if str(commit.id) == wanted), None)
