"""Shows how the files that were sent along together get on: on the job's card, in the form, privately.

Of one batch one thing is shown at a time, and nothing twice: each showing reads how far all are.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from bot.concurrency import Turns, side_by_side
from bot.errors import CannotPost
from bot.jobs.change import Change
from bot.jobs.file_batch import BATCH, BatchProgress, sibling_ids
from bot.lru_dict import LruDict
from bot.slack.messenger import Messenger
from bot.store.changes import ChangeStore
from bot.store.runs import Recorded
from bot.views import uploads
from bot.views.modals import View
from bot.workflows.cards.card_view import with_progress
from bot.workflows.cards.job_cards import JobCards

_REMEMBERED = 1_000
ShowModal = Callable[[Change, View], Coroutine[Any, Any, bool]]


class FileProgress:
    """`show_modal`: whether the modal of a change was still open and now shows a view."""

    def __init__(
        self, store: ChangeStore, messenger: Messenger, cards: JobCards, show_modal: ShowModal
    ) -> None:
        self._store, self._messenger, self._cards = store, messenger, cards
        self._show_modal = show_modal
        self._turns = Turns()
        """By batch."""
        self._shown: LruDict[str, tuple[str, bool]] = LruDict(_REMEMBERED)
        """By batch: what its card says."""

    async def report(self, change: Change, recorded: Recorded | None) -> None:
        """One of them has ended. Raises `SlackSilent`."""
        works = [self._together(change, recorded)]
        if change.state in {"failed", "refused", "expired"}:
            works.append(self._refused(change))
        await side_by_side(*works)

    async def told_already(self, change: Change) -> bool:
        """Whether the member has been told of what this one waits for, with another of the batch."""
        others = await self._store.get_many(sibling_ids(change))
        reported = f"{change.state} {change.outcome.why}"
        return any(each.id != change.id and each.outcome.reported == reported for each in others)

    async def _refused(self, change: Change) -> None:
        await self._messenger.send_privately(
            change.member, change.place, uploads.refused(change), key=f"{change.id}:refused"
        )

    async def _together(self, change: Change, recorded: Recorded | None) -> None:
        batch = str(change.target.get(BATCH, change.id))
        async with self._turns.turn(batch):
            ids = sibling_ids(change)
            progress = BatchProgress(await self._store.get_many(ids), len(ids))
            says = (progress.words, progress.is_over)
            if self._shown.get(batch) == says and recorded is not None:
                return
            await side_by_side(
                self._show_modal(change, uploads.progress_view(progress, change.job_ref)),
                self._on_card(change, batch, progress, recorded),
            )
            self._shown[batch] = says

    async def _on_card(
        self, change: Change, batch: str, progress: BatchProgress, recorded: Recorded | None
    ) -> None:
        """The card shows the last that was added: none, no card."""
        done = [each for each in progress.changes if each.state == "done"]
        if not done:
            return
        last = max(done, key=lambda each: (each.finished_at or 0, each.id == change.id))
        if self._cards.channel(last):
            shown = with_progress(last, progress)
            fresh = recorded if last.id == change.id else None
            try:
                await self._cards.show(shown, fresh)
            except CannotPost as error:
                message = self._cards.cannot_post(last, error)
                await self._messenger.send_privately(last.member, last.place, message)
        elif progress.is_over:
            message = uploads.all_added(progress, last.job_ref)
            await self._messenger.send_privately(
                last.member, last.place, message, key=f"{batch}:added"
            )
