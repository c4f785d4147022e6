"""The protocol of a write: what the exactly-once protocol and the approvals ask of each action.

One file in this folder implements it for each action, `table.py` lists them. What more than a
workflow needs lies in a lower layer, in `bot.jobs.actions.WRITES`: words, permission, endpoint and parameters.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import bot.errors as err
from bot.jobs.change import Change, Json
from bot.jobs.model import Commit, Job, NotificationState, Receipt, Upload
from bot.jobs.outcome import JobRow, Summary
from bot.jobs.ports import PropOps
from bot.jobs.timestamps import unix_seconds
from bot.jobs.write import Write
from bot.workflows.outcome import RunResult

CLOCKS_APART = 120
"""Seconds the clocks of the bot and of PropOps may differ when times are compared."""


@dataclass(frozen=True)
class JobRead:
    """What was read about a job right before a write to it.

    `doubted`: an earlier try may have taken effect. `notified`: the last notification about the job,
    given to a notification alone. `notice`: what `WriteAction.notice` gave.
    """

    job: Job
    doubted: bool
    notified: Change | None = None
    notice: NotificationState | None = None


@dataclass(frozen=True)
class Landed:
    """Whether a write whose answer was lost took effect ("landed"), as far as reading tells.

    `job`: as it stands now. `duplicates`: of a create, the other jobs made by it. `candidates`:
    of a create that can't be recognised, the jobs it may have made, as `WriteAction.candidates`.
    """

    took_effect: Literal["yes", "no", "cannot say"]
    job: Job | None = None
    duplicates: Sequence[Job] = ()
    candidates: Sequence[JobRow] | None = None


class WriteAction(Protocol):
    """One write. Every method with `propops` reads only, and raises what reading raises."""

    words: Write
    gone: str = ""
    """What a 404 to it means while the job is still there."""

    @abstractmethod
    def body(self, change: Change, before: Job | None) -> Json:
        """What is sent, under the API's documented names. `before`: the job, just read."""

    async def check(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        """Before it is sent: how it ends unsent, or the change to send, with what was learnt.

        Not called for a create.
        """
        return change

    async def collides(self, change: Change, job: Job) -> bool:
        """Whether `check` would ask its member first, because somebody else changed the job, just read."""
        return False

    async def upload(self, change: Change) -> Upload | RunResult | None:
        """The file that goes with it, or how it ends unsent. Called right before it is sent."""
        return None

    async def notice(self, change: Change, propops: PropOps) -> NotificationState | None:
        """What PropOps says of the last notification, read beside the job; None where `check` needs none."""
        return None

    @abstractmethod
    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        """After a lost answer: whether the write took effect.

        `since`: Unix seconds of the first attempt.
        """

    async def made_earlier(self, change: Change, propops: PropOps) -> Landed | None:
        """What a change that waited has made already, though nothing is known here of a try: as after a
        backup was put back. None: nothing, or this write can't tell.
        """
        return None

    def refusal_shows_it_landed(self, error: err.PropOpsError) -> bool:
        """Whether this answer to a second try proves that the first one took effect."""
        return False

    async def read_back(self, change: Change, receipt: Receipt, propops: PropOps) -> Job | None:
        """The job after the write; None when it can't be found."""
        return await propops.get(receipt.uuid or change.job_uuid)

    async def candidates(self, change: Change, propops: PropOps, since: float) -> list[JobRow]:
        """Jobs it may have made, for the member to choose from."""
        return []

    async def revision(self, change: Change, propops: PropOps) -> Commit | None:
        """The saved revision that it brings back; None where none is told."""
        return None

    @abstractmethod
    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary | None:
        """For approvers. `job` is None for a create, `revision` is what the method above gave."""


def certainly_before(stamp: str, since: float) -> bool:
    """Whether PropOps's time is earlier than ours (Unix seconds), however the clocks differ."""
    at = unix_seconds(stamp)
    return at is not None and at < since - CLOCKS_APART
