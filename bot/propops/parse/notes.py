"""Case notes of a job (api-reference/jobs), and its archived files, which no page describes."""

from collections.abc import Iterator
from typing import Any

from bot.jobs.model import ArchivedFile, CaseNote
from bot.propops.parse.values import first, flag, id_of, name_of, one_name, rows, text

__all__ = ["ArchivedFile", "CaseNote", "archived", "read"]

_LISTS = ("archived_files", "archived", "deleted_files")
_NAMES = ("file_name", "filename", "original_name", "name", "title")


def read(payload: Any) -> list[CaseNote]:
    """The notes of a list, in PropOps's order."""
    return [
        CaseNote(
            id_of(row, "note"),
            text(row.get("note_text")),
            one_name(row.get("created_by_name")),
            text(row.get("created_at")),
            flag(row.get("send_email")),
        )
        for row in rows(payload, "notes", "case_notes")
    ]


def archived(payload: Any, file_param: str) -> list[ArchivedFile] | None:
    """The archived files a whole job lists, each once; None when the instance lists none at all.

    `file_param` is what the write calls a file: a row is named by the value under the same name
    where it has one.
    """
    listed = next(_lists(payload, depth=3), None)
    if listed is None:
        return None
    found, seen = [], set[int | str]()
    for row in rows({"data": listed}):
        id_ = first(row, file_param, "file_id", "id", "ID", "uuid", "file_uuid")
        if not isinstance(id_, int | str) or isinstance(id_, bool) or id_ in seen:
            continue
        seen.add(id_)
        name = text(first(row, *_NAMES)) or f"File {id_}"
        who = first(row, "archived_by_name", "archived_by", "deleted_by_name")
        found.append(
            ArchivedFile(
                id_,
                name,
                text(first(row, "file_type", "kind", "type")),
                text(first(row, "archived_at", "deleted_at", "created_at")),
                name_of(who) if isinstance(who, dict) else text(who),
            )
        )
    return found


def _lists(value: Any, depth: int) -> Iterator[list[Any]]:
    """Every list under a name of archived files, the outermost first."""
    if isinstance(value, list) and depth and len(value) == 1:
        yield from _lists(value[0], depth - 1)
    if not isinstance(value, dict) or not depth:
        return
    for name in _LISTS:
        if isinstance(value.get(name), list):
            yield value[name]
    for part in value.values():
        if isinstance(part, dict | list):
            yield from _lists(part, depth - 1)
