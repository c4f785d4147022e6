"""The exactly-once protocol: one write on an API that knows no idempotency keys.

An attempt is recorded before each POST, and its result after it. An attempt without a result belongs
to a run that crashed in between: it counts as an answer that was lost. Whether a write with a lost
answer took effect is found out by reading, as the write's own file says (`bot.workflows.writes`).
Only `_send` POSTs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import bot.errors as err
from bot.concurrency import both
from bot.jobs.change import Change, Json
from bot.jobs.file_batch import UPLOAD_SECONDS
from bot.jobs.model import Job, NotificationState, Receipt
from bot.jobs.outcome import JobRow, Outcome
from bot.jobs.ports import PropOps
from bot.jobs.redaction import masked
from bot.leave_by import LeaveBy
from bot.store.change_history import ChangeHistory
from bot.store.changes import Attempt, ChangeStore
from bot.store.runs import Entered, RunStore
from bot.workflows.changes.circuit_breaker import CircuitBreaker
from bot.workflows.changes.receipts import as_stored, is_doubted, receipt_of
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.outcome import (
    ANSWERED,
    AWAY,
    WAITED,
    RunResult,
    checking,
    done,
    failure,
    no_job,
    stays,
    waiting,
)
from bot.workflows.writes.action import JobRead, Landed, WriteAction
from bot.workflows.writes.table import Writes

RECORDED_WITHIN = 5.0
"""Seconds that noting down an attempt may take, or nothing is sent."""
_IN_DOUBT = {"", "unknown"}
V = TypeVar("V")


class NoLongerOurs(Exception):
    """The change was withdrawn, or a later run has it: nothing was sent, and nothing is to be stored."""


class WriteExecutor:
    """Carries one change out at PropOps, as one person; every method returns a `RunResult`.

    Raises `TokenDead`, `NoLongerOurs` and errors of our own database; anything else is a bug.
    """

    def __init__(
        self,
        store: ChangeStore,
        runs: RunStore,
        history: ChangeHistory,
        writes: Writes,
        retry: RetryPolicy,
        circuit_breaker: CircuitBreaker,
        clock: Callable[[], float],
    ) -> None:
        self._store, self._runs, self._history = store, runs, history
        self._writes, self._retry = writes, retry
        self._circuit_breaker, self._clock = circuit_breaker, clock

    async def carry_out(self, entered: Entered, propops: PropOps) -> RunResult:
        change = entered.change
        wait = self._circuit_breaker.seconds_to_wait()
        if wait > 0:
            return self.held(change, after=wait)
        try:
            result = await self._carry_out(entered, propops)
        except AWAY as error:
            self._circuit_breaker.record_failure()
            return self._failure(change, error)
        except ANSWERED as error:
            result = await self._refused(change, error, propops)
        except NoLongerOurs:
            raise
        except BaseException:
            self._circuit_breaker.record_success()
            raise
        was_open = self._circuit_breaker.record_success()
        wakes = (
            change.held and result.outcome.why != "down"
        )  # the others, once its result is stored
        if was_open and not wakes:
            await self._store.wake_held()
        return result

    def held(self, change: Change, after: float = 0) -> RunResult:
        """PropOps is unreachable: the change waits, and its member's later changes wait behind it."""
        return waiting(change, err.Unreachable.words, max(after, self._backoff(change)))

    async def guarded(self, change: Change, work: Awaitable[V], propops: PropOps) -> V | RunResult:
        """What `work` returns; a refusal or failure of PropOps as a result."""
        try:
            return await work
        except AWAY as error:
            return self._failure(change, error)
        except ANSWERED as error:
            return await self._refused(change, error, propops)

    async def _refused(
        self, change: Change, error: err.PropOpsError, propops: PropOps
    ) -> RunResult:
        """PropOps answered no. After a 404, which may be about a revision or a file, it is asked for the job."""
        if isinstance(error, err.NotFound) and change.job_uuid:
            try:
                await propops.get(change.job_uuid)
            except err.NotFound:
                return no_job(
                    change, await self._history.deletion(change.member.team, change.job_uuid)
                )
            except (*AWAY, *ANSWERED) as unread:
                return self._failure(change, unread)
        return self._failure(change, error)

    def _failure(self, change: Change, error: err.PropOpsError) -> RunResult:
        gone = self._writes[change.action].gone
        return failure(change, error, gone=gone, wait=self._backoff(change))

    def _backoff(self, change: Change) -> float:
        return self._retry.backoff(change.outcome.failures + 1)

    async def _carry_out(self, entered: Entered, propops: PropOps) -> RunResult:
        change, attempts = entered.change, entered.attempts
        write = self._writes[change.action]
        sent = next((each for each in attempts if each.result == "sent"), None)
        if sent is not None:
            receipt = receipt_of(sent.detail)
            return await self._confirm(change, propops, receipt, doubted=is_doubted(attempts))
        if change.outcome.claimed_job:  # the member has said which job it is
            receipt = Receipt(uuid=change.outcome.claimed_job)
            return await self._confirm(change, propops, receipt, doubted=True)
        in_doubt = [each for each in attempts if each.result in _IN_DOUBT]
        if not in_doubt and is_doubted(attempts):
            # about to be sent again: it may have taken effect since
            landed = await write.landed(change, propops, attempts[0].at)
            if landed.took_effect == "yes":
                return _landed(change, landed)
        if in_doubt:
            result = await self._settle(change, propops, in_doubt)
            if result is not None:
                return result
        elif not is_doubted(attempts) and self._clock() - change.created_at > WAITED:
            made = await write.made_earlier(change, propops)
            if made is not None:
                return _landed(change, made)
        learnt: Json = {}
        before: Job | None = None
        if not write.words.creates_job:
            job, notice = await _read_before(change, write, propops)
            read = JobRead(job, bool(in_doubt), entered.notified, notice)
            checked = await write.check(change, read, propops)
            if isinstance(checked, RunResult):
                return checked
            before, learnt, change = job, _learnt(change, checked, job), checked
        return await self._send(change, propops, before, attempts, learnt)

    async def _send(
        self,
        change: Change,
        propops: PropOps,
        before: Job | None,
        attempts: Sequence[Attempt],
        learnt: Json,
    ) -> RunResult:
        """`attempts`: those made before. `learnt`: columns of the change to be stored with this one, before
        it is sent.
        """
        write, doubted = self._writes[change.action], is_doubted(attempts)
        body, upload = write.body(change, before), await write.upload(change)
        if isinstance(upload, RunResult):
            return upload
        if upload is not None:
            uploads = round(upload.extra_seconds, 1)
            learnt = learnt | {"target": {**change.target, UPLOAD_SECONDS: uploads}}
        # Before the attempt is noted: who dies while fetching it has certainly sent nothing.
        await propops.prefetch_csrf()
        leave_by = LeaveBy(RECORDED_WITHIN)
        attempt = await self._runs.record_attempt(change.id, change.run, len(attempts), **learnt)
        if attempt is None:
            raise NoLongerOurs
        if leave_by.has_passed:  # frozen just now: by now another may have taken it for lost
            await self._store.record_result(attempt.id, "not sent")
            return RunResult(stays(change), due_in=self._backoff(change))
        try:
            receipt = await propops.write(change.action, body, upload)
        except err.OutcomeUnknown as error:
            await self._store.record_result(attempt.id, "unknown", error.cause)
            now = self._clock()
            return checking(self._retry.read_again_in(now, now))
        except err.Unreachable:
            await self._store.record_result(attempt.id, "not sent")
            raise
        except err.RateLimited:
            await self._store.record_result(attempt.id, "throttled")
            raise
        except err.PropOpsError as error:
            await self._store.record_result(attempt.id, "refused")
            if doubted and write.refusal_shows_it_landed(error):
                return done(change, before, Outcome(doubted=True), before=before)
            raise
        noted = self._store.record_result(attempt.id, "sent", as_stored(receipt))
        confirmed = self._confirm(change, propops, receipt, before=before, doubted=doubted)
        _, result = await both(noted, confirmed)
        return result

    async def _settle(
        self, change: Change, propops: PropOps, in_doubt: Sequence[Attempt]
    ) -> RunResult | None:
        """Reads whether a write with a lost answer took effect. None: it did not, and may be sent again."""
        write, since = self._writes[change.action], in_doubt[0].at
        landed = await write.landed(change, propops, since)
        if landed.took_effect == "yes":
            for each in in_doubt:
                await self._store.record_result(each.id, "landed")
            return _landed(change, landed)
        uploads = float(change.target.get(UPLOAD_SECONDS) or 0)
        if wait := self._retry.read_again_in(in_doubt[-1].at, self._clock(), uploads):
            return checking(wait)
        if landed.took_effect == "cannot say" or len(in_doubt) >= self._retry.most_posts:
            candidates = landed.candidates
            if candidates is None:
                candidates = await write.candidates(change, propops, since)
            advice = err.OutcomeUnknown("lost").advice
            return RunResult("unknown", Outcome("lost", advice, candidates=tuple(candidates)))
        for each in in_doubt:
            if each.result != "unknown":
                await self._store.record_result(each.id, "unknown", "the bot stopped in the middle")
        return None

    async def _confirm(
        self,
        change: Change,
        propops: PropOps,
        receipt: Receipt,
        *,
        before: Job | None = None,
        doubted: bool = False,
    ) -> RunResult:
        """Reads the job back. What was written stays done even when the read fails."""
        write = self._writes[change.action]
        job: Job | None = None
        if not write.words.deletes_job:
            try:
                job = await write.read_back(change, receipt, propops)
            except err.PropOpsError:
                job = None
        if job is not None or write.words.deletes_job:
            return done(change, job, Outcome(doubted=doubted), before=before)
        result = done(change, job, Outcome(doubted=doubted, unread=True), before=before)
        return replace(result, uuid=receipt.uuid or change.job_uuid, ref=receipt.job_ref or "")


async def _read_before(
    change: Change, write: WriteAction, propops: PropOps
) -> tuple[Job, NotificationState | None]:
    """The job; beside it what else is wanted before the write, its CSRF token included."""
    reads = (
        asyncio.ensure_future(propops.get(change.job_uuid)),
        asyncio.ensure_future(write.notice(change, propops)),
        asyncio.ensure_future(propops.prefetch_csrf()),
    )
    try:
        job, notice, _ = await asyncio.gather(*reads)
    except BaseException:
        for read in reads:
            read.cancel()
        raise
    return job, notice


def _learnt(change: Change, checked: Change, before: Job) -> Json:
    """The columns of the change that the check, or reading the job, has added to."""
    learnt: Json = {
        name: dict(getattr(checked, name))
        for name in ("before", "target")
        if getattr(checked, name) != getattr(change, name)
    }
    return learnt if checked.before else learnt | {"before": masked(before)}


def _landed(change: Change, landed: Landed) -> RunResult:
    duplicates = tuple(JobRow(job.uuid, job.job_ref) for job in landed.duplicates)
    return done(change, landed.job, Outcome(doubted=True, duplicates=duplicates))
