"""Whether notifying a contractor needs a confirmation by the member, and why."""

from collections.abc import Callable
from typing import NamedTuple

from bot.jobs.model import Job, NotificationState
from bot.jobs.next_step import Told, has_earlier_date, is_told
from bot.jobs.timestamps import unix_seconds
from bot.jobs.working_time import QuietHours
from bot.store.change_history import ChangeHistory
from bot.workflows.card_channels import SettingsOf, as_usual

SOON = 3600.0
"""Seconds after one notification within which another one needs a confirmation."""


class LastNotified(NamedTuple):
    """The last notification: Unix seconds. `changed_since`: the job changed after it, as far as known.

    `by`: the Slack user id of whoever told them, empty where that was not from here. `earlier_date`: the works
    had other days then. `other`: it was another contractor than the job has now.
    """

    contractor: str
    at: float
    changed_since: bool = False
    by: str = ""
    earlier_date: bool = False
    other: bool = False


class NotifyCheck:
    def __init__(
        self,
        history: ChangeHistory,
        quiet: QuietHours,
        clock: Callable[[], float],
        settings_of: SettingsOf = as_usual,
    ) -> None:
        """`quiet`: of channels that have set none of their own."""
        self._history, self._quiet, self._clock = history, quiet, clock
        self._settings_of = settings_of

    async def last_notified(
        self, team: str, job: Job, notice: NotificationState | None = None
    ) -> LastNotified | None:
        """From the bot's own changes, and from PropOps's answer where the caller has read it."""
        return last_told((await self._history.known_here(team, job.uuid)).told, job, notice)

    async def reasons(
        self,
        team: str,
        channel: str,
        job: Job,
        last: LastNotified | None,
        asked_at: float | None = None,
    ) -> list[str]:
        """Sentences: why the member is asked before the contractor is notified now; none: no need.

        `channel`: where it was asked for, with that channel's quiet hours. `last`: the last notification. `asked_at`: when this one was asked for, if that may be a
        while ago (Unix seconds).
        """
        now = self._clock()
        quiet = (await self._settings_of(team, channel)).quiet_hours(self._quiet)
        reasons = [why for why in (quiet.why(now),) if why]
        if last is not None and last.contractor == job.contractor_name:
            meanwhile = asked_at is not None and last.at > asked_at
            if meanwhile or now - last.at < SOON:
                reasons.insert(0, f"{last.contractor} was told {_ago(now - last.at)}.")
        return reasons


def last_told(
    told: Told | None, job: Job, notice: NotificationState | None = None
) -> LastNotified | None:
    """Of `told`, the last notification about the job from here, and of PropOps's own answer."""
    recorded: LastNotified | None = None
    if told is not None and is_told(job, told):
        changed_since, earlier_date = told.version != job.updated_at, has_earlier_date(job, told)
        recorded = LastNotified(
            job.contractor_name, told.at, changed_since, told.by, earlier_date=earlier_date
        )
    elif told is not None:
        contractor = told.contractor or "Another contractor"
        recorded = LastNotified(contractor, told.at, changed_since=True, by=told.by, other=True)
    at = unix_seconds(notice.at) if notice is not None and notice.sent else None
    if at is not None and (recorded is None or at > recorded.at + SOON / 60):
        changed = unix_seconds(job.updated_at)
        return LastNotified(job.contractor_name, at, changed is not None and changed > at + 1)
    return recorded


def _ago(seconds: float) -> str:
    minutes = max(0, int(seconds // 60))
    if minutes < 2:
        return "a minute ago" if minutes else "just now"
    if minutes < 120:
        return f"{minutes} minutes ago"
    return f"{minutes // 60} hours ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
