"""Adding a photo or a document. It landed when PropOps counts one more of them than before.

Its bytes are fetched from Slack when it is sent, and never kept: a change holds the file's id and name.
"""

from typing import Literal, Protocol

from bot.errors import WithReason
from bot.jobs.actions import WRITES
from bot.jobs.attached_files import AttachedFile
from bot.jobs.change import Change, Json
from bot.jobs.file_batch import FILE
from bot.jobs.model import Commit, Job, Upload
from bot.jobs.outcome import SLACK_AWAY, Outcome, Summary
from bot.jobs.ports import PropOps
from bot.media.cleaning import BadFile, FileCleaner
from bot.slack.files import FileNotYet, FileUnavailable
from bot.workflows.outcome import RunResult, waiting
from bot.workflows.writes.action import JobRead, Landed, WriteAction

COUNT_BEFORE = "count_before"
"""In `Change.target`: how many PropOps counted before it was sent; None where it does not say."""
AGAIN_IN = (2.0, 4.0, 8.0, 16.0, 30.0, 60.0)
"""Seconds between tries while Slack does not give a file; after the last the member is asked to send it again."""


class FileSource(Protocol):
    async def fetch(self, file: AttachedFile) -> bytes:
        """Raises `FileUnavailable`."""


class AddFile(WriteAction):
    """`Change.target`: `file`, as `AttachedFile.to_json` gives it."""

    def __init__(
        self,
        action: Literal["add_photo", "add_document"],
        source: FileSource,
        cleaner: FileCleaner,
    ) -> None:
        self.words = WRITES[action]
        self._is_photo = action == "add_photo"
        self._source, self._cleaner = source, cleaner

    def body(self, change: Change, before: Job | None) -> Json:
        return {"uuid": change.job_uuid}

    async def check(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        return change.but(target={**change.target, COUNT_BEFORE: self._count(read.job)})

    async def upload(self, change: Change) -> Upload | RunResult:
        file = AttachedFile.from_json(change.target[FILE])
        try:
            upload = await self._cleaner.clean(file.name, await self._source.fetch(file))
            if upload.is_picture != self._is_photo:
                raise BadFile(_other_than_said(file))
        except FileNotYet as error:
            tries = change.outcome.failures if change.outcome.waits_for_slack else 0
            if tries >= len(AGAIN_IN):
                return _refused(error)
            return waiting(change, SLACK_AWAY, AGAIN_IN[tries])
        except (FileUnavailable, BadFile) as error:
            return _refused(error)
        return upload

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        job = await propops.get(change.job_uuid)
        before, now = change.target.get(COUNT_BEFORE), self._count(job)
        if before is None or now is None:
            return Landed("cannot say", job)
        match now - int(before):
            case 0:
                return Landed("no", job)
            case 1:
                return Landed("yes", job)
            case _:  # somebody else adds or removes files too
                return Landed("cannot say", job)

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary:
        return Summary.of(lines=(f"File: {AttachedFile.from_json(change.target[FILE]).name}",))

    def _count(self, job: Job) -> int | None:
        return job.photos_count if self._is_photo else job.documents_count


def _refused(error: WithReason) -> RunResult:
    return RunResult("failed", Outcome("refused", error.reason))


def _other_than_said(file: AttachedFile) -> str:
    says, is_ = ("a picture", "a PDF") if file.kind == "photo" else ("a PDF", "a picture")
    return f"{file.name} says it is {says}, but it is {is_}. Please send it under its right name."
