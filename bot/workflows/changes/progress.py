"""Shows people the state of a change: in the modal, on the card, or in a private message."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.concurrency import side_by_side
from bot.errors import BotError, CannotPost
from bot.jobs.actions import WRITES
from bot.jobs.change import ENDED, Change
from bot.jobs.change_summary import job_of, note, rows
from bot.jobs.forms import FIELDS
from bot.jobs.model import Job
from bot.jobs.outcome import FieldChange
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from bot.store.changes import ChangeStore
from bot.store.runs import Recorded
from bot.views import change_status, messages, modals
from bot.views.error_codes import view_with_code, with_code
from bot.views.messages import Message
from bot.views.modals import View
from bot.workflows.approvals.cards import ApprovalCards
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.changes.file_progress import FileProgress
from bot.workflows.drafts.reopened import ReopenedForms, is_kept
from bot.workflows.linking.invitations import Invitations

VIEW_DELAY = 0.35
"""Seconds after the accept before the modal is updated: Slack may still be drawing *Saving…*."""

HELD = "asked down"
"""What `Outcome.reported` says of a change whose member has read that PropOps is away."""

log = structlog.get_logger(__name__)


class ProgressReporter:
    def __init__(
        self,
        store: ChangeStore,
        messenger: Messenger,
        cards: JobCards,
        approval_cards: ApprovalCards,
        forms: ReopenedForms,
        invitations: Invitations,
        clock: Callable[[], float],
    ) -> None:
        self._store, self._messenger, self._cards = store, messenger, cards
        self._approval_cards, self._forms = approval_cards, forms
        self._invitations, self._clock = invitations, clock
        self._files = FileProgress(store, messenger, cards, self._modal)

    async def report(self, change: Change, recorded: Recorded | None) -> None:
        """Each state is reported once: a second run in the same state reports nothing.

        `recorded`: what this process has just stored, for the first try; None: an earlier try, or one
        before a crash, may have shown it. Modal, private messages and each channel go side by side:
        none waits for another's turn.
        """
        over = change.state in ENDED or change.state == "unknown"
        works = [self._report_state(change, recorded)]
        if over and change.outcome.approval_round:  # else it never waited for one
            works.append(self._close_approval_card(change))
        if change.state in ENDED:
            works.append(self._end_promises(change))
        await side_by_side(*works)

    async def _report_state(self, change: Change, recorded: Recorded | None) -> None:
        repeated = recorded is None
        match change.state:
            case "waiting":
                await side_by_side(
                    self._modal(change, self._approval_cards.waiting_view(change)),
                    self._approval_cards.notify_waiting(change, repeated=repeated),
                )
            case "done" | "failed" | "refused" | "expired" if WRITES[change.action].adds_file:
                await self._files.report(change, recorded)
            case "done":
                await self._done(change, recorded)
            case "failed" | "refused" | "expired":
                await self._failed(change)
            case "withdrawn":
                if change.outcome.why == "approval":
                    await self._withdrawn_from_approval(change)
                await self._withdrawn(change)
            case "unknown":
                await self._unknown(change)
                if WRITES[change.action].adds_file:
                    await self._files.report(change, recorded)
            case _ if change.outcome.reported != _status_key(change):
                if not (WRITES[change.action].adds_file and await self._files.told_already(change)):
                    await self._waiting(change)
                outcome = replace(change.outcome, reported=_status_key(change))
                await self._store.put_in_run(change.id, change.run, outcome=outcome)
            case _:
                pass

    async def _close_approval_card(self, change: Change) -> None:
        """Shows on the approval card how the change ended. A failure is logged: the member is told anyway."""
        try:
            await self._approval_cards.show(change, repeated=False)
        except CannotPost as error:
            log.warning(
                "approval card update failed, notifying the member only", problem=error.error
            )

    async def _end_promises(self, change: Change) -> None:
        """The direct messages that said it waits say how it ended, without their buttons."""
        keys = []
        if change.outcome.approval_round:
            keys += [
                f"{change.id}:waiting:{n}" for n in range(1, change.outcome.approval_round + 1)
            ]
        if change.outcome.reported == HELD:
            keys.append(f"{change.id}:asked:held")
        message = change_status.ended(change, job_of(change))
        for key in keys:
            try:
                await self._messenger.bring_dm_to(
                    change.member, message, key=key, sent_since=change.created_at
                )
            except BotError as error:
                log.warning(
                    "a direct message still says that a change waits, going on",
                    problem=type(error).__name__,
                )

    async def report_decision(self, change: Change, message: Message) -> None:
        """An operator decided: the modal, cards and earlier messages say so. `message`: for the modal."""
        works: list[Coroutine[Any, Any, object]] = [self._end_promises(change)]
        works.append(self._modal(change, modals.message_view(_title(change), message)))
        if change.outcome.approval_round:
            works.append(self._close_approval_card(change))
        if change.state != "done":
            works.append(self._cards.next_attempt(change))
        elif change.job_uuid:
            works.append(self._card(change, job_of(change), None))
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

    async def report_privately(self, change: Change) -> None:
        """The result in a private message, where modal and card could not show it."""
        job = job_of(change)
        message = messages.finished(change, job, self._cards.link(job))
        await self._messenger.send_privately(change.member, change.place, message)

    async def _done(self, change: Change, recorded: Recorded | None) -> None:
        job = job_of(change)
        works = [self._done_privately(change, job), self._card(change, job, recorded)]
        if WRITES[change.action].deletes_job and change.before:
            works.append(self._offer_to_raise_again(change))
        await side_by_side(*works)

    async def _done_privately(self, change: Change, job: Job) -> None:
        if self._cards.channel(change) and self._messenger.close_view(change.place.view):
            return  # the card says it
        lines = _lines(rows(change, job), note(change))
        view = modals.result(change, job, lines, self._cards.link(job))
        if not await self._modal(change, view) and not self._cards.channel(change):
            await self.report_privately(change)

    async def _offer_to_raise_again(self, change: Change) -> None:
        offer = messages.raise_again(change)
        key = f"{change.id}:raise"
        await self._messenger.send_privately(change.member, change.place, offer, key=key)

    async def _card(self, change: Change, job: Job, recorded: Recorded | None) -> None:
        if not self._cards.channel(change):
            return
        try:
            await self._cards.show(change, recorded)
        except CannotPost as error:
            message = with_code(messages.cannot_post(error.channel, error.hint, job), change.id)
            await self._messenger.send_privately(change.member, change.place, message)

    async def _failed(self, change: Change) -> None:
        if is_kept(change):
            await self._reopen_form(change)
            return
        await self._cards.next_attempt(change)
        sentence = change.outcome.said
        if change.outcome.why == "sure":
            asks = messages.confirm_notify(change, sentence)
            if not await self._modal(change, modals.message_view(_title(change), asks)):
                await self._messenger.send_privately(change.member, change.place, asks)
            return
        if await self._modal(change, modals.failed(change, sentence)):
            return
        await self._messenger.send_privately(
            change.member, change.place, messages.failed(change, sentence)
        )

    async def _reopen_form(self, change: Change) -> None:
        """Puts the form back into the modal, or offers it as a draft where the modal is closed."""
        sentence, field = change.outcome.said, change.outcome.field
        if field in FIELDS:
            sentence = sentence.replace(field, FIELDS[field].label)
            problems = {field: sentence}
        else:
            problems = {"form": f"{sentence} PropOps is unchanged."}
        try:
            modal, form_id = await self._forms.reopen(change, problems)
            reopened = await self._modal(change, view_with_code(modal, change.id))
        except BotError as error:
            log.warning(
                "reopening the form failed, notifying the member privately",
                problem=type(error).__name__,
            )
            reopened, form_id = False, ""
        if not reopened:
            message = messages.failed(change, sentence, form_id)
            await self._messenger.send_privately(change.member, change.place, message)

    async def _withdrawn_from_approval(self, change: Change) -> None:
        """Withdrawn while it waited for approval; its form is kept."""
        draft = ""
        if is_kept(change):
            try:
                draft = await self._forms.keep(change)
            except BotError as error:
                log.warning(
                    "keeping the form as a draft failed, going on", problem=type(error).__name__
                )
        message = change_status.withdrawn(change, draft)
        if not await self._modal(change, modals.message_view(_title(change), message)):
            await self._messenger.send_privately(change.member, change.place, message)

    async def _withdrawn(self, change: Change) -> None:
        """The listener has told the member; the card's button gets its next attempt."""
        await self._cards.next_attempt(change)

    async def _unknown(self, change: Change) -> None:
        message = messages.unknown(change)
        await self._modal(change, modals.unknown(change))
        key = f"{change.id}:unknown:{change.outcome.times_again}"
        await self._messenger.send_dm(change.member, message, key=key)

    async def _waiting(self, change: Change) -> None:
        match change.outcome.why:
            case "link":
                link = await self._invitations.invitation(change.member, change.outcome.said)
                await self._modal(change, modals.waiting(change))
                if not await self._messenger.send_privately(change.member, change.place, link):
                    raise SlackSilent("chat.postMessage", "not told")
            case "down":
                await self._modal(change, change_status.held_view(change))
                key = f"{change.id}:{change.state}:held"
                await self._messenger.send_privately(
                    change.member, change.place, change_status.held(change), key=key
                )
            case "lost":
                if not await self._modal(change, modals.checking(change)):
                    message = messages.checking(change)
                    await self._messenger.send_privately(change.member, change.place, message)
            case _:
                pass

    async def _send_sentence(self, change: Change, sentence: str) -> None:
        if not await self._modal(change, modals.failed(change, sentence)):
            message = messages.note(change, sentence)
            await self._messenger.send_privately(change.member, change.place, message)

    async def _modal(self, change: Change, view: View | Mapping[str, Any]) -> bool:
        """Whether the modal was still open and now shows `view`."""
        if not change.place.view:
            return False
        if not self._messenger.is_answering(change.place.view):
            drawn_at = self._messenger.answered_at(change.place.view) or change.created_at
            await asyncio.sleep(max(0.0, drawn_at + VIEW_DELAY - self._clock()))
        return await self._messenger.update_view(change.place.view, view)


def _status_key(change: Change) -> str:
    return f"{change.state} {change.outcome.why}"


def _title(change: Change) -> str:
    return modals.title_of(change)


def _lines(changes: Sequence[FieldChange], extra: str) -> list[str]:
    lines = [f"{row.label}: {row.old} → {row.new}" for row in changes]
    return lines + ([extra] if extra else [])
