"""Approval before a change is sent: whether it is needed, the request for it, and its result.

Every decision makes the change due again; its next run reads here what was decided. So the change goes
on once, even if the process crashes in between.
"""

from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.errors import BotError, NotWelcome, Unverified
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Member, State
from bot.jobs.diff import differences
from bot.jobs.model import Job
from bot.jobs.outcome import Outcome, Summary
from bot.jobs.policy import Need
from bot.jobs.ports import PropOps
from bot.jobs.redaction import masked
from bot.jobs.working_time import end_of_working_day
from bot.members.access import Access
from bot.store.approvals import Approval
from bot.store.changes import ChangeStore
from bot.store.runs import Entered
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.approvals.summary import summary_of
from bot.workflows.outcome import RunResult
from bot.workflows.writes.case_note import note_body
from bot.workflows.writes.table import Writes

_SENT = {"", "sent", "unknown", "landed"}
UNSET = (
    "This needs approval, but nobody is named to approve it. "
    "Please ask whoever runs this bot to set {}; then send it again."
)
NOBODY_DID = (
    "Nobody approved it in time, so it was not sent. "
    "Please ask one of its approvers, then send it again."
)

log = structlog.get_logger(__name__)


class ApprovalGate:
    def __init__(
        self,
        approvals: Approvals,
        changes: ChangeStore,
        access: Access,
        writes: Writes,
        clock: Callable[[], float],
    ) -> None:
        self._approvals, self._store, self._cards = approvals, approvals.store, approvals.cards
        self._rules = approvals.rules
        self._changes, self._access, self._writes, self._clock = changes, access, writes, clock

    async def check_before_send(self, entered: Entered, propops: PropOps) -> RunResult | None:
        """Why the change may not be sent yet, or at all; None when it may. Raises `PropOpsError` kinds."""
        change, approval = entered.change, entered.approval
        if any(each.result in _SENT for each in entered.attempts):
            return None
        membership = await self._approvals.membership_of(change.member)
        if reason := self._rules.policy.refusal(change.action, change.place.channel, membership):
            return RunResult("refused", Outcome("refused", reason))
        if reason := await self._undo_refusal(change):
            return RunResult("refused", Outcome("refused", reason))
        if approval is not None and approval.state == "open":
            return await self._waiting_for_approval(change, approval, None, change.outcome)
        if approval is not None and approval.state != "approved":
            return await self._result_of(approval)
        write, job, commit = self._writes[change.action], None, None
        need = self._rules.policy.need(change, None, membership)
        if approval is not None or need is not None or self._rules.policy.wants_job(change):
            job = None if write.words.creates_job else await propops.get(change.job_uuid)
            if need is not None or self._rules.policy.wants_commit(change):
                commit = await write.revision(change, propops)
            need = self._rules.policy.need(
                change, job, membership, commit.fields if commit else None
            )
        if need is None:
            return None
        why_again = (
            await self._why_invalid(change, approval, job, need) if approval is not None else ""
        )
        if approval is not None and not why_again:
            return None
        summary = await summary_of(write, change, job, commit, propops)
        return await self._ask_approvers(change, need, job, summary, approval, why_again)

    async def _undo_refusal(self, change: Change) -> str:
        if not change.target.get("undo_of"):
            return ""
        update = await self._changes.get(str(change.target["undo_of"]))
        return await self._approvals.undo_refusal(change.member, update) if update else ""

    async def ended_without_approval(self, entered: Entered) -> RunResult | None:
        """The result of a change whose approval ended unapproved; None while it is open or approved."""
        approval = entered.approval
        over = approval is not None and approval.state not in {"open", "approved"}
        return await self._result_of(approval) if approval is not None and over else None

    async def record_approvers(
        self, entered: Entered, result: RunResult, propops: PropOps
    ) -> RunResult:
        """Adds the approvers' names to the outcome, and to the job as a case note where that is allowed."""
        change, approval = entered.change, entered.approval
        if approval is None or result.state != "done":
            return result
        names = [await self._access.name(each) for each in approval.approved_by]
        uuid = result.uuid or change.job_uuid
        if (
            uuid
            and not WRITES[change.action].deletes_job
            and await self._store.take_case_note(change.id)
        ):
            asker = await self._access.name(change.member)
            done = WRITES[change.action].done
            text = f"{done} from Slack ({change.id}): asked by {asker}, approved by {' and '.join(names)}."
            try:
                await propops.write("add_case_note", note_body(uuid, text))
            except BotError as error:
                log.info(
                    "case note of the approval failed, going on without",
                    problem=type(error).__name__,
                )
        return result.with_outcome(replace(result.outcome, approvers=tuple(names)))

    async def _ask_approvers(
        self,
        change: Change,
        need: Need,
        job: Job | None,
        summary: Summary | None,
        old: Approval | None,
        why_again: str,
    ) -> RunResult:
        missing = [
            name
            for name, value in (
                ("APPROVERS", need.approvers),
                ("APPROVALS_CHANNEL", self._rules.channel),
            )
            if not value
        ]
        if missing:
            return RunResult("refused", Outcome("refused", UNSET.format(" and ".join(missing))))
        now = self._clock()
        expires = end_of_working_day(now, self._rules.expiry_days, self._rules.zone)
        approval = Approval(
            change.id,
            old.round + 1 if old is not None else 1,
            need.needed,
            need.why,
            need.approvers,
            amount=need.amount,
            job_updated_at=job.updated_at if job is not None else "",
            asked_at=now,
            expires_at=expires,
            next_at=self._rules.next_reminder(now, 0, expires),
        )
        await self._store.open(approval)
        if old is not None and old.ts:
            await self._cards.close(change, old)
        too_few = await self._too_few(change.member, need)
        if too_few:
            log.error(
                "too few people can approve a change, waiting all the same",
                change=change.id,
                who=need.approvers,
            )
        card = Outcome(
            summary=summary,
            tier=need.tier,
            asked_again_because=why_again,
            too_few_approvers=too_few,
        )
        return await self._waiting_for_approval(change, approval, job, card)

    async def _too_few(self, asker: Member, need: Need) -> bool:
        """Whether there are certainly fewer approvers than needed, the requester left out."""
        people: set[str] = set()
        for id_ in need.approvers:
            if id_.startswith("S"):
                group = await self._access.directory.group(id_)
                if group is None:
                    return False
                people |= group
            elif (profile := await self._access.directory.profile(id_)) is None or profile.full:
                people.add(id_)
        return len(people - {asker.user}) < need.needed

    async def _waiting_for_approval(
        self, change: Change, approval: Approval, job: Job | None, card: Outcome
    ) -> RunResult:
        """`card`: an outcome with what the approval card shows besides the change."""
        if job is not None:
            await self._changes.put(change.id, before=masked(job))
        outcome = Outcome(
            "approval",
            approval.why,
            approval_round=approval.round,
            summary=card.summary,
            tier=card.tier,
            asked_again_because=card.asked_again_because,
            too_few_approvers=card.too_few_approvers,
        )
        return RunResult(
            "waiting",
            outcome,
            uuid=job.uuid if job else "",
            ref=job.job_ref if job else "",
            before=job,
        )

    async def _result_of(self, approval: Approval) -> RunResult:
        last = approval.decisions[-1] if approval.decisions else None
        match approval.state:
            case "withdrawn":
                return _ended_as("withdrawn", "You withdrew it; nothing was sent.")
            case "expired":
                return _ended_as("expired", NOBODY_DID)
            case _:
                name = await self._access.name(last.member) if last else "An approver"
                reason = (last.reason if last else "").rstrip()
                stop = "" if reason.endswith((".", "!", "?")) else "."
                ask = f"Please talk to {name} before you send it again."
                return _ended_as("refused", f"{name} rejected it: {reason}{stop} {ask}")

    async def _why_invalid(
        self, change: Change, approval: Approval, job: Job | None, need: Need
    ) -> str:
        """Why an approval is no longer valid and has to be asked again, a whole sentence; empty: it is."""
        allowed = {*need.approvers, *self._cards.current_approvers(approval)}
        for each in approval.approved_by:
            try:
                await self._access.require_access(each)
            except Unverified:
                raise
            except NotWelcome:
                return f"{await self._access.name(each)} approved it, but has left since."
            if not (await self._access.membership(each, allowed)).maybe:
                return f"{await self._access.name(each)} approved it, but may no longer do so."
        if need.needed > len(approval.approved_by):
            return "It now takes two people."
        if job is None or job.updated_at == approval.job_updated_at:
            return ""
        if await self._writes[change.action].collides(change, job):
            return ""  # sending it fails with an edit conflict, which the requester resolves first
        before = Job.model_validate(change.before) if change.before else job
        labels = ", ".join(row.label for row in differences(before, job))
        return f"the job has changed since: {labels}." if labels else "the job has changed since."


def _ended_as(state: State, sentence: str) -> RunResult:
    return RunResult(state, Outcome("approval", sentence))
