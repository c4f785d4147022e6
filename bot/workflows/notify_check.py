"""Whether telling a contractor needs a second yes, and why."""

from collections.abc import Callable
from typing import NamedTuple

from bot.jobs.model import Job, NotificationState
from bot.jobs.timestamps import unix_seconds
from bot.jobs.working_time import QuietHours
from bot.store.change_history import ChangeHistory

SOON = 3600.0
"""Seconds after one notification within which another is asked about."""


class LastNotified(NamedTuple):
    """The last time the contractor was told. `since`: the job changed after it, as far as known."""

    contractor: str
    at: float
    changed_since: bool = False


class NotifyCheck:
    def __init__(self, past: ChangeHistory, quiet: QuietHours, clock: Callable[[], float]) -> None:
        self._past, self._quiet, self._clock = past, quiet, clock

    async def last_notified(
        self, team: str, job: Job, notice: NotificationState | None = None
    ) -> LastNotified | None:
        """From our own record, and from what PropOps says where somebody asked it."""
        change = await self._past.last_done(team, job.uuid, "send_assignment_notification")
        known: LastNotified | None = None
        if change is not None and change.finished_at is not None:
            then = change.after or change.before
            if then.get("contractor_id") == job.contractor_id:
                moved = str(then.get("updated_at", "")) != job.updated_at
                known = LastNotified(job.contractor_name, change.finished_at, moved)
            else:
                known = LastNotified(str(then.get("contractor_name") or "Another contractor"),
                             change.finished_at, changed_since=True)  # fmt: skip
        at = unix_seconds(notice.at) if notice is not None and notice.sent else None
        if at is not None and (known is None or at > known.at + SOON / 60):
            changed = unix_seconds(job.updated_at)
            return LastNotified(job.contractor_name, at, changed is not None and changed > at + 1)
        return known

    async def reasons_to_ask(
        self, team: str, job: Job, notice: NotificationState | None
    ) -> list[str]:
        """Sentences that speak against telling the contractor right now; none: just do it."""
        now = self._clock()
        found = [why for why in (self._quiet.why(now),) if why]
        told = await self.last_notified(team, job, notice)
        if told is not None and told.contractor == job.contractor_name and now - told.at < SOON:
            minutes = max(0, int((now - told.at) // 60))
            ago = "just now" if minutes == 0 else "a minute ago" if minutes == 1 else ""
            found.insert(0, f"{told.contractor} was told {ago or f'{minutes} minutes ago'}.")
        return found
