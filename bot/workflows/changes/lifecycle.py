"""A change's life: accepted, run until it ends or has to wait, told to people.

Our own table is the state machine. The engine makes one *run* resumable: two steps, `apply` and
`show`, each harmless when repeated. A run ends in an ended state, or parks the change until
`due_at`; the dispatcher then starts the next run under a new key.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.engine.protocol import Engine
from bot.errors import BotError, Busy, NotLinked, NotWelcome, OutcomeUnknown, TokenDead
from bot.jobs import undo
from bot.jobs.actions import WRITES
from bot.jobs.change import ENDED, OPEN, Change, Json, Member, State, change_id
from bot.jobs.ports import PropOps
from bot.jobs.redaction import masked
from bot.members.access import People
from bot.slack.web_api import SlackSilent
from bot.store.changes import Accepted, ChangeStore
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.encryption import CannotDecrypt
from bot.store.job_claims import JobClaimStore
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.changes.dispatcher import LEASE, Dispatcher
from bot.workflows.changes.exactly_once import WriteExecutor
from bot.workflows.changes.progress import ProgressReporter
from bot.workflows.changes.resolution import Resolution
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.outcome import RunResult, stays

ACCEPT_WITHIN = 2.0
"""Seconds an accept may take before the member is told *Busy* (Slack waits three)."""
LINK_PATIENCE = 7 * 86400
"""Seconds a change waits for its member to link before it expires."""
RELINKED = 1.0
"""Seconds before a change goes on whose member linked anew while it ran."""
NEVER_LINKED = "Nobody linked in time, so this was not sent."
ENDED_UNDONE: frozenset[State] = frozenset({"failed", "refused", "expired", "withdrawn"})
MOST_PRESSES = 20
DOUBLE_CLICK = 3.0
"""Seconds in which a second press is the first one still: what it asks is being told anyway."""
_LASTING = ("claimed", "again", "told", "approval", "shows", "tier")
"""What an outcome keeps from run to run."""
CHECK_DUPLICATES, REMOVE_UNDO = "audit", "undo over"
"""Kinds of chores."""
UNDECRYPTABLE = (
    "What you asked for can't be read any more, since the key that sealed it is gone. "
    "Please look at the job in PropOps, then send it again if it is missing."
)
SHOW_TRIES = 120
"""How often a result is offered to Slack, at most a minute apart."""
WORKFLOW = "change.move_on"

log = structlog.get_logger(__name__)


class Changes:
    """What handlers use, and the body the engine runs."""

    def __init__(
        self,
        store: ChangeStore,
        engine: Engine,
        people: People,
        effects: WriteExecutor,
        progress: ProgressReporter,
        claims: JobClaimStore,
        deferred_tasks: DeferredTaskStore,
        clock: Callable[[], float],
        approvals: Approvals,
        *,
        at_once: int = 20,
        on_state: Callable[[str, str], None] = lambda _action, _state: None,
    ) -> None:
        self._store, self._engine, self._people = store, engine, people
        self._effects, self._progress, self._clock = effects, progress, clock
        self._approvals = approvals
        self._claims, self._deferred_tasks, self._on_state = claims, deferred_tasks, on_state
        self.dispatcher = Dispatcher(store, engine, WORKFLOW, clock, limit=at_once)
        self.resolving = Resolution(store, claims, self.dispatcher.wake, clock)
        engine.register(WORKFLOW, self._run)

    def now(self) -> float:
        """Unix seconds."""
        return self._clock()

    async def accept(self, change: Change) -> Accepted:
        """Stores the change before Slack hears yes. The same key is one change, for ever.

        Raises `Busy` when that can't be done in time; an accept under way still counts, and
        pressing again joins it.
        """
        self.dispatcher.count_accepted()
        now = self._clock()
        fresh = change.but(created_at=now, updated_at=now, due_at=now)
        try:
            accepted = await asyncio.wait_for(
                asyncio.shield(self._store.accept(fresh)), ACCEPT_WITHIN
            )
        except TimeoutError:
            raise Busy from None
        except BotError as error:
            log.error("accept failed", problem=type(error).__name__)
            raise Busy from None
        if accepted.fresh:
            self._on_state(change.action, "asked")
            self.dispatcher.wake()
        return accepted

    async def press(self, change: Change) -> Accepted:
        """`ask` for a button. One that came to nothing can be pressed again, as the next intent.

        Raises `Busy`.
        """
        accepted = await self.accept(change)
        for number in range(1, MOST_PRESSES):
            old = accepted.change
            ended_at = old.finished_at or old.updated_at
            if accepted.fresh or old.state not in ENDED_UNDONE:
                break
            if self._clock() - ended_at < DOUBLE_CLICK:
                break
            key = f"{change.key}:again{number}"
            accepted = await self.accept(change.but(id=change_id(key), key=key))
        return accepted

    async def undoable(self, change_id: str) -> Change | None:
        """The update behind an *Undo*, while it can be undone."""
        change = await self._store.get(change_id)
        if change is None or undo.open_until(change) <= self._clock():
            return None
        return change

    async def resume_after_link(self, member_rows: list[Change] | None = None) -> None:
        """Takes up what waited for a link: makes every such change due.

        Also those whose member could not be told so far, as while the app was taken out of Slack.
        """
        for change in member_rows or await self._waiting_for_link():
            if await self._people.linked(change.member) or "told" not in change.outcome:
                outcome = {k: v for k, v in change.outcome.items() if k != "told"}
                await self._store.put(change.id, due_at=self._clock(), outcome=outcome)
        self.dispatcher.wake()

    async def waits_for_link_of(self, member: Member) -> bool:
        return any(change.member == member for change in await self._waiting_for_link())

    async def _waiting_for_link(self) -> list[Change]:
        waiting = [c for s in ("asked", "checking") for c in await self._store.recent(500, state=s)]
        return [change for change in waiting if _waits_for_link(change)]

    async def _run(self, arg: str) -> None:
        """One run. Between the steps only plain decisions."""
        change_id, _, number = arg.rpartition(".")
        run = int(number)
        structlog.contextvars.bind_contextvars(change=change_id)
        try:
            with self.dispatcher.running(change_id, run):
                came = await self._engine.step("apply", self._apply, change_id, run)
                if came.get("state") == "stale":
                    return
                told = await self._engine.step("show", self._show, change_id, run)
            for tries in range(1, SHOW_TRIES):  # Slack is away: nothing else is held up by it
                if told.get("shown", True):
                    return
                await asyncio.sleep(RetryPolicy.backoff(tries))
                told = await self._engine.step("show", self._show, change_id, run)
        except Exception:
            log.exception("run failed")
            await self._run_crashed(change_id, run)
        finally:
            structlog.contextvars.unbind_contextvars("change")

    async def _apply(self, change_id: str, run: int) -> Json:
        try:
            change = await self._store.enter(change_id, run, self._clock() + LEASE)
        except CannotDecrypt:
            await self.fail_undecryptable(change_id)
            return {"state": "stale"}
        if change is None:
            return {"state": "stale"}
        if change.state not in OPEN:
            return {"state": change.state}
        verdict = await self._ended_without_sending(change)
        if verdict is not None:
            pass
        elif change.state == "asked" and await self._store.is_behind_held(change):
            verdict = self._effects.held(change)
        elif change.state == "asked" and (
            stop := await self._as_member(change, self._check_before_send)
        ):
            verdict = stop
        else:
            applying = change
            if change.state == "asked":
                begun = await self._store.move(change.id, {"asked"}, "applying")
                if begun is None:  # withdrawn at this very moment
                    return {"state": "stale"}
                applying = begun
            verdict = await self._as_member(applying, self._carry_out)
        if verdict is None:
            raise TypeError("a write that was carried out has a verdict")
        await self._record(change, verdict)
        return {"state": verdict.state}

    async def fail_undecryptable(self, change_id: str) -> None:
        """The key that sealed its private fields is gone: it ends, and its member is told."""
        log.error("a change can't be opened: was TOKEN_KEYS changed?")
        outcome: Json = {"why": "sealed", "said": UNDECRYPTABLE}
        lost = await self._store.move(change_id, OPEN | {"waiting"}, "failed", outcome=outcome)
        if lost is not None:
            self._on_state(lost.action, "failed")
            await self._progress.report_undecryptable(lost, UNDECRYPTABLE)

    async def _ended_without_sending(self, change: Change) -> RunResult | None:
        """How it ended without PropOps: said no to, taken back, or never linked. Needs no token."""
        if change.state == "asked" and change.outcome.get("why") == "approval":
            return await self._approvals.ended_without_approval(change)
        return self._link_expired(change)

    async def _check_before_send(self, change: Change, propops: PropOps) -> RunResult | None:
        """What keeps it from being sent: the operator's rules, or somebody's approval."""
        return await self._effects.guarded(
            change, self._approvals.check_before_send(change, propops)
        )

    async def _carry_out(self, change: Change, propops: PropOps) -> RunResult | None:
        verdict = await self._effects.carry_out(change, propops)
        return await self._approvals.record_approvers(change, verdict, propops)

    async def _as_member(
        self, change: Change, work: Callable[[Change, PropOps], Awaitable[RunResult | None]]
    ) -> RunResult | None:
        """Does it with the member's own token; without a living one the change is parked."""
        try:
            if change.state == "asked":  # who has left since, or became a guest, changes nothing
                await self._people.require_access(change.member)
            propops = await self._people.propops(change.member)
            verdict = await work(change, propops)
            return verdict and await self._explain_permission(change, verdict)
        except TokenDead as error:
            await self._people.mark_token_dead(change.member, error.key)
            if await self._people.linked(change.member):  # linked anew while this ran
                return RunResult(stays(change), due_in=RELINKED)
            return self._wait_for_link(change, error)
        except NotLinked as error:
            return self._wait_for_link(change, error)
        except NotWelcome as error:
            return RunResult("refused", "refused", error.advice)

    async def _explain_permission(self, change: Change, verdict: RunResult) -> RunResult:
        """A 403 names the account and the permission."""
        if not verdict.extra.get("permission"):
            return verdict
        said = await self._people.permission_message(
            change.member, WRITES[change.action].permission
        )
        return replace(verdict, said=said)

    def _wait_for_link(self, change: Change, error: BotError) -> RunResult:
        """Waits for its member to link, for as long as `LINK_PATIENCE`."""
        now = self._clock()
        since = float(change.outcome.get("parked_at") or now) if _waits_for_link(change) else now
        left = since + LINK_PATIENCE - now
        if left <= 0 and change.state == "checking":
            return RunResult("unknown", "lost", OutcomeUnknown("lost").advice)
        if left <= 0:
            return RunResult("expired", "link", NEVER_LINKED)
        extra: Json = {"parked_at": since}
        return RunResult(stays(change), "link", error.advice, due_in=left + 1, extra=extra)

    def _link_expired(self, change: Change) -> RunResult | None:
        """Nobody linked in time; told even to somebody who links later."""
        since = change.outcome.get("parked_at")
        if not _waits_for_link(change) or since is None or change.state == "checking":
            return None
        late = self._clock() - float(since) > LINK_PATIENCE
        return RunResult("expired", "link", NEVER_LINKED) if late else None

    async def _record(self, change: Change, verdict: RunResult) -> None:
        """One compare-and-set writes the verdict down. `run` moves on with it where it parks."""
        failures = int(change.outcome.get("failures", 0)) + 1 if verdict.why == "down" else 0
        outcome: Json = {
            "why": verdict.why,
            "said": verdict.said,
            "named": verdict.named,
            "failures": failures,
            "as": await self._people.linked_name(change.member),
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
            self.dispatcher.wake()

    async def _done(self, change: Change, verdict: RunResult, outcome: Json) -> None:
        """What follows from a change being done, written down before it says so."""
        write, uuid = WRITES[change.action], verdict.uuid or change.job_uuid
        if write.creates_job and uuid:
            holder = await self._claims.claim(change.member.team, uuid, change.id)
            if holder != change.id:
                outcome["also"] = holder
        now = self._clock()
        if write.creates_job and outcome.get("doubted"):
            await self._deferred_tasks.put(
                CHECK_DUPLICATES, change.id, now + self._effects.audit_after
            )
        if write.undoable and not outcome.get("already"):
            await self._deferred_tasks.put(REMOVE_UNDO, change.id, now + undo.FOR)

    async def _show(self, change_id: str, run: int) -> Json:
        """Tells people where the change stands. Not shown: Slack is away, so try again."""
        change = await self._store.get(change_id)
        if change is None or change.run != run:
            return {"shown": True}
        try:
            await self._progress.report(change)
        except SlackSilent as error:
            log.warning("Slack is away", method=error.args[0])
            return {"shown": False}
        return {"shown": True}

    async def _run_crashed(self, change_id: str, run: int) -> None:
        """A bug or a broken database ended the run: the change goes on in the next one."""
        change = await self._store.get(change_id)
        if change is None or change.run != run:
            return
        crashes = int(change.outcome.get("stumbles", 0)) + 1
        outcome = dict(change.outcome) | {"stumbles": crashes}
        wait = RetryPolicy.backoff(crashes)
        if change.state in ENDED:
            await self._progress.report_privately(change)
            return
        await self._store.put(change_id, due_at=self._clock() + wait, outcome=outcome, held=False)
        if crashes == 1:
            await self._progress.report_crash(change)
        self.dispatcher.wake()


def _waits_for_link(change: Change) -> bool:
    return change.outcome.get("why") == "link"
