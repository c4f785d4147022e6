"""What lies around a job: search results, case notes, archived files."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.jobs.model import Job


@dataclass(frozen=True)
class SearchResult:
    """Jobs that fit, the last changed first. `partly`: why it may not be all; empty when it is."""

    jobs: Sequence[Job]
    partly: str = ""


@dataclass(frozen=True)
class CaseNote:
    """A case note. `emailed` is None when the answer does not say; `at` is PropOps's own text."""

    id: int | None
    text: str
    by: str = ""
    at: str = ""
    emailed: bool | None = None


@dataclass(frozen=True)
class ArchivedFile:
    """A file that can come back. `id` is what `restore_archived_file` is given."""

    id: int | str
    name: str
    kind: str = ""
    at: str = ""
    by: str = ""
