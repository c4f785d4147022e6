"""Undo: whether an update can still be taken back, and the revision to restore for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.model import Commit, Job
from bot.jobs.updates import same

TOO_OLD = (
    "That update is too long ago to undo. Please press Restore to go back to any earlier state."
)
_COMPARED = tuple(name for name in FIELDS if name not in SENSITIVE)
CHANGED_SINCE = (
    "The job was changed again since that update, and Undo would lose it. "
    "Please press Restore: it shows first what would change."
)
ALREADY_BACK = "The job is already as it was before that update, so nothing was changed."
NO_COMMIT = (
    "PropOps doesn't list how the job was before that update, so nothing was changed. "
    "Please press Restore to choose a state yourself."
)


@dataclass(frozen=True)
class UndoWindow:
    """How long something can be undone, in seconds: an update once it is done, a deletion before it is sent."""

    seconds: float
    clock: Callable[[], float]
    """Unix seconds."""

    @property
    def words(self) -> str:
        """`10 minutes`."""
        minutes = self.seconds / 60
        return f"{minutes:g} minute{'s' * (minutes != 1)}"

    def is_open(self, change: Change) -> bool:
        """Whether the change is an update that can still be undone."""
        undoable = WRITES[change.action].undoable and change.state == "done" and bool(change.after)
        if not undoable or change.outcome.already or change.finished_at is None:
            return False
        return change.finished_at + self.seconds > self.clock()


def changed_since(update: Change, now: Job) -> bool:
    """Whether somebody changed the job after the update."""
    after = Job.model_validate(update.after)
    if after.updated_at and after.updated_at == now.updated_at:
        return False
    return any(not _same_value(name, after, now) for name in _COMPARED)


def is_back(update: Change, now: Job) -> bool:
    """Whether the job is already as it was before the update, in what the update changed."""
    was = Job.model_validate({"uuid": update.job_uuid} | dict(update.before))
    after = Job.model_validate(update.after)
    changed = [name for name in _COMPARED if not _same_value(name, was, after)]
    return bool(changed) and all(_same_value(name, was, now) for name in changed)


def commit_before(update: Change, commits: Sequence[Commit]) -> Commit | None:
    """The newest revision with the job as it was before the update; None when the listing shows none.

    A revision that names no fields counts by its place: the one just before the newest.
    """
    was = Job.model_validate({"uuid": update.job_uuid} | dict(update.before))
    newest_first = sorted(
        (each for each in commits if each.id is not None), key=lambda each: each.at, reverse=True
    )
    written = [name for name in _COMPARED if name in update.fields]
    for commit in newest_first:
        recorded = [name for name in written if name in commit.fields]
        if recorded and all(
            same(name, commit.fields[name], getattr(was, name)) for name in recorded
        ):
            return commit
    if len(newest_first) > 1 and not (written and any(each.fields for each in newest_first)):
        return newest_first[1]
    return None


def _same_value(name: str, one: Job, other: Job) -> bool:
    first, second = getattr(one, name), getattr(other, name)
    if name == "tenants_ids" and (first is None or second is None):
        return True
    return same(name, first, second)
