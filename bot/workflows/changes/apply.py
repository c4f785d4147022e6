"""The step `apply` of a run: decides what may happen to the change now, does it once, and records the result."""

from bot.jobs.change import OPEN, Json
from bot.jobs.ports import PropOps
from bot.store.encryption import CannotDecrypt
from bot.store.runs import Entered, RunStore
from bot.workflows.approvals.gate import ApprovalGate
from bot.workflows.changes.as_member import AsMember
from bot.workflows.changes.exactly_once import NoLongerOurs, WriteExecutor
from bot.workflows.changes.handover import Handover
from bot.workflows.changes.record import OutcomeRecorder
from bot.workflows.changes.run_leases import RunLeases
from bot.workflows.changes.undecryptable import UndecryptableChanges
from bot.workflows.outcome import RunResult, behind_lost


class ApplyStep:
    def __init__(
        self,
        runs: RunStore,
        as_member: AsMember,
        executor: WriteExecutor,
        gate: ApprovalGate,
        recorder: OutcomeRecorder,
        undecryptable: UndecryptableChanges,
        leases: RunLeases,
    ) -> None:
        self._runs, self._as_member, self._executor = runs, as_member, executor
        self._gate, self._recorder, self._leases = gate, recorder, leases
        self._undecryptable, self.journal = undecryptable, recorder.journal
        self.handover = Handover()
        """What was recorded here, for the step `show`."""

    async def __call__(self, change_id: str, run: int) -> Json:
        until = self._leases.begin()
        try:
            entered = await self._runs.enter(change_id, run, until)
        except CannotDecrypt:
            await self._undecryptable.fail(change_id)
            return {"state": "stale"}
        if entered is None:
            return {"state": "stale"}
        if entered.change.state not in OPEN:
            return {"state": entered.change.state}
        with (
            self._leases.renewed(change_id, run, until),
            self.journal.working(entered.change, "apply"),
        ):
            self._recorder.expect_card(entered.change)
            return await self._apply(entered)

    async def _apply(self, entered: Entered) -> Json:
        result = await self._ended_without_sending(entered)
        if result is None:
            try:
                result = await self._carried_out(entered)
            except NoLongerOurs:
                return {"state": "stale"}
        recorded = await self._recorder.record(entered, result)
        if recorded is None:
            return {"state": "stale"}
        self.handover.put(recorded)
        return {"state": result.state, "nothing_follows": not recorded.others_wait}

    async def _ended_without_sending(self, entered: Entered) -> RunResult | None:
        """The result of a change that ended without PropOps: rejected, withdrawn, or its member never
        linked. Needs no token.
        """
        change = entered.change
        if change.state == "asked" and change.outcome.why == "approval":
            return await self._gate.ended_without_approval(entered)
        return self._as_member.link_expired(change)

    async def _carried_out(self, entered: Entered) -> RunResult:
        change = entered.change
        if change.state == "asked" and entered.behind_lost:
            return behind_lost()
        if change.state == "asked" and entered.behind_held:
            return self._executor.held(change)

        async def work(propops: PropOps) -> RunResult:
            if change.state == "asked":
                check = self._gate.check_before_send(entered, propops)
                blocked = await self._executor.guarded(change, check, propops)
                if blocked is not None:  # by a rule of the policy, or a missing approval
                    return blocked
            result = await self._executor.carry_out(entered, propops)
            return await self._gate.record_approvers(entered, result, propops)

        return await self._as_member.run(change, work)
