"""Notifying the contractor of the assignment. Never sent a second time without asking the member."""

import bot.errors as err
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.model import Commit, Job, NotificationState
from bot.jobs.next_step import told_by
from bot.jobs.outcome import Outcome, Summary
from bot.jobs.ports import PropOps
from bot.jobs.redaction import masked
from bot.workflows.notify_check import NotifyCheck, last_told
from bot.workflows.outcome import RunResult
from bot.workflows.writes.action import JobRead, Landed, WriteAction

CONTRACTOR = "contractor"
"""In `Change.target`: PropOps's id of the contractor whom the member was asked about."""
NOTIFIED_AT = "notified_at"
"""In `Change.target`: PropOps's time of the last notification before this one, "" for none."""


class NotifyContractor(WriteAction):
    words = WRITES["send_assignment_notification"]

    def __init__(self, notify_check: NotifyCheck) -> None:
        self._notify_check = notify_check

    def body(self, change: Change, before: Job | None) -> Json:
        return {"uuid": change.job_uuid}

    async def check(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        job, notice = read.job, read.notice
        if not job.contractor_id:
            sentence = f"{job.name} has no contractor yet. Press Choose contractor on the card."
            return RunResult("failed", Outcome("refused", sentence))
        asked_about = change.target.get(CONTRACTOR)
        other = bool(asked_about) and asked_about != job.contractor_id
        approved = change.outcome.approval_round  # an approval counts as the confirmation
        sure = change.target.get("sure") or change.outcome.times_again or approved
        if not read.doubted and (other or not sure):
            last = last_told(told_by(read.notified) if read.notified else None, job, notice)
            asked_in = change.member.team, change.place.channel
            reasons = await self._notify_check.reasons(*asked_in, job, last, change.created_at)
            if other:
                whom = job.contractor_name or "somebody else"
                changed = f"The contractor has changed since you were asked: it is {whom} now."
                reasons = [changed, *reasons]
            if reasons:
                return RunResult("refused", Outcome("sure", " ".join(reasons)), before=job)
        target = dict(change.target) | {NOTIFIED_AT: notice.at if notice is not None else ""}
        return change.but(before=masked(job), target=target)

    async def notice(self, change: Change, propops: PropOps) -> NotificationState | None:
        try:
            return await propops.notice(change.job_uuid)
        except err.PropOpsError:  # its shape and permission are undocumented: no reason to stop
            return None

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        notice = await propops.notice(change.job_uuid)
        is_new = bool(notice.sent) and notice.at > str(change.target.get(NOTIFIED_AT, ""))
        if is_new and NOTIFIED_AT in change.target:
            return Landed("yes", await propops.get(change.job_uuid))
        return Landed("cannot say")

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary | None:
        if job is None or not job.contractor_name:
            return None
        return Summary.of(lines=(f"PropOps tells {job.contractor_name}.",))
