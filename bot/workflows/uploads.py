"""Accepts the files that were sent along with a job, one change for each, and tells how they get on."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.attached_files import AttachedFile
from bot.jobs.change import Change
from bot.jobs.file_batch import files_of, uploads
from bot.store.changes import Accepted
from bot.workflows.changes.lifecycle import Changes


class Uploads:
    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    async def accept(
        self, asked: Change, batch: str, files: Sequence[AttachedFile]
    ) -> list[Accepted]:
        """Stores a change for each file; the same batch and file are the same change. Raises `Busy`.

        `asked`: whose, where and for which job. When it raises, what was stored stays so, and the
        next try with this batch joins it.
        """
        accepts = (self._changes.accept(each) for each in uploads(asked, batch, files))
        return list(await asyncio.gather(*accepts))

    async def after_create(self, change: Change) -> bool:
        """A deferred task: the job exists now, and the files that were sent with its form follow."""
        if change.state != "done" or not change.job_uuid:
            return True
        asked = change.but(place=replace(change.place, view=""))
        await self.accept(asked, change.id, files_of(change.target))
        return True
