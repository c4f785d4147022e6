"""Records the result of a run in the database, and schedules what follows from it."""

from collections.abc import Callable
from dataclasses import replace

from bot.jobs import undo
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.file_batch import BATCH, FILES
from bot.jobs.redaction import masked
from bot.store.runs import Entered, Recorded, Result
from bot.store.stores import Stores
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.outcome import RunResult

CHECK_DUPLICATES, REMOVE_UNDO = "check duplicates", "remove undo"
ADD_FILES, JOB_MISSING = "add files", "job missing"
CHASE = "chase"
"""Kinds of deferred tasks."""


class OutcomeRecorder:
    """`wake`: tells the dispatcher that something is due. `card_channel`: where the card of a change's job
    is, or goes. `chase_at`: when somebody is reminded of a contractor whom they told at a moment; None:
    never. All in Unix seconds.
    """

    def __init__(
        self,
        stores: Stores,
        retry: RetryPolicy,
        wake: Callable[[], None],
        clock: Callable[[], float],
        journal: ChangeJournal,
        card_channel: Callable[[Change], str],
        chase_at: Callable[[float], float | None],
    ) -> None:
        self._store, self._runs = stores.changes, stores.runs
        self._retry, self._wake, self._clock, self._journal = retry, wake, clock, journal
        self._card_channel, self._chase_at = card_channel, chase_at

    async def record(self, entered: Entered, result: RunResult) -> Recorded | None:
        """One compare-and-set stores the result, what follows from it and, for an open state, when the
        next run is due. None: the change had ended before, withdrawn.
        """
        change = entered.change
        failures = change.outcome.failures + 1 if result.outcome.why == "down" else 0
        outcome = change.outcome.lasting_into(
            replace(result.outcome, failures=failures, account=entered.account)
        )
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
        stored = Result(result.state, columns)
        if result.state == "done":
            stored = self._done(entered, result, stored)
        elif result.outcome.no_job:
            stored = replace(stored, deferred=[(JOB_MISSING, self._clock())])
        recorded = await self._runs.record(change.id, stored)
        if recorded is not None:
            self._journal.moved(recorded.change, change.state)
        if change.held and not columns["held"]:
            await self._store.wake_held()
            self._wake()
        return recorded

    def _done(self, entered: Entered, result: RunResult, stored: Result) -> Result:
        """With the claim on the job, and the deferred tasks.

        Files sent together have one card, drawn by whichever is the last: none of them claims it here.
        """
        change = entered.change
        write, outcome, now = WRITES[change.action], stored.columns["outcome"], self._clock()
        tasks = []
        if write.creates_job and outcome.doubted:
            tasks.append((CHECK_DUPLICATES, now + self._retry.duplicate_check_after))
        if write.undoable and not outcome.already:
            tasks.append((REMOVE_UNDO, now + undo.UNDO_SECONDS))
        if write.tells_contractor and (chase_at := self._chase_at(now)) is not None:
            tasks.append((CHASE, chase_at))
        if write.creates_job and change.target.get(FILES):
            tasks.append((ADD_FILES, now))
        uuid = result.uuid or change.job_uuid if write.creates_job else ""
        just_made = bool(uuid) and not entered.attempts and not outcome.doubted
        return replace(
            stored,
            claims=uuid,
            just_made=just_made,
            deferred=tasks,
            card_channel="" if BATCH in change.target else self._card_channel(change),
        )
