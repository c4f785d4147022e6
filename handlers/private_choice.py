"""*Move to Access details* and *Keep*, under what looks private in a title or a description."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError
from bot.jobs.private_text.warnings import (
    ASKED,
    kinds,
    moved,
    new_private,
    private_warnings,
    quoted,
    them,
)
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.drafts import Draft
from bot.views import form_redraw, inputs, modals, private_choice
from bot.views.blocks import Block
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


async def offer(messenger: Messenger, modal: Modal, before: Mapping[str, Any]) -> None:
    """Puts the choice under every field that was pointed out. Without it the form can still be sent."""
    entered = modals.entered(modal.values)
    under: dict[str, Sequence[Block]] = {}
    for name in private_warnings(entered, before):
        text, was = str(entered[name]), str(before.get(name) or "")
        found = new_private(text, was)
        under[name] = private_choice.choice(name, kinds(found), quoted(text, found), them(found))
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
    if pressed not in ASKED:
        return

    async def go() -> None:
        draft = await form_parts.drafts.get(str(modal.metadata.get("form", "")), request.member)
        entered = modals.entered(modal.values)
        text, access = str(entered.get(pressed) or ""), str(entered.get(_ACCESS) or "")
        found = new_private(text, str(values_before(draft).get(pressed) or ""))
        words = "Moved to Access details, below."
        if found and draft is not None and draft.job_uuid and not access:
            access = await _access_of(request, draft, links, audit)
            words += " What PropOps has there stays above it." if access else ""
        rest, access = moved(text, found, access)
        view = form_redraw.choose(
            modal.view,
            {pressed: private_choice.told(pressed, words)},
            {pressed: rest, _ACCESS: access},
        )
        if not inputs.fits(access):
            view = form_redraw.choose(modal.view, {pressed: private_choice.told(pressed, _FULL)})
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
    if pressed not in ASKED:
        return

    async def go() -> None:
        draft = await form_parts.drafts.get(str(modal.metadata.get("form", "")), request.member)
        asked = private_warnings(modals.entered(modal.values), values_before(draft))
        if pressed in asked:
            await confirmed.already_asked(modal.id, {pressed: asked[pressed]})
        view = form_redraw.choose(modal.view, {pressed: private_choice.kept(pressed)})
        await form_parts.messenger.update_view(modal.id, view)

    form_parts.background.start(go(), request)


async def _access_of(request: Request, draft: Draft, links: Links, audit: AuditLog) -> str:
    """What PropOps has in Access details, which the form does not show unasked. It is recorded."""
    job = await (await links.propops(request.member)).get(draft.job_uuid)
    if job.access_details:
        name = await links.linked_name(request.member)
        about = (request.place.channel, job.job_ref or job.uuid)
        await audit.record(AuditEntry("private.shown", request.member, name, *about, "shown"))
    return job.access_details
