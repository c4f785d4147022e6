"""A PropOps with planned faults, and those around a change."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import bot.errors as err
from bot.errors import NotAllowed
from bot.jobs.actions import Action
from bot.jobs.attached_files import AttachedFile
from bot.jobs.change import Change, Member
from bot.jobs.model import Commit, Job, NotificationState, Receipt, Upload
from bot.slack.files import FileUnavailable
from bot.store.runs import Entered
from bot.workflows.outcome import RunResult

MEMBER = Member("", "T1", "U1")


OUTCOMES = (
    "ok", "lost before", "lost after", "unreachable", "throttled", "die before", "die after",
)  # fmt: skip


class FakePropOps:
    """A PropOps whose next writes end as `plan` says, in order; later ones succeed."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.done: Counter[str] = Counter()
        self.plan: list[str] = []
        self.away = False
        self.die: Any = None
        self._stamp = 0
        for number in range(4):
            self._put(f"job-{number}", "Untouched")

    def _put(self, uuid: str, title: str, description: str = "") -> None:
        self._stamp += 1
        at = f"2026-06-01T00:00:{self._stamp:02d}"
        self.jobs[uuid] = Job(
            uuid=uuid, job_ref=uuid.upper(), job_title=title, job_description=description,
            contractor_id=1, updated_at=at, created_at=at,
        )  # fmt: skip

    def _read(self) -> None:
        if self.away:
            raise err.Garbled("status 503")

    async def prefetch_csrf(self) -> None: ...

    async def get(self, uuid: str) -> Job:
        self._read()
        if uuid not in self.jobs:
            raise err.NotFound
        return self.jobs[uuid]

    async def find(self, ref: str) -> Job | None:
        self._read()
        return self.jobs.get(ref)

    async def listed(self, ref: str) -> Job | None:
        return await self.find(ref)

    async def search(self, text: str, limit: int = 50) -> Sequence[Job]:
        self._read()
        return [job for job in self.jobs.values() if text in job.job_title][:limit]

    async def marked(self, mark: str) -> Sequence[Job]:
        self._read()
        return [job for job in self.jobs.values() if mark in job.job_description]

    async def commits(self, uuid: str) -> Sequence[Commit]:
        self._read()
        return []

    async def notice(self, uuid: str) -> NotificationState:
        self._read()
        return NotificationState(sent=None, at="")

    async def preview_delete(self, uuid: str) -> Sequence[str]:
        return []

    async def write(
        self, action: Action, body: Mapping[str, Any], _upload: Upload | None = None
    ) -> Receipt:
        if self.away:
            raise err.Unreachable
        outcome = self.plan.pop(0) if self.plan else "ok"
        await asyncio.sleep(0)
        match outcome:
            case "unreachable":
                raise err.Unreachable
            case "throttled":
                raise err.RateLimited(5)
            case "lost before":
                raise err.OutcomeUnknown("dropped")
            case "die before":
                self.die()
        receipt = self._apply(action, body)
        match outcome:
            case "lost after":
                raise err.OutcomeUnknown("dropped")
            case "die after":
                self.die()
        return receipt

    def _apply(self, action: Action, body: Mapping[str, Any]) -> Receipt:
        uuid = str(body.get("uuid", ""))
        self.done[f"{action} {uuid or body.get('job_title')}"] += 1
        match action:
            case "create":
                uuid = f"made-{len(self.jobs)}-{sum(self.done.values())}"
                self._put(uuid, str(body["job_title"]), str(body["job_description"]))
            case "update":
                self._put(uuid, str(body["job_title"]))
            case "delete":
                self.jobs.pop(uuid, None)
            case _:
                pass
        return Receipt(uuid=uuid, job_ref=uuid.upper())


class FakeMember:
    """The one member, with access and a link."""

    def __init__(self, propops: FakePropOps) -> None:
        self._propops = propops

    async def require_access(self, _: Member) -> None: ...

    async def propops(self, _: Member) -> FakePropOps:
        return self._propops

    async def linked(self, _: Member) -> bool:
        return True

    async def not_allowed(self, _: Member, permission: str) -> NotAllowed:
        return NotAllowed(permission=permission)


class FakeProgress:
    """Counts the reports, by change and state. `crashed`: changes of which a run raised."""

    def __init__(self) -> None:
        self.reports: Counter[str] = Counter()
        self.crashed: list[str] = []

    async def report(self, change: Change, _: object) -> None:
        self.reports[f"{change.id} {change.state}"] += 1

    async def report_crash(self, change: Change) -> None:
        self.crashed.append(change.id)

    async def report_privately(self, change: Change) -> None:
        self.crashed.append(change.id)


class SlackWithoutFiles:
    async def fetch(self, file: AttachedFile) -> bytes:
        raise FileUnavailable(f"{file.name} is gone.")


class NoApprovals:
    """Nothing needs approval here."""

    async def check_before_send(self, _entered: Entered, _propops: object) -> None:
        return None

    async def record_approvers(
        self, _entered: Entered, result: RunResult, _propops: object
    ) -> RunResult:
        return result
