"""The life of changes without a network: the real workflow on a fake PropOps with planned faults."""

import asyncio
import shutil
import tempfile
from datetime import UTC
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from cryptography.fernet import Fernet

from bot.jobs.actions import Action
from bot.jobs.change import Change, Place, change_id
from bot.jobs.statuses import StatusNames
from bot.jobs.undo import UndoWindow
from bot.jobs.working_time import QuietHours
from bot.members.access import Access
from bot.members.links import Links
from bot.sandbox.in_memory_engine import InMemoryEngine, Memory
from bot.store.change_history import ChangeHistory
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.job_claims import JobClaimStore
from bot.store.runs import RunStore
from bot.store.stores import Stores
from bot.store.tokens import TokenStore
from bot.web.metrics import Metrics
from bot.workflows.approvals.gate import ApprovalGate
from bot.workflows.changes.apply import ApplyStep
from bot.workflows.changes.as_member import AsMember
from bot.workflows.changes.circuit_breaker import CircuitBreaker
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.exactly_once import WriteExecutor
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.changes.progress import ProgressReporter
from bot.workflows.changes.record import Follows, OutcomeRecorder
from bot.workflows.changes.retry_policy import RetryPolicy
from bot.workflows.changes.run import WORKFLOW, ChangeRun
from bot.workflows.changes.run_leases import RunLeases
from bot.workflows.changes.undecryptable import UndecryptableChanges
from bot.workflows.notify_check import NotifyCheck
from bot.workflows.writes.create import CreateJob
from bot.workflows.writes.delete import DeleteJob
from bot.workflows.writes.table import write_table
from bot.workflows.writes.update import UpdateJob
from tests.databases import new_sqlite
from tests.workflows.planned_faults import (
    MEMBER,
    FakeMember,
    FakeProgress,
    FakePropOps,
    NoApprovals,
    SlackWithoutFiles,
)

SETTLE = 90.0


def nothing(_action: str, _state: str) -> None:
    """No metrics here."""


class ChangeLifecycle:
    """What survives a crash of the process, and the current process."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.0
        self.propops, self.progress = FakePropOps(), FakeProgress()
        self.memory = Memory()
        self.folder = Path(tempfile.mkdtemp(prefix="lives-"))
        self.encryption = Encryption([Fernet.generate_key()])
        self.boots, self.expected = 0, list[str]()

    async def open(self) -> None:
        self.database = await Database.open(new_sqlite(self.folder / "bot.db"))
        self.store = ChangeStore(self.database, self.encryption, self.clock)
        await self.boot()

    def clock(self) -> float:
        return self.now

    async def boot(self) -> None:
        self.boots += 1
        self.engine = InMemoryEngine(self.memory)
        self.propops.die = self.engine._die
        claims = JobClaimStore(self.database, self.clock)
        tokens = TokenStore(self.database, self.encryption, self.clock)
        runs = self.runs = RunStore(self.database, self.encryption, tokens, self.clock)
        retry_policy = RetryPolicy(SETTLE)
        circuit_breaker = CircuitBreaker(retry_policy.backoff, self.clock)
        quiet_hours = QuietHours(None, None, UTC)
        history = ChangeHistory(self.database, self.encryption)
        notify_check = NotifyCheck(history, quiet_hours, self.clock)
        create = CreateJob("job_description", claims)
        update = UpdateJob(history, StatusNames.of((), ()))
        known = update, self.store, notify_check
        writes = write_table(
            create, DeleteJob(UndoWindow(0, self.clock)), *known, SlackWithoutFiles(), UTC
        )
        undo = UndoWindow(0, self.clock)
        executor = WriteExecutor(
            self.store, runs, history, writes, retry_policy, circuit_breaker, self.clock
        )
        person, gate = FakeMember(self.propops), cast("ApprovalGate", NoApprovals())
        access, links = cast("Access", person), cast("Links", person)
        progress = cast("ProgressReporter", self.progress)
        stores = cast(
            "Stores",
            SimpleNamespace(changes=self.store, runs=runs, job_claims=claims),
        )
        dispatcher = Dispatcher(self.store, self.engine, WORKFLOW, self.clock)
        journal = ChangeJournal(Metrics(), self.clock)
        apply = ApplyStep(
            runs, AsMember(access, links, self.clock, dispatcher.shedding.give_way), executor, gate,
            OutcomeRecorder(
                stores, retry_policy, dispatcher.wake, self.clock, journal,
                Follows(lambda _: "", lambda change: self.expected.append(change.id), lambda _: None, undo),
            ),
            UndecryptableChanges(self.store, progress, journal), RunLeases(runs, self.clock),
        )  # fmt: skip
        ChangeRun(self.store, self.engine, dispatcher, apply, progress, retry_policy, self.clock)
        self.changes = Changes(stores, dispatcher, self.clock, journal, undo)
        await self.engine.launch()
        await self.changes.dispatcher.start()

    async def reboot(self) -> None:
        """As after SIGKILL: nothing is waited for."""
        await self.changes.dispatcher.stop()
        self.engine.crashed.set()
        for task in list(self.engine._tasks.values()):
            task.cancel()
        await asyncio.sleep(0)
        await self.boot()

    async def ask(self, number: int, action: Action) -> Change:
        key = f"T1:{action}:{number}"
        fields: dict[str, Any] = {}
        if action == "create":
            fields = {"job_title": f"New {number}", "job_description": "<p>x</p>"}
        if action == "update":
            fields = {"job_title": f"Updated {number}"}
        change = Change(
            id=change_id(key), key=key, action=action, member=MEMBER, place=Place("C1"),
            job_uuid="" if action == "create" else f"job-{number}", fields=fields,
            target={"sure": True},
        )  # fmt: skip
        return (await self.changes.accept(change)).change

    async def drain(self) -> None:
        """Runs until nothing is due and nothing runs; after a crash it boots again."""
        for _ in range(2000):
            if self.engine.crashed.is_set():
                await self.reboot()
            self.changes.dispatcher.wake()
            await asyncio.sleep(0.001)
            due = await self.store.due(self.now, 50)
            at_work = self.changes.dispatcher.busy or self.engine._tasks
            if not due and not at_work and not self.engine.crashed.is_set():
                return
        raise AssertionError("runs never end")

    async def recover(self) -> None:
        """Ends all faults; time passes until nothing is open."""
        self.propops.away = False
        self.propops.plan.clear()
        for _ in range(60):
            await self.drain()
            if not await self.store.count():
                return
            self.now += 65
        raise AssertionError("something stays open for ever")

    async def close(self) -> None:
        await self.changes.dispatcher.stop()
        await self.engine.close(1)
        await self.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)
