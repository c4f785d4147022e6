"""Whether an answer of PropOps has a shape that the bot reads: in a few words what it tells, else None."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.errors import Garbled
from bot.propops import notification_feed
from bot.propops.parse import accounts, jobs, notes, revisions
from bot.propops.parse.values import rows

Look = Callable[[Any], str | None]
"""What a payload tells, in a few words, maybe none; None for another shape."""


def some_jobs(payload: Any) -> str | None:
    return "" if jobs.jobs(rows(payload, "job", "jobs")) or _is_empty(payload) else None


def choices(things: Sequence[str]) -> Look:
    def look(payload: Any) -> str | None:
        if _is_empty(payload):
            return "it lists nothing"
        return "" if jobs.choices(payload, *things) else None

    return look


def addresses(payload: Any) -> str | None:
    return "" if jobs.address_choices(payload) else None


def permissions(payload: Any) -> str | None:
    keys = accounts.rights(payload).keys
    return f"{len(keys)} listed" if keys else None


def profile(payload: Any) -> str | None:
    who = accounts.profile(payload)
    return "" if who.name or who.email else None


def found(payload: Any) -> str | None:
    told = jobs.jobs(payload) or _is_empty(payload)
    return "" if told or (isinstance(payload, dict) and "query" in payload) else None


def csrf(payload: Any) -> str | None:
    return "" if accounts.csrf_token(payload) else None


def one_job(uuid: str) -> Look:
    return lambda payload: "" if jobs.the_job(payload, uuid) is not None else None


def commits(param: str) -> Look:
    def look(payload: Any) -> str | None:
        if _is_empty(payload):
            return "this job has none, so how they are named is not known"
        named = [commit for commit in revisions.commits(payload) if commit.id]
        if not named:
            return None
        raw = rows(payload, "commits", "revisions", "history", "versions")
        key = next((name for name in revisions.COMMIT_IDS if raw[0].get(name)), "an id")
        words = "with words" if any(commit.message for commit in named) else "without words"
        return f"each named by {key}, {words}; a restore sends it as {param}"

    return look


def notice(payload: Any) -> str | None:
    return None if revisions.notice(payload).sent is None else ""


def preview(payload: Any) -> str | None:
    return "" if _said(payload) and revisions.lines(payload) else None


def archived(param: str) -> Look:
    def look(payload: Any) -> str | None:
        found = notes.archived(payload, param)
        return (
            None if found is None else f"{len(found)} of this job; a restore names one as {param}"
        )

    return look


def case_notes(payload: Any) -> str | None:
    if _is_empty(payload):
        return "this job has none"
    return "" if any(note.text for note in notes.read(payload)) else None


def notifications(payload: Any) -> str | None:
    try:
        return f"{len(notification_feed.read(payload))} unread"
    except Garbled:
        return None


def _is_empty(payload: Any) -> bool:
    """PropOps says that there is nothing."""
    return _said(payload) and inside(payload) in ([], {})


def _said(payload: Any) -> bool:
    """Not a gateway's own JSON."""
    return isinstance(payload, list) or (isinstance(payload, dict) and "success" in payload)


def inside(payload: Any) -> Any:
    return payload.get("data", payload) if isinstance(payload, dict) else payload
