"""Ends changes whose private fields none of the encryption keys decrypts."""

import structlog

from bot.jobs.change import OPEN
from bot.jobs.outcome import Outcome
from bot.slack.workspace import working_for
from bot.store.changes import ChangeStore
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.progress import ProgressReporter

UNDECRYPTABLE = (
    "What you asked for can't be read any more. Please look at the job in PropOps, and send it again if "
    "it is missing. (For your administrator: none of the TOKEN_KEYS opens it.)"
)

log = structlog.get_logger(__name__)


class UndecryptableChanges:
    def __init__(
        self, store: ChangeStore, progress: ProgressReporter, journal: ChangeJournal
    ) -> None:
        self._store, self._progress, self._journal = store, progress, journal

    async def fail(self, change_id: str) -> None:
        """Ends the change as failed and tells its member."""
        log.error("a change can't be decrypted, ending it: was TOKEN_KEYS changed?")
        outcome = Outcome("undecryptable", UNDECRYPTABLE)
        failed = await self._store.move(change_id, OPEN | {"waiting"}, "failed", outcome=outcome)
        if failed is not None:
            self._journal.moved(failed, "asked")
            with working_for(failed.member):
                await self._progress.report_undecryptable(failed, UNDECRYPTABLE)
