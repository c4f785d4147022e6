"""Records the result of a run in the database, and schedules what follows from it."""

from collections.abc import Callable
from dataclasses import replace

from bot.jobs import undo
from bot.jobs.actions import WRITES
from bot.jobs.change import OPEN, Change, Json
from bot.jobs.outcome import Outcome
from bot.jobs.redaction import masked
from bot.members.links import Links
from bot.store.stores import Stores
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.outcome import RunResult

CHECK_DUPLICATES, REMOVE_UNDO = "check duplicates", "remove undo"
"""Kinds of deferred tasks."""


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

    async def record(self, change: Change, result: RunResult) -> None:
        """One compare-and-set stores the result and, for an open state, when the next run is due."""
        failures = change.outcome.failures + 1 if result.outcome.why == "down" else 0
        account = await self._links.linked_name(change.member)
        outcome = change.outcome.lasting_into(
            replace(result.outcome, failures=failures, account=account)
        )
        if result.state == "done":
            outcome = await self._done(change, result, outcome)
        columns: Json = {"outcome": outcome, "due_at": self._clock() + result.due_in}
        columns["held"] = result.state == "asked" and result.outcome.why == "down"
        if result.uuid:
            columns["job_uuid"] = result.uuid
        if result.ref:
            columns["job_ref"] = result.ref
        if result.before is not None and not change.before:
            columns["before"] = masked(result.before)
        if result.after is not None:
            columns["after"] = masked(result.after)
        await self._store.move(change.id, OPEN, result.state, **columns)
        self._on_state(change.action, result.state)
        if change.held and not columns["held"] and await self._store.wake_held():
            self._wake()

    async def _done(self, change: Change, result: RunResult, outcome: Outcome) -> Outcome:
        """Records the claim on the job and the deferred tasks, before the state says *done*."""
        write, uuid = WRITES[change.action], result.uuid or change.job_uuid
        if write.creates_job and uuid:
            holder = await self._job_claims.claim(change.member.team, uuid, change.id)
            if holder != change.id:
                outcome = replace(outcome, also_of=holder)
        now = self._clock()
        if write.creates_job and outcome.doubted:
            await self._deferred_tasks.put(
                CHECK_DUPLICATES, change.id, now + self._retry.duplicate_check_after
            )
        if write.undoable and not outcome.already:
            await self._deferred_tasks.put(REMOVE_UNDO, change.id, now + undo.UNDO_SECONDS)
        return outcome
