"""What a member sees of a change that came to nothing: why, and their form again."""

import structlog

from bot.errors import BotError
from bot.jobs.change import Change
from bot.jobs.forms import FIELDS
from bot.views import change_status, messages, modals
from bot.views.error_codes import code_of, view_with_code
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.changes.to_member import ToMember
from bot.workflows.drafts.reopened import ReopenedForms, is_kept

log = structlog.get_logger(__name__)


class NotDone:
    def __init__(self, to_member: ToMember, cards: JobCards, forms: ReopenedForms) -> None:
        self._to, self._cards, self._forms = to_member, cards, forms

    async def failed(self, change: Change, *, told: bool) -> bool:
        """It failed, was refused, or has expired. `told`: by a message of its own, whatever the modal shows.

        Whether such a message has reached its member.
        """
        if is_kept(change):
            return await self._reopen_form(change, told=told)
        await self._cards.next_attempt(change)
        sentence = change.outcome.said
        if change.outcome.why == "sure":
            asks = messages.confirm_notify(change, sentence)
            view = modals.message_view(modals.title_of(change), asks)
            if not await self._to.modal(change, view):
                await self._to.where_asked(change, asks)
            return False
        shown = await self._to.modal(change, modals.failed(change, sentence))
        if told:
            return await self._to.outcome(change, messages.failed(change, sentence))
        if not shown:
            await self._to.where_asked(change, messages.failed(change, sentence))
        return False

    async def withdrawn(self, change: Change) -> None:
        """The listener has told the member, but for a form that waited for approval: it is kept.

        The card's button gets its next attempt.
        """
        if change.outcome.why == "approval":
            await self._withdrawn_from_approval(change)
        await self._cards.next_attempt(change)

    async def _reopen_form(self, change: Change, *, told: bool) -> bool:
        """Puts the form back into the modal, or offers it as a draft where the modal is closed. Returns as
        `failed` does.
        """
        sentence, field = change.outcome.said, change.outcome.field
        if field in FIELDS:
            sentence = sentence.replace(field, FIELDS[field].label)
            problems = {field: sentence}
        else:
            problems = {"form": f"{sentence} PropOps is unchanged."}
        form_id = ""
        try:
            draft = await self._forms.keep(change, problems)
            form_id = draft.id
            modal = view_with_code(await self._forms.view(draft), code_of(change))
            reopened = await self._to.modal(change, modal)
        except BotError as error:
            log.warning(
                "reopening the form failed, its member reads why instead",
                problem=type(error).__name__,
                is_kept=bool(form_id),
            )
            reopened = await self._to.modal(change, modals.failed(change, sentence)) and not form_id
        if reopened and not told:
            return False
        return await self._to.outcome(change, messages.failed(change, sentence, form_id))

    async def _withdrawn_from_approval(self, change: Change) -> None:
        draft = ""
        if is_kept(change):
            try:
                draft = (await self._forms.keep(change)).id
            except BotError as error:
                log.warning(
                    "keeping the form as a draft failed, going on", problem=type(error).__name__
                )
        message = change_status.withdrawn(change, draft)
        view = modals.message_view(modals.title_of(change), message)
        if not await self._to.modal(change, view):
            await self._to.privately(change, message)
