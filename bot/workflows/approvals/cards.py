"""The approval card, the messages to the requester, and who may decide by the rules of now."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog

from bot.concurrency import side_by_side
from bot.errors import BotError, CannotPost
from bot.jobs.actions import WRITES
from bot.jobs.change import ENDED, Change
from bot.jobs.change_summary import done_words, job_of
from bot.jobs.diff import changed
from bot.jobs.model import Job
from bot.jobs.outcome import Summary
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.store.approvals import Approval
from bot.store.encryption import CannotDecrypt
from bot.store.stores import Stores
from bot.views import approvals as views
from bot.views import modals, private_approvals
from bot.views.blocks import Message
from bot.workflows.approvals.private_cards import PrivateCards
from bot.workflows.approvals.rules import ApprovalRules
from bot.workflows.card_channels import CardChannels
from bot.workflows.promises import key_of

SENDING = "It is being sent to PropOps."
UNDOABLE = "It will be sent once the time for Undo is over: see the job's card."
_SENT: Mapping[str, str] = {
    "undo": UNDOABLE,
    "down": "PropOps isn't answering just now: it will be sent when it does.",
}
"""When it is sent, by what it waits for."""
TOO_FEW = (
    "Too few people can approve this. Whoever runs this bot, please change APPROVERS "
    "or the people in its groups."
)
_CANNOT_POST = "approvals:cannot post:"
_SAID_AGAIN_AFTER = 86_400.0

log = structlog.get_logger(__name__)


class ApprovalCards:
    """Posts and updates approval cards, and tells the requester that a change waits."""

    def __init__(
        self,
        stores: Stores,
        access: Access,
        messenger: Messenger,
        rules: ApprovalRules,
        channels: CardChannels,
        private: PrivateCards,
    ) -> None:
        self._store, self._changes, self._notices = (
            stores.approvals,
            stores.changes,
            stores.sent_notices,
        )
        self._access, self._messenger, self._private = access, messenger, private
        self._rules, self._channels = rules, channels

    def current_approvers(self, approval: Approval) -> tuple[str, ...]:
        """Ids of users and groups that may decide, by the rules as they are now.

        Those who were added because nobody decided in time stay.
        """
        by_rules, _ = self._rules.policy.approvers_for(approval.amount)
        added = [id_ for id_ in self._rules.escalate_to if id_ in approval.approvers]
        return tuple(dict.fromkeys((*by_rules, *added)))

    async def show(self, change: Change, *, repeated: bool) -> None:
        """Posts or updates the card. `repeated`: an earlier run may have posted it.

        Raises `CannotPost`, `SlackSilent`.
        """
        approval = await self._store.get(change.id)
        if approval is None:
            return
        view = await self.view(change, approval)
        message = views.approval_card(view)
        await self._private.redraw(view, approval)
        if approval.ts:
            if await self._messenger.update(approval.channel, approval.ts, message):
                return
            if change.state != "waiting":
                return
        if change.state != "waiting" or self._rules.channel is None:
            return
        ts = await self._messenger.post(
            self._rules.channel,
            message,
            key=f"{change.id}:approval:{approval.round}",
            maybe_sent_since=change.updated_at if repeated else None,
        )
        await self._store.record_card(change.id, self._rules.channel, ts)
        await self._draw_what_came_meanwhile(change, approval)

    async def _draw_what_came_meanwhile(self, change: Change, drawn: Approval) -> None:
        """Whoever decided before anybody knew where the card is could not draw it."""
        try:
            now, approval = await self._changes.get(change.id), await self._store.get(change.id)
        except CannotDecrypt:
            return
        if now is None or approval is None:
            return
        if now.state != change.state or approval.decisions != drawn.decisions:
            await self.show(now, repeated=False)

    async def notify_waiting(self, change: Change, *, repeated: bool) -> None:
        """Shows the card to the approvers; tells the requester, who can withdraw."""
        approval = await self._store.get(change.id)
        if approval is None:
            return
        message = views.waiting(change, job_of(change), approval.round)
        key = key_of(change.id, approval.round)
        await side_by_side(
            self._show_to_approvers(change, repeated=repeated),
            self._messenger.send_privately(change.member, change.place, message, key=key),
        )

    async def _show_to_approvers(self, change: Change, *, repeated: bool) -> None:
        try:
            await self.show(change, repeated=repeated)
        except CannotPost as error:
            told = f"{_CANNOT_POST}{error.channel}:{error.error}"
            if await self._notices.claim_again(told, _SAID_AGAIN_AFTER):
                log.error(
                    "approval cards can't be posted, so nobody is asked: check APPROVALS_CHANNEL",
                    channel=error.channel,
                    problem=error.error,
                )
            asked = await self.ask_privately(change, error)
            hint = error.hint_of("APPROVALS_CHANNEL")
            message = private_approvals.no_card(change, error.where, hint, asked)
            await self._messenger.send_privately(change.member, change.place, message)

    async def ask_privately(self, change: Change, problem: CannotPost) -> list[str]:
        """Asks those who may decide in their direct messages; the names of those who were reached."""
        approval = await self._store.get(change.id)
        if approval is None or approval.state != "open":
            return []
        view = await self.view(change, approval)
        return await self._private.ask(view, view.approvers, problem)

    async def remind_privately(self, view: views.ApprovalView, sent: int, message: Message) -> None:
        """Those who were asked so. `sent`: the number of the reminder."""
        await self._private.remind(view, sent, message)

    def waiting_view(self, change: Change) -> modals.View:
        return views.waiting_view(change)

    async def view(self, change: Change, approval: Approval) -> views.ApprovalView:
        before = Job.model_validate(change.before) if change.before else None
        summary = change.outcome.summary or Summary()
        rows = list(summary.rows)
        if WRITES[change.action].form and before is not None:
            rows = changed(change.fields, before, change.names)
        over = change.state != "waiting" or approval.state != "open"
        approvers = self.current_approvers(approval)
        return views.ApprovalView(
            change,
            before or _job_as_requested(change),
            rows,
            approval.why,
            approvers,
            approval.round,
            approval.needed,
            approval.expires_at,
            await self._event_lines(change, approval),
            "over" if over else "open",
            _heading(change, approval),
            lines=summary.lines,
            tier=change.outcome.tier,
            asker=await self._access.name(change.member),
            wider=bool(
                set(approvers)
                & set(self._rules.escalate_to)
                - set(self._rules.policy.approvers_for(approval.amount)[0])
            ),
            money=await self._channels.may_show_money(
                approval.channel or self._rules.channel or ""
            ),
        )

    async def _event_lines(self, change: Change, approval: Approval) -> list[str]:
        lines = []
        for each in approval.decisions:
            name = await self._access.name(each.member) if each.member.user else ""
            match each.decision:
                case "approve":
                    lines.append(f"Approved by {name}")
                case "reject":
                    lines.append(f"Rejected by {name}: {each.reason}")
                case "withdraw":
                    lines.append(f"Withdrawn by {name}")
                case "expire":
                    lines.append("Nobody decided in time")
        if approval.state == "open" and approval.needed > len(approval.approved_by) > 0:
            lines.append("It waits for a second approver.")
        if change.outcome.asked_again_because:
            lines.insert(0, f"Asked again: {change.outcome.asked_again_because}")
        if approval.state == "open" and change.outcome.too_few_approvers:
            lines.append(TOO_FEW)
        if approval.state == "approved" and change.state not in ENDED:
            lines.append(_SENT.get(change.outcome.why, SENDING))
        if approval.state == "approved" and change.state in {"failed", "refused", "expired"}:
            # the card is in a channel: PropOps's own sentence is for the requester alone
            lines.append(
                f"{WRITES[change.action].title} did not happen. The person who asked knows why."
            )
        return lines

    async def approver_names(self, approval: Approval) -> list[str]:
        """Approvers for a sentence: people, then groups, by their names."""
        return await self._access.names_of(self.current_approvers(approval))

    async def close(self, change: Change, old: Approval) -> None:
        view = await self.view(change, old)
        events = [line for line in view.events if line not in {SENDING, *_SENT.values()}]
        view = replace(view, status="over", outcome="Cancelled: asked again", events=events)
        await self.update_quietly(old, views.approval_card(view))

    async def update_quietly(self, approval: Approval, message: Message) -> None:
        try:
            await self._messenger.update(approval.channel, approval.ts, message)
        except BotError as error:
            log.warning("approval card update failed, going on", problem=type(error).__name__)


def _heading(change: Change, approval: Approval) -> str:
    if change.state == "withdrawn":
        return "Withdrawn"
    match approval.state:
        case "rejected":
            return "Rejected"
        case "withdrawn":
            return "Withdrawn"
        case "expired":
            return "Expired"
        case "approved" if change.state == "done":
            return f"Approved · {done_words(change)}"
        case "approved" if change.state in {"failed", "refused", "expired"}:
            return "Approved, but it didn't go through"
        case _:
            return "Approved"


def _job_as_requested(change: Change) -> Job:
    """The job as it would be after the change."""
    unapplied: Any = change.but(after={})
    return job_of(unapplied)
