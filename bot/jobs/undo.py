"""Undo: whether an update can still be taken back, and the revision to restore for it."""

from collections.abc import Sequence

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.model import Commit, Job
from bot.jobs.updates import same

UNDO_SECONDS = 600.0
"""Seconds after an update in which its card offers *Undo*."""
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


def open_until(change: Change) -> float:
    """Until when (Unix seconds) the change can be undone; 0 for one that can't be."""
    undoable = WRITES[change.action].undoable and change.state == "done" and bool(change.after)
    if not undoable or change.outcome.already or change.finished_at is None:
        return 0.0
    return change.finished_at + UNDO_SECONDS


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
