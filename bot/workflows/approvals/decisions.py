"""Records approvers' decisions, and checks who may decide and who may start an action."""

import asyncio

import structlog

from bot.errors import BotError, NotWelcome
from bot.jobs.actions import WRITES, Action
from bot.jobs.change import Change, Member, Place
from bot.jobs.model import Job
from bot.jobs.policy import Membership, Policy
from bot.members.access import Access
from bot.slack.workspace import is_here
from bot.store.approvals import Approval, ApprovalStore, Decided, DecisionKind
from bot.store.changes import ChangeStore
from bot.store.encryption import CannotDecrypt
from bot.workflows.approvals.cards import ApprovalCards
from bot.workflows.approvals.rules import ApprovalRules

OWN = "You asked for this yourself, so somebody else has to approve it."
GONE = "That change is no longer kept, so there is nothing to decide."
NOT_YOURS_TO_UNDO = (
    "Only {}, who made that update, or an approver can undo it, so nothing was changed. "
    "Please ask them; or press Restore, which shows first what would change."
)
NOT_YOURS_TO_KEEP = (
    "Only {}, who asked for that deletion, or an approver can decide about it, so nothing was changed. "
    "Please ask them."
)
NOT_ONE = "Only its approvers can decide this: {}. Nothing was changed."

_EVER, _MOST_OPEN = 1e12, 200
"""Unix seconds beyond every due time, and the open approvals that are looked at."""
SHOW_WITHIN = 2.0
"""Seconds a decision waits for its card; then it takes effect, and the card follows."""

log = structlog.get_logger(__name__)


class Approvals:
    def __init__(
        self,
        store: ApprovalStore,
        changes: ChangeStore,
        access: Access,
        cards: ApprovalCards,
        rules: ApprovalRules,
    ) -> None:
        self.store, self._changes, self._access = store, changes, access
        self.cards, self.rules = cards, rules
        self._showing: set[asyncio.Task[None]] = set()

    @property
    def policy(self) -> Policy:
        return self.rules.policy

    async def require_allowed(self, member: Member, action: Action, channel: str) -> None:
        """Before a form is opened. Raises `NotWelcome` where the operator's rules forbid it."""
        if not (self.policy.file.deny or self.policy.file.allow):
            return
        membership = await self.membership_of(member)
        if reason := self.policy.refusal(action, channel, membership):
            raise NotWelcome(reason)

    async def membership_of(self, member: Member) -> Membership:
        """Which of the users and groups named in the rules the member is, or belongs to."""
        return await self._access.membership(member, self.policy.members_named)

    async def open_ones(self) -> list[Approval]:
        """Those that nobody has decided, at most `_MOST_OPEN`."""
        return await self.store.due(_EVER, _MOST_OPEN)

    async def is_approver(self, member: Member, approval: Approval) -> bool:
        """Whether the member is, or is in a group, that may decide it by the rules of now."""
        return await self._access.is_among(member, self.cards.current_approvers(approval))

    async def change_of(self, approval: Approval) -> Change | None:
        """None where it is no longer kept, or can't be read."""
        try:
            return await self._changes.get(approval.change_id)
        except CannotDecrypt:
            return None

    def concerns(self, member: Member, change: Change) -> bool:
        """Whether the member may know of it at all: another workspace's is none of theirs."""
        return self._access.is_colleague(member, change.member)

    async def name(self, member: Member) -> str:
        return await self._access.name(member)

    def card_address(self, approval: Approval) -> str:
        """Where its card is in Slack, a link; empty while it has none."""
        host = self._access.workspace
        if not (host and approval.channel and approval.ts):
            return ""
        return f"https://{host}/archives/{approval.channel}/p{approval.ts.replace('.', '')}"

    async def draw_again_in(self, channel: str) -> None:
        """Draws the open approval cards of a channel anew, with what that channel may read by now."""
        for approval in await self.open_ones():
            if approval.channel != channel or not approval.ts:
                continue
            try:
                change = await self._changes.get(approval.change_id)
                if change is not None and is_here(change.member):
                    await self.cards.show(change, repeated=False)
            except BotError as error:
                problem = type(error).__name__
                log.warning("an approval card in a shared channel is not redrawn", problem=problem)

    async def decide(
        self, member: Member, change_id: str, round_: int, kind: DecisionKind, reason: str = ""
    ) -> Decided:
        """Records a decision, if it is the first that counts. Raises `NotWelcome`, as `may_decide`."""
        change = await self.may_decide(member, change_id, kind)
        decided = await self.store.decide(change_id, round_, member, kind, reason)
        if decided is None:
            raise NotWelcome(GONE)
        if decided.counted:
            _log_decision(change, member, decided.approval, kind)
            shown = asyncio.create_task(self.show(change), name="show a decision")
            self._showing.add(shown)
            shown.add_done_callback(self._showing.discard)
            await asyncio.wait({shown}, timeout=SHOW_WITHIN)
        return decided

    async def show(self, change: Change) -> None:
        """Draws its card, if it has one, as the change is now. A failure is logged."""
        try:
            await self.cards.show(change, repeated=False)
        except BotError as error:
            log.warning("approval card update failed, going on", problem=type(error).__name__)

    async def may_decide(
        self, member: Member, change_id: str, kind: DecisionKind = "reject"
    ) -> Change:
        """The change. Raises `NotWelcome` with the reason why they may not.

        Slack is asked each time, and without its answer nobody decides; only withdrawing one's own
        change needs none.
        """
        await self._access.require_access(member, fresh=kind != "withdraw")
        try:
            change, approval = await self._changes.get(change_id), await self.store.get(change_id)
        except CannotDecrypt:
            raise NotWelcome(GONE) from None
        if change is None or approval is None or not self.concerns(member, change):
            raise NotWelcome(GONE)
        if kind == "withdraw":
            if member.user != change.member.user:
                raise NotWelcome("Only the person who asked can withdraw this.")
        elif member.user == change.member.user:  # from whichever workspace of the organisation
            raise NotWelcome(OWN)
        elif not await self._access.is_among(member, self.cards.current_approvers(approval)):
            raise NotWelcome(NOT_ONE.format(", ".join(await self.cards.approver_names(approval))))
        return change

    async def require_may_undo(self, member: Member, update: Change) -> None:
        """For a press of *Undo*. Raises `NotWelcome` for all but the update's member and approvers.

        Slack is asked each time, as for a decision.
        """
        if not self.concerns(member, update):
            raise NotWelcome(GONE)
        if member.user == update.member.user:
            return
        await self._access.require_access(member, fresh=True)
        if not await self._access.is_among(member, self.policy.all_approvers):
            raise NotWelcome(await self._not_theirs(update))

    async def why_needed(self, action: Action, member: Member, place: Place, job: Job) -> str:
        """Why this would have to be approved, a whole sentence, as far as can be said before it is asked
        for; empty when it needs nobody.
        """
        change = Change("", "", action, member, place, job_uuid=job.uuid, job_ref=job.job_ref)
        need = self.policy.need(change, job, await self.membership_of(change.member))
        return need.why if need is not None else ""

    async def undo_refusal(self, member: Member, update: Change) -> str:
        """Why the member may not undo the update by now, a whole sentence; empty when they may.

        Before the send: a group that Slack can't list just now takes nobody's right away.
        """
        if member.user == update.member.user:
            return ""
        membership = await self._access.membership(member, self.policy.all_approvers)
        return "" if membership.maybe else await self._not_theirs(update)

    async def _not_theirs(self, update: Change) -> str:
        words = NOT_YOURS_TO_KEEP if WRITES[update.action].deletes_job else NOT_YOURS_TO_UNDO
        return words.format(await self._access.name(update.member))

    async def explain_not_counted(self, decided: Decided, member: Member) -> str:
        """A sentence for a member whose press did not count: who was first, or what else happened."""
        approval = decided.approval
        own = next((d for d in approval.decisions if d.member.user == member.user), None)
        if approval.state == "open" and own is not None:
            return "You have approved this already; it waits for a second approver."
        last = approval.decisions[-1] if approval.decisions else None
        change = await self._changes.get(approval.change_id)
        withdrawn = change is not None and change.state == "withdrawn"
        word = (
            "withdrawn"
            if withdrawn
            else {"open": "asked again"}.get(approval.state, approval.state)
        )
        if last is None or not last.member.user:
            return f"This was {word} already. Nothing was changed."
        by = "you" if last.member.user == member.user else await self._access.name(last.member)
        return f"This was {word} already, by {by}. Nothing was changed."


def _log_decision(change: Change, member: Member, approval: Approval, kind: DecisionKind) -> None:
    """Without the reason, which is the approver's own words. `seconds`: since it was asked for."""
    seconds = approval.decisions[-1].at - approval.asked_at
    log.info(
        "approval decided",
        change=change.id,
        action=change.action,
        member=member.user,
        team=member.team,
        outcome=kind,
        seconds=round(max(0.0, seconds), 3),
    )
