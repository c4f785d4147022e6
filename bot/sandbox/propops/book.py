"""The jobs and their commits: every write makes a commit, and `updated_at` always moves."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.sandbox.propops.call import Row
from bot.sandbox.propops.fields import FIELDS, IDS, total
from bot.sandbox.propops.options import Clock
from bot.sandbox.propops.state import State, stamp

_COUNTS: Final = ("photos_count", "documents_count")
_NAMED: Final = [
    part for name in FIELDS for part in ((name, IDS[name].name) if name in IDS else (name,))
]
_ORDER: Final = (
    "ID",
    "uuid",
    "job_ref",
    *_NAMED,
    "is_pinned",
    *_COUNTS,
    "created_at",
    "updated_at",
)
_KEPT: Final = (*FIELDS, *(kind.name for kind in IDS.values()), *_COUNTS)
"""What a commit remembers."""


class Book:
    """The jobs of a state, and the only code that changes them."""

    def __init__(self, state: State, clock: Clock) -> None:
        self.state = state
        self._clock = clock
        self.heard: Callable[[str, Row, str], None] = lambda _what, _job, _by: None
        """Hears `job_update` and `case_note`, of which job, and by whose name."""

    def now(self) -> str:
        return stamp(self._clock())

    def get(self, ref: str) -> Row | None:
        """The job with this uuid or reference; JOB-7 and job-0007 are the same."""
        job = self.state.jobs.get(ref.lower())
        if job is not None:
            return job
        number = re.fullmatch(r"job-0*(\d+)", ref.strip(), re.IGNORECASE)
        if number is None:
            return None
        return next((j for j in self.state.jobs.values() if _number(j) == number[1]), None)

    def add(self, fields: Mapping[str, Any], by: Row, at: str = "") -> Row:
        """A new job, with its first commit. `by` is an account: its ID and name are used."""
        number = self.state.next("job")
        at = at or self.now()
        job: Row = dict.fromkeys(_ORDER)
        job |= {
            "ID": 1000 + number,
            "uuid": self.state.uuid("job", number),
            "job_ref": f"JOB-{number:03}",
            "vat_percentage": 20,
            "tenants_ids": [],
            "is_pinned": False,
            "photos_count": 0,
            "documents_count": 0,
            "created_at": at,
            "_created_by": by["ID"],
        }
        self.state.jobs[job["uuid"]] = job
        self.write(job, fields, by["name"], "Job created", at)
        return job

    def write(
        self,
        job: Row,
        fields: Mapping[str, Any],
        by: str,
        message: str,
        at: str = "",
    ) -> Row:
        """Put these fields on the job and keep a commit of it, which is returned."""
        before = {name: _copied(job[name]) for name in _KEPT}
        job.update(deepcopy(dict(fields)))
        for name, kind in IDS.items():
            if name in fields:
                job[kind.name] = self._name(kind.table, job[name])
        if "total_amount" not in fields and {"contractor_budget", "vat_percentage"} & set(fields):
            job["total_amount"] = total(job["contractor_budget"], job["vat_percentage"])
        job["updated_at"] = _later(at or self.now(), job["updated_at"])
        after = {name: _copied(job[name]) for name in _KEPT}
        commit = {
            "commit_id": 5000 + self.state.next("commit"),
            "created_at": job["updated_at"],
            "created_by_name": by,
            "message": message,
            "changes": {
                name: {"old": before[name], "new": after[name]}
                for name in _KEPT
                if before[name] != after[name]
            },
            "snapshot": after,
        }
        self.state.commits.setdefault(job["uuid"], []).append(commit)
        self.heard("job_update", job, by)
        return commit

    def restore(self, job: Row, commit: Row, by: str) -> Row:
        """Write back what the commit remembers of the writable fields, as a new commit."""
        fields = {name: commit["snapshot"][name] for name in FIELDS}
        return self.write(job, fields, by, f"Restored from commit {commit['commit_id']}")

    def note(self, job: Row, by: str, text: str, *, mail: bool = False, at: str = "") -> Row:
        """A new case note of the job, which it leaves as it is."""
        number = self.state.next("note")
        row = {
            "ID": 7000 + number,
            "uuid": self.state.uuid("note", number),
            "job_id": job["ID"],
            "note_text": text,
            "created_by_name": by,
            "send_email": mail,
            "attachments_count": 0,
            "created_at": at or self.now(),
        }
        self.state.notes.setdefault(job["uuid"], []).append(row)
        self.heard("case_note", job, by)
        return row

    def remove(self, job: Row) -> None:
        """The job and all that hangs on it, for good."""
        for table in (
            self.state.jobs,
            self.state.commits,
            self.state.archived_files,
            self.state.notes,
            self.state.files,
            self.state.told,
        ):
            table.pop(job["uuid"], None)

    def _name(self, table: str, number: int | None) -> str | None:
        row = None if number is None else self.state.find(table, number)
        if row is None:
            return None
        if table in {"agents", "contractors"}:
            return f"{row['first_name']} {row['last_name']}"
        return str(row.get("name", row.get("full_address")))


def shown(job: Row) -> Row:
    """The job without what PropOps keeps to itself."""
    return {name: _copied(value) for name, value in job.items() if not name.startswith("_")}


def _copied(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else deepcopy(value)


def _number(job: Row) -> str:
    return str(job["job_ref"]).partition("-")[2].lstrip("0")


def _later(at: str, last: str | None) -> str:
    """The moment itself, or a second after the last change when the clock has not got past that."""
    if last is None or at > last:
        return at
    moved = datetime.strptime(last, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return stamp(moved + timedelta(seconds=1))
