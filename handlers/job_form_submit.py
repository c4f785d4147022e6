"""The job form is sent: shows its errors, or accepts the change."""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError
from bot.jobs.actions import Action
from bot.jobs.budget import total_warnings
from bot.jobs.change import Json
from bot.jobs.file_batch import kept
from bot.jobs.form_values import changed_fields
from bot.jobs.forms import REQUIRED
from bot.jobs.private_questions.questions import address_in, new_in_fields
from bot.jobs.private_questions.questions import question as question_about
from bot.jobs.private_text.find import PrivateSpan
from bot.jobs.rich_text import to_html
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.store.drafts import Draft
from bot.views import modals
from bot.web.bolt import Routes
from bot.workflows.drafts.drafts import values_before, wire_and_names
from handlers import photos, private_choice, raised_twice, submit, unsent_forms
from handlers.confirmed_values import ConfirmedValues
from handlers.form_parts import FormParts
from handlers.request import Modal, Request
from handlers.submit import Submissions

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    routes.submission("job.create")(send)
    routes.submission("job.update")(send)
    routes.action("contractor_budget")(total)
    routes.action("vat_percentage")(total)


class FormRefresher:
    """Redraws forms while somebody types: one update at a time for each form, the newest wins."""

    def __init__(self) -> None:
        self._newest: dict[str, Modal] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def latest(self, messenger: Messenger, modal: Modal) -> None:
        """Redraws the form with what was typed last. A failure is only logged: the form can still be sent."""
        view_id = modal.id
        self._newest[view_id] = modal
        async with self._locks.setdefault(view_id, asyncio.Lock()):
            if self._newest.get(view_id) is not modal:
                return
            try:
                await messenger.update_view(view_id, modals.redraw(modal.view))
            except BotError as error:
                log.info(
                    "redrawing a form failed, its member can still send it",
                    problem=type(error).__name__,
                )
            finally:
                if self._newest.get(view_id) is modal:
                    self._newest.pop(view_id, None)
                    self._locks.pop(view_id, None)


async def send(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    access: Access,
    confirmed: ConfirmedValues,
    submissions: Submissions,
    form_parts: FormParts,
) -> None:
    """Stores the change before the ack. Calls nothing slow."""
    action = cast("Action", modal.callback_id.removeprefix("job."))
    draft = None
    if action == "update":
        draft = await form_parts.drafts.get(str(modal.metadata.get("form", "")), request.member)
        if draft is None:
            await _point_out(ack, modal, {"job_title": _TOO_OLD})
            return
    filled = _read(modal, draft)
    if not isinstance(filled, modals.Filled):
        await _point_out(ack, modal, filled)
        return
    await access.require_access(request.member)
    fields, names = wire_and_names(filled.values)
    base: Json = {}
    ref = ""
    if draft is not None:
        base, ref = dict(draft.content["base"]), str(draft.content.get("ref", ""))
        cleared = modal.metadata.get(modals.CLEARED, ())
        fields = changed_fields(fields, base.get("fields", {}), modal.answered, cleared)
        if not fields:
            await _point_out(ack, modal, {"job_title": _NOTHING_NEW})
            return
    elif "job_description" in fields:
        fields["job_description"] = to_html(fields["job_description"])
    number = modal.number()
    change = submit.change(
        request,
        action,
        key=modal.id + (f":{number}" if number > 1 else ""),
        modal=modal,
        job_ref=ref,
        fields=fields,
        base=base,
        names=names | filled.chosen,
        target={"n": number, **kept(photos.files_in(modal))},
        fingerprint=fingerprint(fields),
    )
    alike = raised_twice.question(request, modal, access, confirmed) if draft is None else None
    private = await _private(modal, filled.values, values_before(draft), confirmed)
    if asked := await _doubtful(modal, filled.values, private, confirmed):
        if alike is not None and (question := await alike(await submissions.alike(change))):
            asked["job_title"] = " ".join(filter(None, (asked.get("job_title"), question)))
        await _point_out(ack, modal, asked)
        if private:
            offer = private_choice.offer(form_parts.messenger, modal, filled.values, private)
            form_parts.background.start(offer, request)
        return
    resent, field = modals.sorry(modals.title_of(change), _TWICE), modal.field("job_title")
    if await submissions.accept(ack, change, field=field, resent=resent, alike=alike):
        unsent_forms.forget(form_parts.unsent, form_parts.background, request, modal)


async def _private(
    modal: Modal, values: Mapping[str, Any], before: Mapping[str, Any], confirmed: ConfirmedValues
) -> dict[str, Sequence[PrivateSpan]]:
    """Field → what looks private in it, or may, that the form has not asked about. It counts as asked."""
    address = address_in(modals.entered(modal.values))
    found = {
        name: await confirmed.words_not_asked_yet(modal.id, name, str(values[name]), spans)
        for name, spans in new_in_fields(values, before, address).items()
    }
    return {name: spans for name, spans in found.items() if spans}


async def _doubtful(
    modal: Modal,
    values: Mapping[str, Any],
    private: Mapping[str, Sequence[PrivateSpan]],
    confirmed: ConfirmedValues,
) -> dict[str, str]:
    """Field → what the form now asks about it, and one more send confirms."""
    asked = await confirmed.not_asked_yet(modal.id, total_warnings(values))
    return asked | {
        name: question_about(str(values[name]), found) for name, found in private.items()
    }


async def total(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    refresher: FormRefresher,
    form_parts: FormParts,
) -> None:
    """Budget or VAT was typed: shows their total under them."""
    await ack()
    unsent_forms.remember(form_parts.unsent, request, modal)
    form_parts.background.start(refresher.latest(form_parts.messenger, modal), request)


def fingerprint(fields: Mapping[str, Any]) -> str:
    """A hash that tells two sets of values apart."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def _read(modal: Modal, draft: Draft | None) -> modals.Filled | Mapping[str, str]:
    """What was filled in, or what is wrong with it.

    Values the form started with are valid unchanged, even where they break the form's own rules.
    """
    required = set(REQUIRED) & set(modal.inputs)
    filled = modals.read(modal.values, required, values_before(draft))
    if isinstance(filled, modals.Filled):
        filled = modals.check_offered(modal.view, filled)
    wrong = photos.complaint(photos.files_in(modal))
    if not wrong or isinstance(filled, modals.Filled):
        return wrong or filled
    return {**filled, **wrong}


async def _point_out(ack: AsyncAck, modal: Modal, complaints: Mapping[str, str]) -> None:
    await ack(response_action="errors", errors=modal.errors(complaints))


_NOTHING_NEW = "Nothing is changed yet. Change something, or press Cancel."
_TOO_OLD = (
    "This form is too old to send, and PropOps is unchanged. Please copy what you typed, then open it "
    "again with /job update."
)
_TWICE = (
    "This form was already sent, with other values. The first ones count. "
    "Use Update on the card to change the job."
)
