"""The step `apply` of a run: decides what may happen to the change now, does it once, and records the result."""

from collections.abc import Callable

from bot.jobs.change import OPEN, Change, Json
from bot.jobs.ports import PropOps
from bot.store.changes import ChangeStore
from bot.store.encryption import CannotDecrypt
from bot.workflows.approvals.gate import ApprovalGate
from bot.workflows.changes.as_member import AsMember
from bot.workflows.changes.dispatcher import LEASE
from bot.workflows.changes.exactly_once import WriteExecutor
from bot.workflows.changes.record import OutcomeRecorder
from bot.workflows.changes.undecryptable import UndecryptableChanges
from bot.workflows.outcome import RunResult


class ApplyStep:
    def __init__(
        self,
        store: ChangeStore,
        as_member: AsMember,
        executor: WriteExecutor,
        gate: ApprovalGate,
        recorder: OutcomeRecorder,
        undecryptable: UndecryptableChanges,
        clock: Callable[[], float],
    ) -> None:
        self._store, self._as_member, self._executor = store, as_member, executor
        self._gate, self._recorder, self._clock = gate, recorder, clock
        self._undecryptable = undecryptable

    async def __call__(self, change_id: str, run: int) -> Json:
        try:
            change = await self._store.enter(change_id, run, self._clock() + LEASE)
        except CannotDecrypt:
            await self._undecryptable.fail(change_id)
            return {"state": "stale"}
        if change is None:
            return {"state": "stale"}
        if change.state not in OPEN:
            return {"state": change.state}
        result = await self._ended_without_sending(change)
        if result is not None:
            pass
        elif change.state == "asked" and await self._store.is_behind_held(change):
            result = self._executor.held(change)
        elif change.state == "asked" and (
            blocked := await self._as_member.run(change, self._check_before_send)
        ):
            result = blocked
        else:
            applying = change
            if change.state == "asked":
                begun = await self._store.move(change.id, {"asked"}, "applying")
                if begun is None:  # withdrawn in the meantime
                    return {"state": "stale"}
                applying = begun
            result = await self._as_member.run(applying, self._carry_out)
        if result is None:
            raise TypeError("a write that was carried out has a result")
        await self._recorder.record(change, result)
        return {"state": result.state}

    async def _ended_without_sending(self, change: Change) -> RunResult | None:
        """The result of a change that ended without PropOps: rejected, withdrawn, or its member never
        linked. Needs no token.
        """
        if change.state == "asked" and change.outcome.why == "approval":
            return await self._gate.ended_without_approval(change)
        return self._as_member.link_expired(change)

    async def _check_before_send(self, change: Change, propops: PropOps) -> RunResult | None:
        """What keeps it from being sent: a rule of the policy, or a missing approval; None: nothing."""
        return await self._executor.guarded(change, self._gate.check_before_send(change, propops))

    async def _carry_out(self, change: Change, propops: PropOps) -> RunResult | None:
        result = await self._executor.carry_out(change, propops)
        return await self._gate.record_approvers(change, result, propops)
