"""A member's own earlier changes of a job: what they did themselves is no collision with what they send next."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.forms import FIELDS
from bot.jobs.model import Job
from bot.jobs.updates import same, values_of

VERSION = "version"
"""In `Change.base`, for what was chosen on a card: the digits of the job's `updated_at` that it showed."""
_MOST_DIGITS = 15


def digits(updated_at: str) -> str:
    """Tells two versions of a job apart, and sorts as they followed one another; short."""
    return "".join(char for char in updated_at if char.isascii() and char.isdigit())[:_MOST_DIGITS]


def made_since(change: Change, own: Sequence[Change]) -> list[Change]:
    """Those of the member's changes of the same job that came after what they saw as they made this one."""
    return [each for each in own if each.id != change.id and _is_later(each, change.base)]


def of_others(rows: Iterable[Mapping[str, Any]], own: Sequence[Change]) -> list[Mapping[str, Any]]:
    """The rows of `bot.jobs.updates.conflicts` that somebody else is behind.

    `own`: what the member has made since and was done, the newest first.
    """
    return [row for row in rows if not _is_own(row, own)]


def _is_later(earlier: Change, base: Mapping[str, Any]) -> bool:
    seen = str(base.get(VERSION) or digits(str(base.get("updated_at", ""))))
    saved = digits(str(earlier.after.get("updated_at", "")))
    return not (seen and saved) or saved >= seen


def _is_own(row: Mapping[str, Any], own: Sequence[Change]) -> bool:
    """Whether the field holds what the member's newest change of it has left."""
    name = row["name"]
    for each in own:
        left = _left_by(each)
        if name in left:
            return same(name, left[name], row["theirs"])
    return False


def _left_by(change: Change) -> dict[str, Any]:
    """Field name → the value that the change gave it, itself or by what follows from it."""
    before = values_of(Job.model_validate(change.before)) if change.before else {}
    after = values_of(Job.model_validate(change.after)) if change.after else {}
    moved = {
        name: after.get(name)
        for name in FIELDS
        if before and after and not same(name, after.get(name), before.get(name))
    }
    if not WRITES[change.action].form:
        return moved
    follows = _FOLLOW if _BUDGET & change.fields.keys() else ()
    return {name: moved[name] for name in follows if name in moved} | dict(change.fields)


_BUDGET = frozenset({"contractor_budget", "vat_percentage"})
_FOLLOW = ("vat_percentage", "total_amount")
"""What PropOps fills in or works out beside them."""
