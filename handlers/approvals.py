"""Approve, Reject and Withdraw. Whether the member may decide is checked at every press."""

from typing import cast

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy
from bot.jobs.change import Json
from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_questions.questions import shown, suspicion
from bot.jobs.private_text.warnings import them
from bot.slack.messenger import Messenger
from bot.store.approvals import DecisionKind
from bot.views import approvals as views
from bot.views import messages
from bot.views.buttons import MOST_BUTTON, Press
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.drafts.unsent_forms import UnsentForms
from handlers import unsent_forms
from handlers.background import Background
from handlers.confirmed_values import ConfirmedValues
from handlers.kept_presses import PressTable
from handlers.request import Modal, Request

_PRIVATE = "{suspicion} The person who asked reads it whole, and {shown}. Please take {them} out, or press again to keep {them}."


def register(routes: Routes) -> None:
    routes.action("card.approve")(approve)
    routes.action("card.retract")(withdraw)
    routes.action("card.reject")(open_reject)
    routes.submission("approval.reject")(reject)


async def decide(
    request: Request, given: Json, approvals: Approvals, changes: Changes, background: Background
) -> None:
    """Records the decision; tells the member when it came too late to count."""
    press, kind = Press.read(given["press"]), cast("DecisionKind", given["kind"])
    decided = await approvals.decide(
        request.member, press.change, press.attempt, kind, given["reason"]
    )
    changes.dispatcher.wake()  # also after one that did not count: the change may be due
    if not decided.counted:
        words = await approvals.explain_not_counted(decided, request.member)
        await background.reply_in_channel(request, messages.refused(words))


PRESSES = {"decide": decide}


async def approve(ack: AsyncAck, request: Request, press: Press, presses: PressTable) -> None:
    await presses.take(ack, "decide", request, _given(press, "approve"))


async def withdraw(ack: AsyncAck, request: Request, press: Press, presses: PressTable) -> None:
    await presses.take(ack, "decide", request, _given(press, "withdraw"))


async def open_reject(
    ack: AsyncAck,
    request: Request,
    press: Press,
    approvals: Approvals,
    messenger: Messenger,
    background: Background,
) -> None:
    """The reason is asked for only of those who may reject."""
    await ack()

    async def go() -> None:
        await approvals.may_decide(request.member, press.change)
        form = views.reject_form(press)
        if await messenger.open_view(request.trigger, form) is None:
            words = "Slack was too slow to open the form. Please press again."
            await background.reply(request, messages.refused(words))

    background.start(go(), request)


async def reject(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    presses: PressTable,
    confirmed: ConfirmedValues,
    unsent: UnsentForms,
    background: Background,
) -> None:
    reason = modal.text("reason")
    if not reason:
        await ack(
            response_action="errors",
            errors={"reason": "Please say why: the person who asked reads it."},
        )
        return
    if found := await confirmed.words_not_asked_yet(modal.id, "reason", reason, find_asked(reason)):
        words = _PRIVATE.format(
            suspicion=suspicion(reason, found), shown=shown(found), them=them(found)
        )
        await ack(response_action="errors", errors={"reason": words})
        return
    given = _given(modal.press, "reject", reason)
    try:
        await presses.take(ack, "decide", request, given)
    except Busy as error:
        await ack(response_action="errors", errors={"reason": error.advice})
        return
    unsent_forms.forget(unsent, background, request, modal)


def _given(press: Press, kind: DecisionKind, reason: str = "") -> Json:
    return {"press": press.written(MOST_BUTTON), "kind": kind, "reason": reason}
