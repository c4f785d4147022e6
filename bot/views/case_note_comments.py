"""Case notes as the comments of a side panel [messaging/work-objects-comments].

Each person is shown what PropOps tells them; Slack keeps none of it but in their own client.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from bot.jobs.model import CaseNote
from bot.jobs.rich_text import to_text
from bot.jobs.timestamps import unix_seconds
from bot.views import blocks

Json: TypeAlias = dict[str, Any]

MOST_SHOWN = 50
"""Comments of one answer; Slack asks for at most 100."""
_MOST_TEXT, _MOST_NAME = 3_000, 80
_NO_MORE: Mapping[str, bool] = {"can_edit": False, "can_delete": False, "can_reply": False}
"""PropOps has no way to change or answer a note (api-reference/jobs)."""


def summary(notes: Sequence[CaseNote]) -> Json:
    """`entity_comments` of an entity: how many there are, and when the last came."""
    latest = max((int(unix_seconds(note.at) or 0) for note in notes), default=0)
    return {"count": len(notes), **({"latest_timestamp": latest} if latest else {})}


def page(notes: Sequence[CaseNote], cursor: str, limit: int) -> tuple[list[Json], str]:
    """The newest first, from a cursor of ours on, and the cursor of those that follow."""
    newest = sorted(
        notes, key=lambda note: (unix_seconds(note.at) or 0, note.id or 0), reverse=True
    )
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 7 else 0
    end = start + max(1, min(limit, MOST_SHOWN))
    shown = [_comment(note, at) for at, note in enumerate(newest[start:end], start)]
    return shown, str(end) if end < len(newest) else ""


def posted(id_: str, user: str, text: str, at: float) -> Json:
    """The comment that a member has just written. `id_`: of its change; the next page knows the note's."""
    return {"id": id_, "sender": {"user_id": user}, **_rest(text, at)}


def _comment(note: CaseNote, at: int) -> Json:
    name = blocks.clip(blocks.one_line(note.by), _MOST_NAME).strip() or "PropOps"
    id_ = str(note.id) if note.id is not None else f"note-{at}"
    when = unix_seconds(note.at) or 0
    return {"id": id_, "sender": {"text": name}, **_rest(to_text(note.text), when)}


def _rest(text: str, at: float) -> Json:
    """Plain text, in which no mention and no link can hide."""
    words = blocks.tidy(text).replace("<", "‹").replace(">", "›")
    value = blocks.clip(words, _MOST_TEXT).strip() or "—"
    return {"timestamp": int(at), "comment": {"value": value}, **_NO_MORE}
