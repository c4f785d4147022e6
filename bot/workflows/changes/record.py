"""Records the result of a run in the database, and schedules what follows from it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.jobs.actions import WRITES
from bot.jobs.change import OPEN, Change, Json
from bot.jobs.file_batch import BATCH, FILES
from bot.jobs.redaction import masked
from bot.jobs.undo import UndoWindow
from bot.store.runs import Entered, Recorded, Result
from bot.store.stores import Stores
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.outcome import RunResult

CHECK_DUPLICATES, REMOVE_UNDO = "check duplicates", "remove undo"
ADD_FILES, JOB_MISSING = "add files", "job missing"
CHASE = "chase"
DELETION_WAITS, DELETION_OVER = "deletion waits", "deletion over"
CARD_WAITS, CARD_OVER = "card waits", "card over"
"""Kinds of deferred tasks."""


@dataclass(frozen=True)
class Follows:
    """What follows from a change that is done. `card_channel`: where the card of its job is, or goes.
    `expect_card`: hears of a change as it is being carried out, for what its card will need. `chase_at`: when somebody is reminded of a contractor whom they told at a moment; None: never. Times
    are Unix seconds.
    """

    card_channel: Callable[[Change], str]
    expect_card: Callable[[Change], None]
    chase_at: Callable[[float], float | None]
    undo: UndoWindow


class OutcomeRecorder:
    """`wake`: tells the dispatcher that something is due. `clock`: Unix seconds."""

    def __init__(
        self,
        stores: Stores,
        retry: RetryPolicy,
        wake: Callable[[], None],
        clock: Callable[[], float],
        journal: ChangeJournal,
        follows: Follows,
    ) -> None:
        self._store, self._runs = stores.changes, stores.runs
        self._retry, self._wake, self._clock, self.journal = retry, wake, clock, journal
        self._card_channel, self._undo = follows.card_channel, follows.undo
        self.expect_card = follows.expect_card
        self._chase_at = follows.chase_at

    async def record(self, entered: Entered, result: RunResult) -> Recorded | None:
        """One compare-and-set stores the result, what follows from it and, for an open state, when the
        next run is due. None: the change had ended before, withdrawn, or a later run has it.
        """
        change = entered.change
        failures = change.outcome.failures + 1 if result.outcome.why == "down" else 0
        outcome = change.outcome.lasting_into(
            replace(result.outcome, failures=failures, account=entered.account)
        )
        columns: Json = {"outcome": outcome, "due_at": self._clock() + result.due_in}
        away = result.outcome.why == "down" and not result.outcome.waits_for_slack
        columns["held"] = result.state == "asked" and away
        if result.state == "waiting":  # the time to undo it begins once it is approved
            columns["send_at"] = 0.0
        elif result.send_at is not None:
            columns["send_at"] = result.send_at
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
        else:
            stored = replace(stored, deferred=self._undone(change, result))
        recorded = await self._runs.record(change.id, change.run, stored)
        if recorded is not None:
            recorded = replace(recorded, waited=change.outcome.why == "link")
            self.journal.moved(recorded.change, change.state, waited=recorded.waited)
        if change.held and not columns["held"]:
            await self._store.wake_held()
            self._wake()
        return recorded

    def _undone(self, change: Change, result: RunResult) -> list[tuple[str, float]]:
        """The deferred tasks of a change that has not been done: it waits, or came to nothing."""
        now = self._clock()
        tasks = [(JOB_MISSING, now)] if result.outcome.no_job else []
        if WRITES[change.action].deletes_job:
            waits = result.state in {"asked", "waiting"}
            tasks.append((DELETION_WAITS if waits else DELETION_OVER, now))
        elif change.job_uuid and _bears_on_cards(change, result):
            tasks.append((CARD_WAITS if result.state == "waiting" else CARD_OVER, now))
        return tasks

    def _done(self, entered: Entered, result: RunResult, stored: Result) -> Result:
        """With the claim on the job, and the deferred tasks.

        Files sent together have one card, drawn by whichever is the last: none of them claims it here.
        """
        change = entered.change
        write, outcome, now = WRITES[change.action], stored.columns["outcome"], self._clock()
        tasks = []
        if write.creates_job and outcome.doubted:
            tasks.append((CHECK_DUPLICATES, now + self._retry.duplicate_check_after))
        if write.undoable and not outcome.already and self._undo.seconds:
            tasks.append((REMOVE_UNDO, now + self._undo.seconds))
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


def _bears_on_cards(change: Change, result: RunResult) -> bool:
    """Whether the cards of its job say something else now, although nothing was done to the job."""
    if result.state == "waiting":
        return True
    if result.state in OPEN:
        return False
    if result.outcome.why == "conflict":
        return True  # they show what it was before somebody else changed it
    asked_first = result.outcome.why == "sure"
    untold = WRITES[change.action].tells_contractor and not asked_first
    return untold or bool(change.outcome.approval_round)
