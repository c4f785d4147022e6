"""Updating a job. It landed when the job holds the values; somebody else's are not overwritten."""

from collections.abc import Sequence

from bot.errors import PropOpsError, TokenDead
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.change_summary import MEANWHILE
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import Outcome
from bot.jobs.own_changes import made_since, of_others
from bot.jobs.ports import PropOps
from bot.jobs.statuses import StatusNames
from bot.jobs.timestamps import unix_seconds
from bot.jobs.updates import ONLY_OPEN, already_has, conflicts, has_collision, same, update_body
from bot.store.change_history import ChangeHistory
from bot.workflows.outcome import RunResult, done
from bot.workflows.writes.action import JobRead, Landed, WriteAction

_MOST_NAMES = 2


async def _who(propops: PropOps, uuid: str, since: str, fields: Sequence[str]) -> str:
    """Who saved the job after that moment, as PropOps names them, the last first; empty where it does not say.

    Without a moment: who gave these fields the values they have.
    """
    try:
        commits = await propops.commits(uuid)
    except TokenDead:
        raise
    except PropOpsError:
        return ""
    newest_first = sorted(commits, key=_saved_at, reverse=True)
    began = unix_seconds(since)
    if began is None:
        names = [_who_set(field, newest_first) for field in fields]
    else:
        names = [each.by for each in newest_first if _saved_at(each) > began]
    names = [name for name in names if name]
    if not names and newest_first:  # within the same second, or no revision tells its fields
        names = [newest_first[0].by]
    return " and ".join(list(dict.fromkeys(names))[:_MOST_NAMES])


def _saved_at(commit: Commit) -> float:
    return unix_seconds(commit.at) or 0.0


def _who_set(field: str, newest_first: Sequence[Commit]) -> str:
    """Who gave a field the value it has; empty where no revision tells the field."""
    by, revisions = "", [each for each in newest_first if field in each.fields]
    for each in revisions:
        if not same(field, each.fields[field], revisions[0].fields[field]):
            break
        by = each.by
    return by


def _closed(change: Change, job: Job) -> RunResult:
    """For a form that is only for an open job: it comes back, whole, with what was chosen in it."""
    field = next(iter(change.fields))
    sentence = (
        f"{job.name} is {job.status_name} now, so nothing was sent and nobody was told. "
        f"If it needs this all the same, please send the form again."
    )
    return RunResult("failed", Outcome("refused", sentence, field=field), before=job)


class UpdateJob(WriteAction):
    words = WRITES["update"]

    def __init__(self, history: ChangeHistory, statuses: StatusNames) -> None:
        self._history, self._statuses = history, statuses

    def body(self, change: Change, before: Job | None) -> Json:
        if before is None:
            raise ValueError("an update is built on a fresh read")
        return update_body(change.job_uuid, change.fields, before)

    async def check(self, change: Change, read: JobRead, propops: PropOps) -> RunResult | Change:
        job = read.job
        found = [] if read.doubted else conflicts(change, job)
        own = await self._own(change) if found else []
        if theirs := of_others(found, own):
            since = "" if own else str(change.base.get("updated_at", ""))
            by = await _who(propops, job.uuid, since, [row["name"] for row in theirs])
            if has_collision(theirs, change.fields):
                when = "while your form was open" if change.place.view else "meanwhile"
                sentence = f"{by or 'Somebody else'} changed this job {when}."
                rows = tuple({**row, "by": by} for row in theirs)
                return RunResult(
                    "failed", Outcome("conflict", sentence, conflicts=rows), before=job
                )
            names = [row["name"] for row in theirs if row["name"] not in change.fields]
            meanwhile = {MEANWHILE: {"by": by, "fields": names}} if names else {}
            change = change.but(target={**change.target, **meanwhile})
        if already_has(job, change.fields):
            return done(change, job, Outcome(already=True))
        if change.base.get(ONLY_OPEN) and not read.doubted and not self._statuses.is_open(job):
            return _closed(change, job)
        return change

    async def collides(self, change: Change, job: Job) -> bool:
        found = conflicts(change, job)
        own = await self._own(change) if found else []
        return has_collision(of_others(found, own), change.fields)

    async def _own(self, change: Change) -> list[Change]:
        """What the member has changed themselves since they saw the job."""
        own = await self._history.own_of_job(change.member, change.job_uuid)
        return made_since(change, [each for each in own if each.state == "done"])

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        job = await propops.get(change.job_uuid)
        return Landed("yes" if already_has(job, change.fields) else "no", job)

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> None:
        """Nothing besides: the card shows the fields, old and new."""
