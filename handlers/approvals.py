"""Approve, Reject and Withdraw: read, ack, decide. Who may is checked at every press."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.store.approvals import DecisionKind
from bot.views import approvals as views
from bot.views import messages
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.changes.lifecycle import Changes
from handlers.background import Background
from handlers.cards import pressed
from handlers.request import Request, read_request


def register(routes: Routes) -> None:
    routes.action("card.approve")(approve)
    routes.action("card.retract")(withdraw)
    routes.action("card.reject")(open_reject)
    routes.submission("approval.reject")(reject)


async def approve(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    approvals: Approvals,
    changes: Changes,
    messenger: Messenger,
    after: Background,
) -> None:
    await ack()
    who, press = read_request(body, people), Press.read(pressed(body))
    work = _decide(approvals, changes, messenger, who, press, "approve", "")
    after.start(work, who)


async def withdraw(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    approvals: Approvals,
    changes: Changes,
    messenger: Messenger,
    after: Background,
) -> None:
    await ack()
    who, press = read_request(body, people), Press.read(pressed(body))
    work = _decide(approvals, changes, messenger, who, press, "withdraw", "")
    after.start(work, who)


async def open_reject(
    ack: AsyncAck, body: dict[str, Any], people: People, approvals: Approvals,
    messenger: Messenger, after: Background,
) -> None:  # fmt: skip
    """The reason is asked for only of those who may reject."""
    await ack()
    who, press = read_request(body, people), Press.read(pressed(body))

    async def go() -> None:
        await approvals.may_decide(who.member, press.change)
        form = views.reject_form(press)
        if await messenger.open_view(who.trigger, form) is None:
            message = messages.refused("Slack was too slow to open the form. Please press again.")
            await messenger.send_privately(who.member, who.place, message, who.url)

    after.start(go(), who)


async def reject(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    approvals: Approvals,
    changes: Changes,
    messenger: Messenger,
    after: Background,
) -> None:
    who, view = read_request(body, people), body["view"]
    reason = str(view["state"]["values"]["reason"]["reason"].get("value") or "").strip()
    if not reason:
        await ack(response_action="errors", errors={"reason": "Please say why."})
        return
    await ack()
    press = Press.read(view["private_metadata"])
    work = _decide(approvals, changes, messenger, who, press, "reject", reason)
    after.start(work, who)


async def _decide(
    approvals: Approvals,
    changes: Changes,
    messenger: Messenger,
    who: Request,
    press: Press,
    word: DecisionKind,
    reason: str,
) -> None:
    decided = await approvals.decide(who.member, press.change, press.attempt, word, reason)
    changes.dispatcher.wake()  # also one that came too late, which ends the waiting
    if decided.counted:
        return
    words = await approvals.explain_not_counted(decided, who.member)
    message = messages.refused(words)
    await messenger.send_ephemeral(who.place.channel, who.member, message, who.url)
