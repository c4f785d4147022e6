"""Answers whose shape is documented nowhere: revisions, notification state, what a delete takes.

They are read for what they can be recognised by, and the rest becomes short lines for people, with
personal data left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from bot.jobs.forms import wire_values
from bot.jobs.model import Commit, Job, NotificationState
from bot.propops.parse import jobs
from bot.propops.parse.plain_text import plain
from bot.propops.parse.values import Row, first, flag, name_of, number, rows, text

MOST_LINES = 12
MOST_WIDE = 160
COMMIT_IDS = ("commit_id", "id", "ID", "uuid", "hash")
_WHEN = (
    *("created_at", "committed_at", "timestamp", "created_on", "at", "date", "time", "updated_at"),
)
_WHO = (
    *("created_by_name", "user_name", "author_name", "author", "committed_by", "user", "by"),
    "created_by",
)
_WHAT = ("message", "description", "summary", "note", "comment", "action", "title")
_FIELDS = ("fields", "snapshot", "data", "job", "job_data", "changes", "changed_fields", "diff")
_NEW = ("new", "new_value", "to", "after", "value")
_SENT = (
    *("sent", "is_sent", "notified", "is_notified", "has_been_sent", "already_sent"),
    *("notification_sent", "assignment_notification_sent", "contractor_notified"),
)
_SENT_AT = (
    *("sent_at", "notified_at", "last_sent_at", "last_notified_at", "notification_sent_at"),
    *("last_sent", "at", "timestamp"),
)
_TIMES = ("notifications_sent", "times_sent", "sent_count", "notifications_count", "count")
_STATE = ("state", "status", "notification_state")
_PRIVATE_KEY = re.compile(
    r"access.?details|key.?safe|private.?contact|e.?mail|phone|mobile|tenant.?n|password|token"
    r"|csrf|secret",
    re.IGNORECASE,
)
_PRIVATE_TEXT = re.compile(
    r"access.?details|key.?safe|private.?contact|password|\S@\S|(?<!\d)(\+44|0)[\d ()-]{9,}",
    re.IGNORECASE,
)
_DULL = re.compile(r"(.*_)?(id|uuid)|success|csrf_token", re.IGNORECASE)
_NOT_SAVED = {"id", "uuid", "job_ref", "created_at", "updated_at", "is_pinned"}
SAVED = frozenset(Job.model_fields) - _NOT_SAVED
"""What a revision may remember of a job."""


def commits(payload: Any) -> list[Commit]:
    """The saved revisions of a job, in PropOps's order."""
    return [_commit(each) for each in rows(payload, "commits", "revisions", "history", "versions")]


def notice(payload: Any) -> NotificationState:
    """Whether the contractor has been told, from whatever says so."""
    inside = payload.get("data", payload) if isinstance(payload, dict) else payload
    if isinstance(inside, list):
        return _from_history([each for each in inside if isinstance(each, dict)])
    if not isinstance(inside, dict):
        return NotificationState(sent=_sent_word(inside))
    wrapped = next((v for v in inside.values() if isinstance(v, dict)), None)
    found: Row = inside
    if wrapped and not {*_SENT, *_SENT_AT, *_TIMES, *_STATE} & inside.keys():
        found = wrapped
    at = text(first(found, *_SENT_AT))
    sent = next((s for name in _SENT if (s := flag(found.get(name))) is not None), None)
    if sent is None:
        times = number(first(found, *_TIMES))
        sent = times > 0 if times is not None else _sent_word(first(found, *_STATE))
    if sent is None and at:
        sent = True
    used = {*_SENT, *_SENT_AT, "message"}
    return NotificationState(
        sent=sent, at=at if sent else "", rest=tuple(lines(_without(found, used)))
    )


def lines(payload: Any) -> list[str]:
    """Any answer as short readable lines: `Photos: 3`, `Warning: This cannot be undone`."""
    inside = payload
    if isinstance(payload, dict) and "success" in payload:
        inside = payload.get("data", _without(payload, {"message"}))
    found = list(dict.fromkeys(filter(None, _lines("", inside, depth=3))))
    more = len(found) - MOST_LINES
    return found if more <= 0 else [*found[:MOST_LINES], f"and {more} more"]


def _commit(found: Row) -> Commit:
    told = first(found, *COMMIT_IDS)
    who = first(found, *_WHO)
    fields = _snapshot(found)
    used = {*COMMIT_IDS, *_FIELDS, *_WHO, *SAVED}
    at, message = first(found, *_WHEN), first(found, *_WHAT)
    used |= {name for name in (*_WHEN, *_WHAT) if found.get(name) in (at, message)}
    words = plain(text(message))
    return Commit(
        id=text(told) or None,
        at=text(at),
        by=name_of(who) if isinstance(who, dict) else text(who),
        message="" if _PRIVATE_TEXT.search(words) else words,
        fields=fields,
        rest=tuple(lines(_without(found, used))),
    )


def _snapshot(found: Row) -> dict[str, Any]:
    """The job's fields at a revision: those under any of the usual keys, or in the row itself.

    A change told as old and new counts with its new value, which is the one the revision saved.
    """
    held: dict[str, Any] = {}  # a null that is told counts: nobody was assigned then
    for part in (*(found.get(name) for name in _FIELDS), found):
        for field, value in _pairs(part):
            if field in SAVED and field not in held:
                held[field] = jobs.value(field, value)
    return wire_values(held)


def _pairs(told: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(told, str):
        try:
            told = orjson.loads(told)
        except orjson.JSONDecodeError:
            return
    if isinstance(told, dict):
        for name, value in told.items():
            changed = isinstance(value, dict) and any(each in value for each in _NEW)
            yield name, first(value, *_NEW) if changed else value
    elif isinstance(told, list):
        for each in told:
            if isinstance(each, dict):
                name = first(each, "field", "field_name", "name", "column")
                if isinstance(name, str) and any(new in each for new in _NEW):
                    yield name, first(each, *_NEW)


def _from_history(sent: Sequence[Row]) -> NotificationState:
    if not sent:
        return NotificationState(sent=False)
    when = (*_SENT_AT, "created_at")
    last = max(sent, key=lambda each: text(first(each, *when)))
    return NotificationState(
        sent=True, at=text(first(last, *when)), rest=tuple(lines(_without(last, {*when})))
    )


def _sent_word(told: Any) -> bool | None:
    if (known := flag(told)) is not None:
        return known if told != "" else None
    word = text(told).casefold().replace(" ", "_").replace("-", "_")
    if word in {"sent", "notified", "delivered", "done", "already_sent"}:
        return True
    return False if word in {"pending", "not_sent", "unsent", "not_notified", "none"} else None


def _lines(label: str, value: Any, depth: int) -> Iterator[str]:
    match value:
        case dict() if depth > 0:
            for name, part in value.items():
                if not _PRIVATE_KEY.search(str(name)) and not _DULL.fullmatch(str(name)):
                    yield from _lines(_joined(label, str(name)), part, depth - 1)
        case dict():
            yield _line(label, _counted(len(value)))
        case list() if value and all(isinstance(each, str | int | float) for each in value):
            if label and len(value) <= 5:
                yield _line(label, ", ".join(plain(text(each)) for each in value))
            elif label:
                yield _line(label, _counted(len(value)))
            else:
                for each in value:
                    yield _line("", plain(text(each)))
        case list() if label:
            yield _line(label, _counted(len(value)))
        case list() if depth > 0:
            for each in value:
                yield from _lines("", name_of(each) if isinstance(each, dict) else each, depth - 1)
        case bool():
            yield _line(label, "yes" if value else "no")
        case str() | int() | float() if value != "":
            yield _line(label, plain(text(value)))
        case _:
            return


def _line(label: str, words: str) -> str:
    if _PRIVATE_TEXT.search(words):
        words = "(not shown here)"
    line = f"{label}: {words}" if label else words
    return line if len(line) <= MOST_WIDE else line[: MOST_WIDE - 1] + "…"


def _joined(label: str, name: str) -> str:
    words = " ".join(re.sub(r"([a-z])([A-Z])", r"\1 \2", name).replace("_", " ").split())
    return f"{label}, {words}" if label else words[:1].upper() + words[1:]


def _counted(size: int) -> str:
    return "none" if size == 0 else str(size)


def _without(found: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in names}
