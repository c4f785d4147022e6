"""A later check of a create whose answer was lost: whether it took effect twice.

No protocol can exclude that PropOps applies a request later than the settle time. Then there are two
jobs, and all the bot can do is tell the member.
"""

from dataclasses import replace

from bot.errors import BotError, PropOpsError
from bot.jobs.change import Change
from bot.jobs.outcome import JobRow
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.changes import ChangeStore
from bot.views import change_status
from bot.workflows.writes.create import CreateJob


class DuplicateCheck:
    def __init__(
        self, store: ChangeStore, links: Links, create: CreateJob, messenger: Messenger
    ) -> None:
        self._store, self._links = store, links
        self._create, self._messenger = create, messenger

    async def __call__(self, change: Change) -> bool:
        """A deferred task. False while PropOps can't be read as this member."""
        if change.state != "done" or not self._create.carries_mark(change):
            return True
        try:
            propops = await self._links.propops(change.member)
            jobs = await self._create.marked_jobs(change, propops)
        except (PropOpsError, BotError):
            return False
        others = [job for job in jobs if job.uuid != change.job_uuid]
        if not others:
            await self._store.add_event(change.id, "duplicate check", "once")
            return True
        await self._store.add_event(change.id, "duplicate check", f"{len(others) + 1} jobs")
        message = change_status.created_twice(change, others)
        await self._messenger.send_dm(
            change.member, message, key=f"{change.id}:doubled", maybe_sent_since=change.finished_at
        )
        duplicates = tuple(JobRow(job.uuid, job.job_ref) for job in others)
        await self._store.put(change.id, outcome=replace(change.outcome, duplicates=duplicates))
        return True
