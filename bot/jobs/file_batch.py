"""Files that were sent along together: one change for each, and how far they have come in all.

The keys of these changes never change: a second delivery would otherwise send each file twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.jobs.actions import Action
from bot.jobs.attached_files import AttachedFile
from bot.jobs.change import ENDED, Change, change_id

FILES = "files"
"""In `Change.target` of a create: the files to be added to the job once it exists."""
FILE, BATCH, SIBLINGS = "file", "batch", "siblings"
"""In `Change.target` of an upload: its file, the id of what they were sent with, the ids of all files."""
UPLOAD_SECONDS = "upload_seconds"
"""The same: how much longer than another write it may be on its way, known once it was sent."""


def kept(files: Sequence[AttachedFile]) -> dict[str, Any]:
    """Part of the target of a create."""
    return {FILES: [each.to_json() for each in files]} if files else {}


def files_of(target: Mapping[str, Any]) -> tuple[AttachedFile, ...]:
    """The files kept with a create."""
    return tuple(AttachedFile.from_json(each) for each in target.get(FILES, ()))


def uploads(asked: Change, batch: str, files: Sequence[AttachedFile]) -> list[Change]:
    """One change for each file. `asked`: whose, where and for which job; `batch`: a view or a change."""
    ids = [each.id for each in files]
    return [_upload(asked, batch, ids, file) for file in files]


def _upload(asked: Change, batch: str, ids: Sequence[str], file: AttachedFile) -> Change:
    key = _key(asked.member.team, batch, file.id)
    action: Action = "add_document" if file.kind == "document" else "add_photo"
    target = {FILE: file.to_json(), BATCH: batch, SIBLINGS: list(ids)}
    return Change(
        change_id(key),
        key,
        action,
        asked.member,
        asked.place,
        job_uuid=asked.job_uuid,
        job_ref=asked.job_ref,
        target=target,
    )


def sibling_ids(change: Change) -> list[str]:
    """The ids of all changes of the batch, its own among them."""
    batch, team = str(change.target.get(BATCH, "")), change.member.team
    ids = [change_id(_key(team, batch, str(each))) for each in change.target.get(SIBLINGS, ())]
    return ids or [change.id]


def _key(team: str, batch: str, file_id: str) -> str:
    return f"{team}:{batch}:file:{file_id}"


@dataclass(frozen=True)
class BatchProgress:
    """`changes`: of one batch, in the order of its files, those that are stored."""

    changes: Sequence[Change]
    total: int

    @property
    def added(self) -> int:
        return sum(each.state == "done" for each in self.changes)

    @property
    def is_over(self) -> bool:
        """Each has ended, or waits for its member's word."""
        over = sum(each.state in ENDED or each.state == "unknown" for each in self.changes)
        return over >= self.total

    @property
    def words(self) -> str:
        """`2 of 3 photos added`; of three that were added `3 photos added`."""
        kinds = {each.action for each in self.changes}
        what = {frozenset({"add_photo"}): "photo", frozenset({"add_document"}): "document"}.get(
            frozenset(kinds), "file"
        )
        some = f"{self.total}" if self.added == self.total else f"{self.added} of {self.total}"
        return f"{some} {what}{'s' * (self.total != 1)} added"


def file_name(change: Change) -> str:
    """The name of the file that an upload adds; empty for any other change."""
    return str(dict(change.target.get(FILE) or {}).get("name", ""))
