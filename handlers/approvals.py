"""Approve, Reject and Withdraw. Whether the member may decide is checked at every press."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.private_text.find import find_private
from bot.jobs.private_text.warnings import kinds, quoted
from bot.slack.messenger import Messenger
from bot.store.approvals import DecisionKind
from bot.views import approvals as views
from bot.views import messages
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.drafts.unsent_forms import UnsentForms
from handlers import unsent_forms
from handlers.background import Background
from handlers.confirmed_values import ConfirmedValues
from handlers.request import Modal, Request

_PRIVATE = (
    "This looks like it has {kinds} in it: {quoted}. The person who asked reads it whole, the channel "
    "won't. Please take it out, or press again to keep it."
)


def register(routes: Routes) -> None:
    routes.action("card.approve")(approve)
    routes.action("card.retract")(withdraw)
    routes.action("card.reject")(open_reject)
    routes.submission("approval.reject")(reject)


class Decisions:
    """Records decisions after the ack; tells the member when theirs came too late to count."""

    def __init__(self, approvals: Approvals, changes: Changes, background: Background) -> None:
        self._approvals, self._changes, self._background = approvals, changes, background

    def start(self, request: Request, press: Press, kind: DecisionKind, reason: str = "") -> None:
        self._background.start(self._decide(request, press, kind, reason), request)

    async def _decide(
        self, request: Request, press: Press, kind: DecisionKind, reason: str
    ) -> None:
        decided = await self._approvals.decide(
            request.member, press.change, press.attempt, kind, reason
        )
        self._changes.dispatcher.wake()  # also after one that did not count: the change may be due
        if not decided.counted:
            words = await self._approvals.explain_not_counted(decided, request.member)
            await self._background.reply_in_channel(request, messages.refused(words))


async def approve(ack: AsyncAck, request: Request, press: Press, decisions: Decisions) -> None:
    await ack()
    decisions.start(request, press, "approve")


async def withdraw(ack: AsyncAck, request: Request, press: Press, decisions: Decisions) -> None:
    await ack()
    decisions.start(request, press, "withdraw")


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
    decisions: Decisions,
    confirmed: ConfirmedValues,
    unsent: UnsentForms,
    background: Background,
) -> None:
    reason = modal.text("reason")
    if not reason:
        await ack(response_action="errors", errors={"reason": "Please say why."})
        return
    if found := find_private(reason):
        asked = {"reason": _PRIVATE.format(kinds=kinds(found), quoted=quoted(reason, found))}
        if not confirmed.already_asked(modal.id, asked):
            await ack(response_action="errors", errors=asked)
            return
    await ack()
    decisions.start(request, modal.press, "reject", reason)
    unsent_forms.forget(unsent, background, request, modal)
