"""The body of a write: what may go, of which JSON type, under this instance's names.

Which parameters a write takes stands in `bot.jobs.actions.WRITES`.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.jobs.actions import WRITES, Action
from bot.jobs.fields import Day, Email, Kind, Lookup, Money, Percent, Pick, Text
from bot.jobs.forms import FIELDS, REQUIRED
from bot.jobs.write import JOBS_PATH
from bot.propops_names import PropOpsNames

_Check = Callable[[Any], bool]
_SAFE_DIGITS = 15


def body(action: Action, fields: Mapping[str, Any], names: PropOpsNames) -> dict[str, Any]:
    """The body of a write, the `action` of /api/jobs/manage included, disputed names replaced by this instance's.

    Raises TypeError, without any value, for a field that the action does not take, lacks, or that
    has the wrong JSON type.
    """
    schema = WRITES[action].schema
    for name in schema.required:
        if name not in fields:
            raise TypeError(f"{action} needs {name}")
    for name, value in fields.items():
        if name not in schema.required and name not in schema.optional:
            raise TypeError(f"{action} takes no {name}")
        if not _fits(name, value):
            raise TypeError(f"{action}: {name} has the wrong type")
    renamed = {
        "uuid": schema.job_as or names.job_param,
        "commit_id": names.commit_param,
        "file_id": names.file_param,
    }
    sent = {renamed.get(name, name): _as_sent(name, value) for name, value in fields.items()}
    if len(sent) != len(fields) or {"action", "csrf_token"} & sent.keys():
        raise TypeError(f"{action}: two parameters have the same name; look at PROPOPS_…_PARAM")
    if schema.file_as:
        return {"action": "upload", **sent}
    return {"action": action, **sent} if schema.path == JOBS_PATH else sent


def _as_sent(name: str, value: Any) -> Any:
    """A number that came through text goes out as a number again."""
    if name in ("commit_id", "file_id") and isinstance(value, str):
        exact = value.isascii() and value.isdigit() and len(value) <= _SAFE_DIGITS
        return int(value) if exact and str(int(value)) == value else value
    return value


def _fits(name: str, value: Any) -> bool:
    if name == "uuid":
        return isinstance(value, str) and 0 < len(value) <= 64 and value.isprintable()
    if name in ("commit_id", "file_id"):
        return _is_id(value) or (isinstance(value, str) and value != "")
    if name == "note_text":
        return isinstance(value, str)
    if name == "send_email":
        return isinstance(value, bool)
    if value is None:
        return name not in REQUIRED and not _is_many(FIELDS[name].kind)
    return _check(FIELDS[name].kind)(value)


def _check(kind: Kind) -> _Check:
    match kind:
        case Text() | Email():
            return lambda value: isinstance(value, str)
        case Day():
            return _is_day
        case Money() | Percent():
            return _is_number
        case Lookup(many=True):
            return lambda value: isinstance(value, list) and all(_is_id(each) for each in value)
        case Lookup() | Pick():
            return _is_id


def _is_many(kind: Kind) -> bool:
    return isinstance(kind, Lookup) and kind.many


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
