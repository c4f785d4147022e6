"""Bringing an archived file back. It landed when the file is no longer listed as archived."""

import bot.errors as err
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import Summary
from bot.jobs.ports import PropOps
from bot.workflows.writes.action import Landed, WriteAction


class RestoreFile(WriteAction):
    """`Change.target`: `file_id`."""

    words = WRITES["restore_archived_file"]
    gone = "PropOps no longer has that file: old ones are deleted there. Please add it again with /job photos."
    """features/cron-jobs"""

    def body(self, change: Change, before: Job | None) -> Json:
        return {"uuid": change.job_uuid, "file_id": change.target["file_id"]}

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        files = await propops.archived_files(change.job_uuid)
        if files is None:
            return Landed("cannot say")
        is_archived = str(change.target["file_id"]) in {str(file.id) for file in files}
        return Landed("no" if is_archived else "yes", await propops.get(change.job_uuid))

    def refusal_shows_it_landed(self, error: err.PropOpsError) -> bool:
        """A file that was archived and is no more: the first try restored it."""
        return isinstance(error, err.NotFound)

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary:
        files = await propops.archived_files(change.job_uuid) or ()
        wanted = str(change.target.get("file_id"))
        name = next((file.name for file in files if str(file.id) == wanted), "")
        return Summary.of(lines=(f"File: {name or wanted}",))
