"""The exactly-once protocol: one write on an API that knows no idempotency keys.

Before each POST an attempt is written down, after it what came of it. An attempt without a result
belongs to a run that died in the middle: it counts as an answer that was lost. A lost answer is
settled by reading, each action in its own way; only `send` below ever POSTs.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

import bot.errors as err
from bot.jobs import undo
from bot.jobs.change import Change, Json, State
from bot.jobs.model import Job, NotificationState
from bot.jobs.ports import PropOps
from bot.jobs.redaction import masked, private_values, redact
from bot.jobs.rich_text import to_text
from bot.jobs.timestamps import unix_seconds
from bot.jobs.updates import already_has, conflicts
from bot.store.changes import Attempt, ChangeStore
from bot.store.job_claims import JobClaimStore
from bot.workflows.changes.circuit_breaker import CircuitBreaker
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.notify_check import NotifyCheck
from bot.workflows.outcome import RunResult
from bot.workflows.writes.create import WriteBodies

_DOUBT = {"", "unknown"}
V = TypeVar("V")
Found = Literal["yes", "no", "cannot say"]


@dataclass(frozen=True)
class Landed:
    """What reading told of a write in doubt."""

    found: Found
    job: Job | None = None
    extra: Mapping[str, Any] | None = None


class WriteExecutor:
    """Carries one change out at PropOps, as one person; every method returns a `Verdict`.

    Raises only what is a bug, `TokenDead`, and errors of our own database.
    """

    def __init__(
        self,
        store: ChangeStore,
        claims: JobClaimStore,
        bodies: WriteBodies,
        rules: RetryPolicy,
        circuit_breaker: CircuitBreaker,
        notify_check: NotifyCheck,
        clock: Callable[[], float],
    ) -> None:
        self._store, self._claims, self._bodies, self._rules = store, claims, bodies, rules
        self._circuit_breaker, self._notify_check = circuit_breaker, notify_check
        self._clock = clock

    @property
    def audit_after(self) -> float:
        """Seconds after a create was in doubt at which no copy of it can be under way any more."""
        return self._rules.audit_after

    async def carry_out(self, change: Change, propops: PropOps) -> RunResult:
        wait = self._circuit_breaker.wait()
        if wait > 0:
            return self.held(change, after=wait)
        try:
            verdict = await self._answered(change, self._carry_out(change, propops))
        except (err.Unreachable, err.Garbled):
            self._circuit_breaker.failed()
            return self.held(change)
        except BaseException:
            self._circuit_breaker.worked()
            raise
        if self._circuit_breaker.worked():
            await self._store.wake_held()
        return verdict

    def held(self, change: Change, after: float = 0) -> RunResult:
        """PropOps is away: the change waits, and what the same member asks for waits behind it."""
        return self._later(change, err.Unreachable.words, after=after)

    async def guarded(self, change: Change, work: Awaitable[V]) -> V | RunResult:
        """What `work` returns; what PropOps refuses or fails at becomes a verdict."""
        try:
            return await self._answered(change, work)
        except (err.Unreachable, err.Garbled):
            return self.held(change)

    async def _answered(self, change: Change, work: Awaitable[V]) -> V | RunResult:
        try:
            return await work
        except err.RateLimited as error:
            return self._later(change, error.advice, after=error.after)
        except err.NotAllowed as error:
            return RunResult("failed", "refused", error.advice, extra={"permission": True})
        except err.NotFound as error:
            return RunResult("failed", "gone", _GONE.get(change.action, error.advice))
        except err.Refused as error:
            said = redact(
                error.advice, private_values(change.fields, change.base.get("fields", {}))
            )
            return RunResult("failed", "refused", said, named=error.field or "")

    async def _carry_out(self, change: Change, propops: PropOps) -> RunResult:
        attempts = await self._store.attempts(change.id)
        sent = next((each for each in attempts if each.result == "sent"), None)
        if sent is not None:
            return await self._confirm(change, propops, sent.detail, doubted=_doubted(attempts))
        if change.outcome.get("claimed"):  # the member has said which job it is
            told = f"{change.outcome['claimed']} "
            return await self._confirm(change, propops, told, doubted=True)
        doubtful = [each for each in attempts if each.result in _DOUBT]
        if not doubtful and _doubted(attempts):  # to be created again: it may have turned up since
            look = await self._look(change, propops, attempts)
            if look.found == "yes":
                return self._done(change, look.job, doubted=True, extra=look.extra)
        if doubtful:
            verdict = await self._settle(change, propops, doubtful)
            if verdict is not None:
                return verdict
        before: Job | None = None
        if change.action != "create":
            before = await self._fresh(change, propops)
            early = await self._precheck(change, before, propops, doubted=bool(doubtful))
            if early is not None:
                return early
            if change.target.get("undo_of"):
                change = await self._store.get(change.id) or change
        return await self._send(change, propops, before, doubted=_doubted(attempts))

    async def _send(
        self, change: Change, propops: PropOps, before: Job | None, *, doubted: bool
    ) -> RunResult:
        body = self._bodies.body(change, before)
        if before is not None and not change.before:
            await self._store.put(change.id, before=masked(before))
        attempt = await self._store.record_attempt(change.id)
        try:
            receipt = await propops.write(change.action, body)
        except err.OutcomeUnknown as error:
            await self._store.record_result(attempt.id, "unknown", error.cause)
            return self._checking(self._rules.settle)
        except err.Unreachable:
            await self._store.record_result(attempt.id, "not sent")
            raise
        except err.RateLimited:
            await self._store.record_result(attempt.id, "throttled")
            raise
        except err.PropOpsError as error:
            await self._store.record_result(attempt.id, "refused")
            if doubted and change.action == "restore_archived_file" and _gone(error):
                return self._done(change, before, before=before, doubted=True)
            raise
        told = f"{receipt.uuid or ''} {receipt.job_ref or ''}"
        await self._store.record_result(attempt.id, "sent", told)
        return await self._confirm(change, propops, told, before=before, doubted=doubted)

    async def _settle(
        self, change: Change, propops: PropOps, doubtful: Sequence[Attempt]
    ) -> RunResult | None:
        """Looks whether a write in doubt landed. None: it did not, and may be sent once more."""
        look = await self._look(change, propops, doubtful)
        if look.found == "yes":
            for each in doubtful:
                await self._store.record_result(each.id, "landed")
            return self._done(change, look.job, doubted=True, extra=look.extra)
        left = doubtful[-1].at + self._rules.settle - self._clock()
        if left > 0:
            return self._checking(left)
        if look.found == "cannot say" or len(doubtful) >= self._rules.most_posts:
            extra = dict(look.extra or {})
            if change.action == "create" and "candidates" not in extra:
                extra["candidates"] = await self._candidates(change, propops, since=doubtful[0].at)
            return RunResult("unknown", "lost", err.OutcomeUnknown("lost").advice, extra=extra)
        for each in doubtful:
            if each.result != "unknown":
                await self._store.record_result(each.id, "unknown", "the bot stopped in the middle")
        return None

    async def _look(self, change: Change, propops: PropOps, doubtful: Sequence[Attempt]) -> Landed:
        since = doubtful[0].at
        match change.action:
            case "create":
                return await self._look_for_mark(change, propops, since)
            case "delete":
                gone = await propops.find(change.job_uuid) is None
                return Landed("yes" if gone else "no")
            case "send_assignment_notification":
                notice = await propops.notice(change.job_uuid)
                told_now = bool(notice.sent) and notice.at > str(change.before.get("told_at", ""))
                if told_now and change.before:
                    return Landed("yes", await propops.get(change.job_uuid))
                return Landed("cannot say")
            case "update":
                job = await propops.get(change.job_uuid)
                return Landed("yes" if already_has(job, change.fields) else "no", job)
            case "restore_commit":
                return await self._look_for_commit(change, propops)
            case "restore_archived_file":
                listed = await propops.archived_files(change.job_uuid)
                if listed is None:
                    return Landed("cannot say")
                still = str(change.target["file_id"]) in {str(file.id) for file in listed}
                return Landed("no" if still else "yes", await propops.get(change.job_uuid))
            case "add_case_note":
                notes = await propops.case_notes(change.job_uuid)
                said = str(change.target["note_text"]).split()
                there = any(
                    to_text(note.text).split() == said and not before(note.at, since)
                    for note in notes
                )
                return Landed("yes" if there else "no", await propops.get(change.job_uuid))

    async def _look_for_mark(self, change: Change, propops: PropOps, since: float) -> Landed:
        if self._bodies.carries_mark(change):
            found = sorted(await propops.marked(change.id), key=lambda job: job.created_at)
            if not found:
                return Landed("no")
            doubles = [{"uuid": job.uuid, "ref": job.job_ref} for job in found[1:]]
            return Landed("yes", found[0], {"doubles": doubles} if doubles else None)
        return Landed(
            "cannot say", extra={"candidates": await self._candidates(change, propops, since)}
        )

    async def _candidates(self, change: Change, propops: PropOps, since: float) -> list[Json]:
        """Jobs it may have made, without those that another change made."""
        like = await self._bodies.look_alikes(change, propops, since)
        uuids = [row["uuid"] for row in like]
        taken = await self._claims.claimed_by_others(change.member.team, uuids, change.id)
        return [row for row in like if row["uuid"] not in taken]

    async def _look_for_commit(self, change: Change, propops: PropOps) -> Landed:
        job = await propops.get(change.job_uuid)
        commits = await propops.commits(change.job_uuid)
        wanted = next(
            (c for c in commits if str(c.id) == str(change.target.get("commit_id"))), None
        )
        moved = bool(change.before) and job.updated_at != change.before.get("updated_at")
        if wanted is not None and wanted.fields:
            return Landed("yes" if moved and already_has(job, wanted.fields) else "no", job)
        return Landed("yes" if moved else "no", job)

    async def _fresh(self, change: Change, propops: PropOps) -> Job:
        await propops.prefetch_csrf()
        return await propops.get(change.job_uuid)

    async def _precheck(
        self, change: Change, job: Job, propops: PropOps, *, doubted: bool
    ) -> RunResult | None:
        match change.action:
            case "update":
                theirs = conflicts(change, job)
                if theirs and not doubted:
                    return RunResult(
                        "failed",
                        "conflict",
                        "Somebody else changed this job while your form was open.",
                        before=job,
                        extra={"theirs": theirs},
                    )
                if already_has(job, change.fields):
                    return self._done(change, job, extra={"already": True})
            case "send_assignment_notification":
                if not job.contractor_id:
                    return RunResult(
                        "failed",
                        "refused",
                        f"{job.name} has no contractor yet. Press Update on the card to choose one.",
                    )
                notice = await self._notice(propops, job.uuid)
                told = notice.at if notice is not None else ""
                await self._store.put(change.id, before=masked(job) | {"told_at": told})
                given = change.outcome.get("approval")  # an approver's yes is a second one too
                sure = change.target.get("sure") or change.outcome.get("again") or given
                if not (sure or doubted):
                    doubts = await self._notify_check.doubts(change.member.team, job, notice)
                    if doubts:
                        return RunResult("refused", "sure", " ".join(doubts), before=job)
            case "restore_commit" if change.target.get("undo_of"):
                return await self._undo(change, job, propops)
            case "delete" if change.job_ref and job.job_ref != change.job_ref:
                return RunResult(
                    "failed", "conflict", "Its reference changed meanwhile.", before=job
                )
            case _:
                pass
        return None

    async def _undo(self, change: Change, job: Job, propops: PropOps) -> RunResult | None:
        """Finds the commit before the update, unless somebody changed the job since."""
        update = await self._store.get(str(change.target["undo_of"]))
        if update is None or not update.after:
            return RunResult("failed", "gone", undo.TOO_OLD)
        if undo.moved(update, job):
            return RunResult("failed", "conflict", undo.MOVED)
        commit = undo.before(update, await propops.commits(job.uuid))
        if commit is None:
            return RunResult("failed", "gone", undo.NO_COMMIT)
        await self._store.put(change.id, target={**change.target, "commit_id": commit.id})
        return None

    async def _notice(self, propops: PropOps, uuid: str) -> NotificationState | None:
        try:
            return await propops.notice(uuid)
        except (
            err.PropOpsError
        ):  # its shape and permission are undocumented: never a reason to stop
            return None

    async def _confirm(
        self,
        change: Change,
        propops: PropOps,
        told: str,
        *,
        before: Job | None = None,
        doubted: bool = False,
    ) -> RunResult:
        """Reads the job back. What was written stays done even when the read fails."""
        uuid, _, ref = told.partition(" ")
        uuid = uuid or change.job_uuid
        if change.action == "delete":
            return self._done(change, None, before=before, doubted=doubted)
        try:
            job = await self._read_back(change, propops, uuid)
        except err.TokenDead:
            job = None
        except err.PropOpsError:
            job = None
        verdict = self._done(change, job, before=before, doubted=doubted)
        if job is None:
            return _with(verdict, uuid=uuid, ref=ref, extra={**verdict.extra, "unread": True})
        return verdict

    async def _read_back(self, change: Change, propops: PropOps, uuid: str) -> Job | None:
        if uuid:
            return await propops.get(uuid)
        if self._bodies.carries_mark(change):
            found = sorted(await propops.marked(change.id), key=lambda job: job.created_at)
            return found[0] if found else None
        like = await self._candidates(change, propops, change.created_at)
        return await propops.get(like[0]["uuid"]) if len(like) == 1 else None

    def _done(
        self,
        change: Change,
        job: Job | None,
        *,
        before: Job | None = None,
        doubted: bool = False,
        extra: Mapping[str, Any] | None = None,
    ) -> RunResult:
        more = dict(extra or {})
        if doubted:
            more["doubted"] = True
        return RunResult(
            "done",
            uuid=job.uuid if job else change.job_uuid,
            ref=job.job_ref if job else change.job_ref,
            before=before,
            after=job,
            extra=more,
        )

    def _checking(self, seconds: float) -> RunResult:
        return RunResult("checking", "lost", "Checking whether PropOps took it…", due_in=seconds)

    def _later(self, change: Change, said: str, after: float = 0) -> RunResult:
        wait = max(after, self._rules.backoff(int(change.outcome.get("failures", 0)) + 1))
        state: State = "checking" if change.state == "checking" else "asked"
        return RunResult(state, "down", said, due_in=wait)


_GONE = {
    "restore_commit": "PropOps no longer has that revision: old ones are purged.",
    "restore_archived_file": "PropOps no longer has that file: old ones are purged.",
}
"""What a 404 means for what can go by itself (features/cron-jobs); or the whole job is gone."""


def before(stamp: str, since: float) -> bool:
    """Whether PropOps's time is certainly earlier than ours (Unix seconds)."""
    at = unix_seconds(stamp)
    return at is not None and at < since - 120


def _gone(error: err.PropOpsError) -> bool:
    return isinstance(error, err.NotFound)


def _doubted(attempts: Sequence[Attempt]) -> bool:
    return any(each.result in {"unknown", "landed", "set aside"} for each in attempts)


def _with(verdict: RunResult, **changes: Any) -> RunResult:
    return replace(verdict, **changes)
