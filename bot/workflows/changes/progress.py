"""Shows people the state of a change: in the modal, on the card, or in a private message."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.concurrency import side_by_side
from bot.errors import CannotPost
from bot.jobs.actions import WRITES
from bot.jobs.change import ENDED, Change
from bot.jobs.change_summary import job_of, note, rows
from bot.jobs.model import Job
from bot.jobs.outcome import FieldChange
from bot.slack.web_api import SlackSilent
from bot.slack.workspace import working_for
from bot.store.changes import ChangeStore
from bot.store.encryption import CannotDecrypt
from bot.store.runs import Recorded
from bot.views import change_status, messages, modals
from bot.views.error_codes import with_code
from bot.views.messages import Message
from bot.workflows.approvals.cards import ApprovalCards
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.changes.file_progress import FileProgress
from bot.workflows.changes.not_done import NotDone
from bot.workflows.changes.to_member import ToMember
from bot.workflows.drafts.reopened import ReopenedForms
from bot.workflows.linking.invitations import Invitations
from bot.workflows.promises import Promises

OVER = ENDED | {"unknown"}
"""States in which nobody can approve it any more."""

log = structlog.get_logger(__name__)


class ProgressReporter:
    def __init__(
        self,
        store: ChangeStore,
        to_member: ToMember,
        cards: JobCards,
        approval_cards: ApprovalCards,
        forms: ReopenedForms,
        invitations: Invitations,
        promises: Promises,
    ) -> None:
        self._store, self._to, self._cards = store, to_member, cards
        self._approval_cards, self._not_done = approval_cards, NotDone(to_member, cards, forms)
        self._invitations, self._promises = invitations, promises
        self._files = FileProgress(store, to_member.messenger, cards, to_member.modal)
        self.heard: Callable[[Change], None] = lambda _: None
        """Told of every change that was shown: what is shown besides follows from it."""
        self.shown: Callable[[Change, Recorded | None], None] = lambda *_: None

    async def report(self, change: Change, recorded: Recorded | None) -> None:
        """Each state is reported once: a second run in the same state reports nothing.

        `recorded`: what this process has just stored, for the first try; None: an earlier try, or one
        before a crash, may have shown it. Modal, private messages and each channel go side by side:
        none waits for another's turn.
        """
        self._to.watchers.tell(change)
        made = await self._promises.made(change)
        owed = self._promises.is_owed(change, made)
        works: list[Coroutine[Any, Any, object]] = [self._report_state(change, recorded, told=owed)]
        if change.state in OVER and change.outcome.approval_round:  # else it never waited for one
            works.append(self._close_approval_card(change))
        told, *_ = await side_by_side(*works)
        await self._promises.settle(change, made, told=bool(told))
        self.heard(change)
        self.shown(change, recorded)

    async def settle(self, change_id: str) -> None:
        """Shows that the change is over, whoever ended it: to its member, and to its approvers."""
        try:
            change = await self._store.get(change_id)
        except CannotDecrypt:
            change = None
        if change is None:
            await self._promises.give_up(change_id)
            return
        with working_for(change.member):
            await self._close_approval_card(change)
            await self._promises.settle(change)

    async def _report_state(self, change: Change, recorded: Recorded | None, *, told: bool) -> bool:
        """`told`: its member hears of it by a message of its own, so a modal alone does not do.

        Whether such a message says all that there is to know.
        """
        repeated = recorded is None
        match change.state:
            case "waiting":
                await side_by_side(
                    self._to.modal(change, self._approval_cards.waiting_view(change)),
                    self._approval_cards.notify_waiting(change, repeated=repeated),
                    self._promises.asked_again(change, change.outcome.approval_round),
                )
            case "done" | "failed" | "refused" | "expired" if WRITES[change.action].adds_file:
                await self._files.report(change, recorded)
            case "done":
                await self._done(change, recorded, told=told)
            case "failed" | "refused" | "expired":
                return await self._not_done.failed(change, told=told)
            case "withdrawn":
                await self._not_done.withdrawn(change)
            case "unknown":
                await self._unknown(change)
                if WRITES[change.action].adds_file:
                    await self._files.report(change, recorded)
            case _ if change.outcome.reported != _status_key(change):
                told_all = False
                if not (WRITES[change.action].adds_file and await self._files.told_already(change)):
                    told_all = await self._waiting(change)
                if change.outcome.approval_round:  # whose card says that it is being sent
                    await self._close_approval_card(change)
                outcome = replace(change.outcome, reported=_status_key(change))
                await self._store.put_in_run(change.id, change.run, outcome=outcome)
                return told_all
            case _:
                pass
        return False

    async def _close_approval_card(self, change: Change) -> None:
        """Shows on the approval card how the change ended. A failure is logged: the member is told anyway."""
        try:
            await self._approval_cards.show(change, repeated=False)
        except CannotPost as error:
            log.warning(
                "approval card update failed, notifying the member only", problem=error.error
            )

    async def report_decision(self, change: Change, message: Message) -> None:
        """An operator decided: the modal, cards and earlier messages say so. `message`: for the modal."""
        works: list[Coroutine[Any, Any, object]] = [self._promises.settle(change)]
        works.append(self._to.modal(change, modals.message_view(modals.title_of(change), message)))
        if change.outcome.approval_round:
            works.append(self._close_approval_card(change))
        if change.state != "done":
            works.append(self._cards.next_attempt(change))
        elif change.job_uuid:
            works.append(self._card(change, None))
        await side_by_side(*works)

    async def report_crash(self, change: Change) -> None:
        """After a crash of the run: the next run goes on by itself."""
        await self._send_sentence(
            change, "Something went wrong on our side. Nothing is lost: I'll try again."
        )

    async def report_undecryptable(self, change: Change, sentence: str) -> None:
        """The fields of the change can't be decrypted any more; `sentence` says so."""
        await self._close_approval_card(change)
        await self._send_sentence(change, sentence)
        await self._promises.give_up(change.id)

    async def report_privately(self, change: Change) -> None:
        """The result in a private message, where modal and card could not show it."""
        job = job_of(change)
        await self._to.outcome(change, messages.finished(change, job, self._cards.link(job)))

    async def _done(self, change: Change, recorded: Recorded | None, *, told: bool) -> None:
        job = job_of(change)
        again = WRITES[change.action].deletes_job and bool(change.before)
        told = told and not again  # the offer says that it is deleted
        works = [self._done_privately(change, job, told=told), self._card(change, recorded)]
        if again:
            works.append(self._offer_to_raise_again(change))
        await side_by_side(*works)

    async def _done_privately(self, change: Change, job: Job, *, told: bool) -> None:
        if self._cards.channel(change) and self._to.messenger.close_view(change.place.view):
            if told:
                await self.report_privately(change)
            return  # the card says it
        lines = _lines(rows(change, job), note(change))
        view = modals.result(change, job, lines, self._cards.link(job))
        shown = await self._to.modal(change, view) or bool(self._cards.channel(change))
        if told or not shown:
            await self.report_privately(change)

    async def _offer_to_raise_again(self, change: Change) -> None:
        offer = messages.raise_again(change)
        await self._to.privately(change, offer, key=f"{change.id}:raise")

    async def _card(self, change: Change, recorded: Recorded | None) -> None:
        if not self._cards.channel(change):
            return
        try:
            await self._cards.show(change, recorded)
        except CannotPost as error:
            message = with_code(self._cards.cannot_post(change, error), change.id)
            await self._to.privately(change, message)

    async def _unknown(self, change: Change) -> None:
        message = messages.unknown(change)
        await self._to.modal(change, modals.unknown(change))
        await self._to.direct(
            change, message, key=f"{change.id}:unknown:{change.outcome.times_again}"
        )

    async def _waiting(self, change: Change) -> bool:
        """Whether a message of its own now says all that there is to know."""
        match change.outcome.why:
            case "link":
                link = await self._invitations.invitation(
                    change.member, change.outcome.said, change=change.id
                )
                await self._to.modal(change, modals.waiting(change))
                if not await self._to.privately(change, link):
                    raise SlackSilent("chat.postMessage", "not told")
                return True
            case "down":
                await self._to.modal(change, change_status.held_view(change))
                held = change_status.held(change)
                key = f"{change.id}:{change.state}:held"
                return await self._to.privately(change, held, key=key)
            case "behind":
                held = change_status.held(change)
                await self._to.modal(change, change_status.held_view(change))
                return await self._to.privately(change, held, key=f"{change.id}:behind")
            case "undo":
                return await self._deletion_waits(change)
            case "lost" if not await self._to.modal(change, modals.checking(change)):
                return await self._to.privately(change, messages.checking(change))
            case _:
                return False

    async def _deletion_waits(self, change: Change) -> bool:
        """The card says it too. A message of its own where there is none, and for who waited for approval:
        whether there is one.
        """
        shown = await self._to.modal(change, change_status.deletion_view(change))
        has_card = await self._cards.is_shown(change.member.team, change.job_uuid)
        if not (shown and has_card) or change.outcome.approval_round:
            key = f"{change.id}:undo:{change.outcome.approval_round}"
            return await self._to.privately(change, change_status.deletion_waits(change), key=key)
        return False

    async def _send_sentence(self, change: Change, sentence: str) -> None:
        if not await self._to.modal(change, modals.failed(change, sentence)):
            message = messages.note(change, sentence)
            await self._to.privately(change, message)


def _status_key(change: Change) -> str:
    return f"{change.state} {change.outcome.why}"


def _lines(changes: Sequence[FieldChange], extra: str) -> list[str]:
    lines = [f"{row.label}: {row.old} → {row.new}" for row in changes]
    return lines + ([extra] if extra else [])
