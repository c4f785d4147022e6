"""*Move to Access details* and *Keep*, under what looks private in a title or a description, or may open something."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError
from bot.jobs.private_questions.questions import ASKED, address_in, new_asked, parts_of
from bot.jobs.private_text.find import PrivateSpan
from bot.jobs.private_text.warnings import moved
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.drafts import Draft
from bot.views import form_redraw, inputs, modals, private_choice
from bot.views.form_reader import initial_values
from bot.web.bolt import Routes
from bot.workflows.drafts.drafts import values_before
from handlers import unsent_forms
from handlers.confirmed_values import ConfirmedValues
from handlers.form_parts import FormParts
from handlers.request import Modal, Request

_ACCESS = "access_details"
_FULL = "Access details has no room for it. Please shorten one of them, then press again."

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    routes.action(private_choice.MOVE)(move)
    routes.action(private_choice.KEEP)(keep)


async def offer(
    messenger: Messenger,
    modal: Modal,
    values: Mapping[str, Any],
    asked: Mapping[str, Sequence[PrivateSpan]],
) -> None:
    """Puts the choice under the fields that words of their `values` are `asked` about in. Without it the form
    can still be sent.
    """
    under = {
        name: private_choice.choice(name, str(values[name]), found) for name, found in asked.items()
    }
    try:
        await messenger.update_view(modal.id, form_redraw.choose(modal.view, under))
    except BotError as error:
        problem = type(error).__name__
        log.info("a choice under a field could not be drawn, the form goes on", problem=problem)


async def move(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    pressed: str,
    links: Links,
    audit: AuditLog,
    form_parts: FormParts,
) -> None:
    """Takes it out of the field and adds it to Access details, below what PropOps has there."""
    await ack()
    field = private_choice.field_of(pressed)
    if field not in ASKED:
        return

    async def go() -> None:
        draft = await form_parts.drafts.get(str(modal.metadata.get("form", "")), request.member)
        entered = modals.entered(modal.values)
        asked = _asked_alike(entered, values_before(draft), pressed)
        found, access = asked.get(field, []), str(entered.get(_ACCESS) or "")
        words = "Moved to Access details, below."
        if found and draft is not None and draft.job_uuid and not access:
            access = await _access_of(request, draft, links, audit)
            words += " What PropOps has there stays above it." if access else ""
        texts = {}
        for name, spans in asked.items():
            texts[name], lines = moved(str(entered[name]), spans, "")
            there = access.rstrip().split("\n") if access.strip() else []
            access = "\n".join([*there, *(each for each in lines.split("\n") if each not in there)])
        view = form_redraw.choose(
            modal.view,
            {name: private_choice.told(name, words) for name in asked or [field]},
            {**texts, _ACCESS: access},
        )
        if not inputs.fits(access):
            view = form_redraw.choose(modal.view, {field: private_choice.told(field, _FULL)})
        drawn = {**modal.view, **view, "state": {"values": initial_values(view)}}
        unsent_forms.remember(form_parts.unsent, request, Modal(drawn))
        await form_parts.messenger.update_view(modal.id, view)

    form_parts.background.start(go(), request)


async def keep(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    pressed: str,
    confirmed: ConfirmedValues,
    form_parts: FormParts,
) -> None:
    """It stays where it is, and is not asked about again."""
    await ack()
    field = private_choice.field_of(pressed)
    if field not in ASKED:
        return

    async def go() -> None:
        draft = await form_parts.drafts.get(str(modal.metadata.get("form", "")), request.member)
        before, entered = values_before(draft), modals.entered(modal.values)
        asked = _asked_alike(entered, before, pressed)
        for name, found in asked.items():
            await confirmed.words_not_asked_yet(modal.id, name, str(entered[name]), found)
        under = {name: private_choice.kept(name, asked.get(name, ())) for name in asked or [field]}
        view = form_redraw.choose(modal.view, under)
        await form_parts.messenger.update_view(modal.id, view)

    form_parts.background.start(go(), request)


def _asked_alike(
    entered: Mapping[str, Any], before: Mapping[str, Any], pressed: str
) -> dict[str, list[PrivateSpan]]:
    """What the choice is about whose button was `pressed`, and what is asked about in the other field where
    that is the same.
    """
    field = private_choice.field_of(pressed)
    asked: dict[str, list[PrivateSpan]] = {}
    same: set[str] = set()
    for name in sorted(ASKED, key=lambda each: each != field):
        text, was = str(entered.get(name) or ""), str(before.get(name) or "")
        found = new_asked(text, was, address_in(entered))
        if name == field:
            parts = [part for each in found for part in (each, *parts_of(text, each))]
            found = private_choice.those_of(pressed, text, list(dict.fromkeys(parts))) or found
        words = {text[each.start : each.end].casefold() for each in found}
        same = words if name == field else same
        if found and words <= same:
            asked[name] = found
    return asked


async def _access_of(request: Request, draft: Draft, links: Links, audit: AuditLog) -> str:
    """What PropOps has in Access details, which the form does not show unasked. It is recorded."""
    job = await (await links.propops(request.member)).get(draft.job_uuid)
    if job.access_details:
        name = await links.linked_name(request.member)
        about = (request.place.channel, job.job_ref or job.uuid)
        await audit.record(AuditEntry("private.shown", request.member, name, *about, "shown"))
    return job.access_details
