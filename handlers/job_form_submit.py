"""The form comes back: point at what is wrong, or start the change."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

import orjson
import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError, Busy
from bot.jobs.budget import total_warnings
from bot.jobs.change import Action, Change, Json, change_id
from bot.jobs.fields import Email, Text
from bot.jobs.form_values import form_values
from bot.jobs.forms import FIELDS, REQUIRED
from bot.jobs.reference_mark import mark, mark_of
from bot.jobs.rich_text import to_html
from bot.jobs.updates import same
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.store.drafts import Draft
from bot.views import modals
from bot.web.bolt import Routes
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.drafts.drafts import Drafts, wire_and_names
from handlers.background import Background
from handlers.request import read_request

_MOST_QUESTIONS = 500

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    routes.submission("job.create")(send)
    routes.submission("job.update")(send)
    routes.action("contractor_budget")(total)
    routes.action("vat_percentage")(total)


class ConfirmedTotals:
    """Which doubtful totals a member was already asked about: one more send confirms."""

    def __init__(self) -> None:
        self._asked: dict[str, str] = {}

    def asked(self, view_id: str, doubtful: Mapping[str, str]) -> bool:
        """Whether these very doubts were shown in this form before; remembers them."""
        told = json.dumps(doubtful, sort_keys=True)
        before = self._asked.get(view_id)
        self._asked[view_id] = told
        if len(self._asked) > _MOST_QUESTIONS:
            self._asked.pop(next(iter(self._asked)))
        return before == told


class FormRefresher:
    """Forms brought up to date while somebody types: one at a time for a form, the newest wins."""

    def __init__(self) -> None:
        self._newest: dict[str, dict[str, Any]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def latest(self, messenger: Messenger, view: dict[str, Any]) -> None:
        """Draws what was typed last; only a nicety, so a failure is nobody's business."""
        view_id = view["id"]
        self._newest[view_id] = view
        async with self._locks.setdefault(view_id, asyncio.Lock()):
            if self._newest.get(view_id) is not view:
                return
            try:
                await messenger.update_view(view_id, modals.redraw(view))
            except BotError as error:
                log.info("form not redrawn", problem=type(error).__name__)
            finally:
                if self._newest.get(view_id) is view:
                    self._newest.pop(view_id, None)
                    self._locks.pop(view_id, None)


async def send(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    drafts: Drafts,
    questions: ConfirmedTotals,
) -> None:
    """Stores the change before Slack hears yes. Nothing slow happens here."""
    who = read_request(body, people)
    view = body["view"]
    action = cast("Action", view["callback_id"].removeprefix("job."))
    metadata: Json = orjson.loads(view.get("private_metadata") or "{}")
    saved = None
    if action == "update":
        saved = await drafts.get(str(metadata.get("form", "")), who.member)
        if saved is None:
            await ack(response_action="update", view=modals.sorry("Update job", _TOO_OLD))
            return
    known = _known(saved)
    required = set(REQUIRED) & _on_form(view)
    filled = modals.read(view["state"]["values"], required, known)
    if isinstance(filled, modals.Filled):
        filled = modals.offered(view, filled)
    if not isinstance(filled, modals.Filled):
        await _point_out(ack, dict(filled), view)
        return
    doubtful = total_warnings(filled.values)
    if doubtful and not questions.asked(view["id"], doubtful):
        await _point_out(ack, doubtful, view)
        return
    await people.require_access(who.member)
    fields, names = wire_and_names(filled.values)
    names |= filled.chosen
    base: Json = {}
    ref = ""
    if saved is not None:
        base, ref = dict(saved.content["base"]), str(saved.content.get("ref", ""))
        fields = changed_fields(fields, base.get("fields", {}), _on_form(view))
        if not fields:
            await _point_out(ack, {"job_title": _NOTHING_NEW}, view)
            return
    elif "job_description" in fields:
        fields["job_description"] = to_html(fields["job_description"])
    attempt = int(metadata.get("n", 1))
    key = f"{who.member.team}:{view['id']}" + (f":{attempt}" if attempt > 1 else "")
    change = Change(
        id=change_id(key),
        key=key,
        action=action,
        member=who.member,
        place=who.place_in(str(metadata.get("channel", ""))),
        job_uuid=str(metadata.get("job", "")),
        job_ref=ref,
        fields=fields,
        base=base,
        names=names,
        target={"n": attempt},
        fingerprint=fingerprint(fields),
    )
    try:
        accepted = await changes.accept(change)
    except Busy as error:
        await _point_out(ack, {"job_title": error.advice}, view)
        return
    if not accepted.is_new and accepted.change.fingerprint != change.fingerprint:
        await ack(response_action="update", view=modals.sorry(modals.title_of(change), _TWICE))
        return
    await ack(response_action="update", view=modals.saving(change))


async def total(
    ack: AsyncAck,
    body: dict[str, Any],
    messenger: Messenger,
    people: People,
    after: Background,
    redrawing: FormRefresher,
) -> None:
    """Budget or VAT was typed: the total that follows is shown under them."""
    await ack()
    who = read_request(body, people)
    view = body["view"]

    after.start(redrawing.latest(messenger, view), who)


def changed_fields(fields: Mapping[str, Any], was: Mapping[str, Any], shown: set[str]) -> Json:
    """What the member changed: wire values; an emptied field becomes null (tenants: `[]`).

    A description nobody touched is not among them; a touched one becomes simple paragraphs and
    keeps the mark it carried.
    """
    changes: Json = {}
    for name in FIELDS:
        if name not in shown:
            continue
        new, old = fields.get(name), was.get(name)
        if same(name, new, old):
            continue
        if name == "job_description":
            ref = mark_of(str(old or ""))
            html = to_html(str(new))
            changes[name] = mark(html, ref) if ref else html
        elif new is None:
            changes[name] = [] if name == "tenants_ids" else _empty(name)
        else:
            changes[name] = new
    return changes


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Tells two sets of values apart, without keeping them."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def _empty(name: str) -> Any:
    """How a cleared field is sent: null for ids, numbers and days, an empty text for words."""
    return "" if isinstance(FIELDS[name].kind, Text | Email) else None


def _known(saved: Draft | None) -> Mapping[str, Any]:
    """What the form started with, which is let through as it was, however PropOps came by it."""
    if saved is None:
        return {}
    return form_values(saved.content["base"].get("fields", {}), saved.content.get("names", {}))


def _on_form(view: Mapping[str, Any]) -> set[str]:
    return {block["block_id"] for block in view["blocks"] if block.get("type") == "input"}


async def _point_out(ack: AsyncAck, complaints: Mapping[str, str], view: Mapping[str, Any]) -> None:
    """Errors beside their fields; one about a field that is not on the form goes to the first."""
    there = [block["block_id"] for block in view["blocks"] if block.get("type") == "input"]
    errors: dict[str, str] = {}
    for name, sentence in complaints.items():
        spot = name if name in there else there[0]
        errors[spot] = f"{errors[spot]} {sentence}" if spot in errors else sentence
    await ack(response_action="errors", errors=errors)


_NOTHING_NEW = "Nothing is changed yet. Change something, or press Cancel."
_TOO_OLD = (
    "This form is too old to send. Please open it again with /job update: PropOps is unchanged."
)
_TWICE = (
    "This form was already sent, with other values. The first ones count. "
    "Use Update on the card to change the job."
)
