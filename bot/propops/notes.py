"""Case notes of a job (api-reference/jobs)."""

from dataclasses import dataclass
from typing import Any

from bot.propops.reading import Row, flag, id_of, number, rows, text


@dataclass(frozen=True)
class Note:
    """A case note. `emailed` is None when the answer does not say; `at` is PropOps's own text."""

    id: int | None
    text: str
    by: str = ""
    at: str = ""
    emailed: bool | None = None


def read(payload: Any) -> list[Note]:
    """The notes of a list, in PropOps's order."""
    return [
        Note(
            id_of(row, "note"),
            text(row.get("note_text")),
            text(row.get("created_by_name")),
            text(row.get("created_at")),
            flag(row.get("send_email")),
        )
        for row in rows(payload, "notes", "case_notes")
    ]


def new_id(payload: Row) -> int | None:
    """The `note_id` of a note just added, beside `data` or in it; None when none is told."""
    data = payload.get("data")
    inner = data.get("note_id") if isinstance(data, dict) else None
    return number(payload.get("note_id", inner))
