"""Writes down what became of a run, and what follows from it."""

from collections.abc import Callable

from bot.jobs import undo
from bot.jobs.actions import WRITES
from bot.jobs.change import OPEN, Change, Json
from bot.jobs.redaction import masked
from bot.members.links import Links
from bot.store.stores import Stores
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.outcome import RunResult

CHECK_DUPLICATES, REMOVE_UNDO = "check duplicates", "remove undo"
"""Kinds of deferred tasks."""
_LASTING = ("claimed", "again", "told", "approval", "shows", "tier")
"""What an outcome keeps from run to run."""


class OutcomeRecorder:
    """`wake`: tells the dispatcher that something is due. `on_state` counts action and state."""

    def __init__(
        self,
        stores: Stores,
        links: Links,
        retry: RetryPolicy,
        wake: Callable[[], None],
        clock: Callable[[], float],
        on_state: Callable[[str, str], None],
    ) -> None:
        self._store, self._job_claims = stores.changes, stores.job_claims
        self._deferred_tasks, self._links = stores.deferred_tasks, links
        self._retry, self._wake, self._clock, self._on_state = retry, wake, clock, on_state

    async def record(self, change: Change, verdict: RunResult) -> None:
        """One compare-and-set writes the verdict down. `run` moves on with it where it parks."""
        failures = int(change.outcome.get("failures", 0)) + 1 if verdict.why == "down" else 0
        outcome: Json = {
            "why": verdict.why,
            "said": verdict.said,
            "named": verdict.named,
            "failures": failures,
            "as": await self._links.linked_name(change.member),
            **{name: change.outcome[name] for name in _LASTING if name in change.outcome},
            **verdict.extra,
        }
        columns: Json = {"outcome": outcome, "due_at": self._clock() + verdict.due_in}
        columns["held"] = verdict.state == "asked" and verdict.why == "down"
        if verdict.uuid:
            columns["job_uuid"] = verdict.uuid
        if verdict.ref:
            columns["job_ref"] = verdict.ref
        if verdict.before is not None and not change.before:
            columns["before"] = masked(verdict.before)
        if verdict.after is not None:
            columns["after"] = masked(verdict.after)
        if verdict.state == "done":
            await self._done(change, verdict, outcome)
        await self._store.move(change.id, OPEN, verdict.state, **columns)
        self._on_state(change.action, verdict.state)
        if change.held and not columns["held"] and await self._store.wake_held():
            self._wake()

    async def _done(self, change: Change, verdict: RunResult, outcome: Json) -> None:
        """What follows from a change being done, written down before it says so."""
        write, uuid = WRITES[change.action], verdict.uuid or change.job_uuid
        if write.creates_job and uuid:
            holder = await self._job_claims.claim(change.member.team, uuid, change.id)
            if holder != change.id:
                outcome["also"] = holder
        now = self._clock()
        if write.creates_job and outcome.get("doubted"):
            await self._deferred_tasks.put(
                CHECK_DUPLICATES, change.id, now + self._retry.audit_after
            )
        if write.undoable and not outcome.get("already"):
            await self._deferred_tasks.put(REMOVE_UNDO, change.id, now + undo.UNDO_SECONDS)
