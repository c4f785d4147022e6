"""Drafts: a form that was closed before it was sent is kept, and offered back with *Go on* and *Discard*."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import UnreadablePayload
from bot.jobs.change import Json, Place
from bot.jobs.forms import FIELDS
from bot.jobs.promises import of_draft
from bot.store.drafts import Draft
from bot.views import approvals, confirmations, messages, promise_outcomes, unsent_forms, uploads
from bot.views.blocks import View
from bot.views.buttons import Press
from bot.views.form_reader import initial_values
from bot.views.job_form import CARD_CHANNEL
from bot.web.bolt import Routes
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.unsent_content import DELETE, FORMS, REJECT
from bot.workflows.drafts.unsent_forms import OpenForm, UnsentForms
from bot.workflows.promises import Promises
from handlers.background import Background
from handlers.commands import CommandTable
from handlers.job_form import JobForms
from handlers.request import Modal, Request

REASON = "reason"
_NO_FIELDS = (
    *(
        confirmations.NOTE_TEXT,
        confirmations.SEND_EMAIL,
        confirmations.JOB,
        confirmations.WHY,
        REASON,
    ),
    *(CARD_CHANNEL, uploads.ATTACHED),
)
_NO_DRAFT = "That draft is no longer kept. Please start again with /job new."
_HEARD_ELSEWHERE = {"address_id", "contractor_budget", "vat_percentage"}
"""Inputs whose own listeners do more, and call `remember` besides."""


def register(routes: Routes) -> None:
    for callback in FORMS:
        routes.closed(callback)(closed)
    names = [*FIELDS, *_NO_FIELDS]
    for name in names:
        if name not in _HEARD_ELSEWHERE:
            routes.action(name)(entered)
    routes.action(messages.RESUME)(resume)
    routes.action(unsent_forms.DISCARD)(discard)


async def entered(ack: AsyncAck, request: Request, modal: Modal, unsent: UnsentForms) -> None:
    """Something was entered in a form."""
    await ack()
    remember(unsent, request, modal)


async def closed(
    ack: AsyncAck, request: Request, modal: Modal, unsent: UnsentForms, background: Background
) -> None:
    """The form was closed, by *Cancel*, by × or by a swipe on a phone: Slack does not say which."""
    await ack()
    background.start(unsent.closed(_open_form(request, modal)), request)


async def resume(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    drafts: Drafts,
    forms: JobForms,
    commands: CommandTable,
    promises: Promises,
    background: Background,
) -> None:
    """*Resume*, *Go on*: opens the form of a draft, or runs its command. Where it was offered says so."""
    await ack()

    async def put_in_place(message: messages.Message) -> bool:
        if request.board:
            return False
        at = (request.member, request.place, request.url, message)
        return await promises.replace(*at, ephemeral=request.ephemeral)

    async def go() -> None:
        draft = await drafts.get(pressed, request.member)
        if draft is None:
            gone = messages.refused(_NO_DRAFT)
            if not await put_in_place(gone):
                await background.reply(request, gone)
        elif draft.kind == "command":
            command, text = str(draft.content["command"]), str(draft.content["text"])
            await commands.start(command, _as_typed(request, draft), text)
            await drafts.delete(draft.id)
            words = str(draft.content.get("words") or f"/job {command} {text}".strip())
            await put_in_place(promise_outcomes.gone_on(words))
        elif draft.content.get("form") == DELETE:
            await commands.run("delete", request, f"{draft.job_uuid} {draft.id}")
        elif draft.content.get("form") == REJECT:
            view = _reject_form(draft.content)
            if await background.open(request, "Reject", view) is None:
                await background.reply(request, messages.too_slow(draft.id))
        else:
            if request.ephemeral and not request.board and (promise := of_draft(draft.id)):
                await promises.pressed(request.member, request.url, promise)
            await forms.reopen(request, draft)

    background.start(go(), request)


def _as_typed(request: Request, draft: Draft) -> Request:
    """A kept command is run where it was typed, which is not where it was offered back."""
    channel = draft.place.channel
    return request._replace(place=Place(channel)) if channel else request


async def _reject_form(content: Json) -> View:
    return approvals.reject_form(Press.read(content["press"]), str(content["text"]))


async def discard(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    unsent: UnsentForms,
    promises: Promises,
    background: Background,
) -> None:
    """*Discard*: the form is forgotten, and the message it was offered in says so."""
    await ack()

    async def go() -> None:
        if await unsent.discard(request.member, pressed):
            return
        at = (request.member, request.place, request.url, unsent_forms.discarded())
        if request.board or not await promises.replace(*at, ephemeral=request.ephemeral):
            await background.reply(request, unsent_forms.discarded())

    background.start(go(), request)


def remember(unsent: UnsentForms, request: Request, modal: Modal) -> None:
    """What is in the form now is what is kept of it."""
    if modal.callback_id in FORMS:
        unsent.entered(_open_form(request, modal))


def forget(unsent: UnsentForms, background: Background, request: Request, modal: Modal) -> None:
    """The form was sent."""
    background.start(unsent.sent(_open_form(request, modal)), request)


def _open_form(request: Request, modal: Modal) -> OpenForm:
    metadata: Mapping[str, Any] = {}
    written = modal.view.get("private_metadata")
    if str(written or "{").startswith("{"):
        metadata = modal.metadata
    if not isinstance(written, str | None) or not modal.id:
        raise UnreadablePayload
    return OpenForm(
        member=request.member,
        place=request.place,
        view_id=modal.id,
        callback=modal.callback_id,
        metadata=dict(metadata),
        written=written or "",
        values=modal.values,
        initial=initial_values(modal.view),
    )
