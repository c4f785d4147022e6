"""Updating a job. It landed when the job holds the values; somebody else's are not overwritten."""

from bot.errors import PropOpsError, TokenDead
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.change_summary import MEANWHILE
from bot.jobs.model import Commit, Job, NotificationState
from bot.jobs.outcome import Outcome
from bot.jobs.ports import PropOps
from bot.jobs.timestamps import unix_seconds
from bot.jobs.updates import already_has, conflicts, has_collision, update_body
from bot.workflows.outcome import RunResult, done
from bot.workflows.writes.action import Landed, WriteAction

_MOST_NAMES = 2


async def _who(propops: PropOps, uuid: str, since: str) -> str:
    """Who saved the job after that moment, as PropOps names them, the last first; empty where it does not say."""
    try:
        commits = await propops.commits(uuid)
    except TokenDead:
        raise
    except PropOpsError:
        return ""
    began = unix_seconds(since) or 0.0
    names = [each.by for each in commits if each.by and (unix_seconds(each.at) or 0.0) > began]
    if not names and commits:  # within the same second
        names = [max(commits, key=lambda each: unix_seconds(each.at) or 0.0).by]
    return " and ".join(list(dict.fromkeys(names))[:_MOST_NAMES])


class UpdateJob(WriteAction):
    words = WRITES["update"]

    def body(self, change: Change, before: Job | None) -> Json:
        if before is None:
            raise ValueError("an update is built on a fresh read")
        return update_body(change, before)

    async def check(
        self,
        change: Change,
        job: Job,
        propops: PropOps,
        *,
        doubted: bool,
        notified: Change | None,
        notice: NotificationState | None,
    ) -> RunResult | Change:
        theirs = conflicts(change, job)
        if theirs and not doubted:
            by = await _who(propops, job.uuid, str(change.base.get("updated_at", "")))
            if has_collision(theirs, change.fields):
                sentence = f"{by or 'Somebody else'} changed this job while your form was open."
                rows = tuple({**row, "by": by} for row in theirs)
                return RunResult(
                    "failed", Outcome("conflict", sentence, conflicts=rows), before=job
                )
            names = [row["name"] for row in theirs if row["name"] not in change.fields]
            meanwhile = {MEANWHILE: {"by": by, "fields": names}} if names else {}
            change = change.but(target={**change.target, **meanwhile})
        if already_has(job, change.fields):
            return done(change, job, Outcome(already=True))
        return change

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        job = await propops.get(change.job_uuid)
        return Landed("yes" if already_has(job, change.fields) else "no", job)

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> None:
        """Nothing besides: the card shows the fields, old and new."""
