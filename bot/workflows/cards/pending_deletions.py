"""Says on a job's cards that a deletion waits, or that it does not any more.

Deferred tasks, so that it is done after a crash too. The job is read anew, as the member who wants it
deleted: a card drawn from what its last change left would show old values.
"""

import structlog

from bot.errors import BotError
from bot.jobs.change import Change
from bot.jobs.model import Job
from bot.members.links import Links
from bot.workflows.cards.job_cards import JobCards

log = structlog.get_logger(__name__)


class PendingDeletions:
    def __init__(self, links: Links, jobs: JobCards) -> None:
        self._links, self._jobs = links, jobs

    async def show(self, change: Change) -> bool:
        """A deferred task of a deletion that began to wait, or ended undone. Raises `CannotPost`, `SlackSilent`."""
        job: Job | None = None
        try:
            job = await (await self._links.propops(change.member)).get(change.job_uuid)
        except BotError as error:
            log.info(
                "a card with a deletion is drawn without reading its job",
                problem=type(error).__name__,
            )
        await self._jobs.redraw(change.member.team, change.job_uuid, job)
        return True
