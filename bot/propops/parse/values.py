"""Values and rows as PropOps may spell them: numbers as text, rows in this or that wrapper.

Nothing here raises: what cannot be understood is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.jobs.characters import trimmed

Row = Mapping[str, Any]

WRAPPERS = ("data", "jobs", "items", "results", "rows", "records", "list")
IDS = ("ID", "id")
_NO_ROW = {"success", "message", "error", "count", "total", "data"}
_NO_NAME = {"null", "undefined", "nan"}
_DIGITS = 18
_MOST = Decimal(10) ** 15


def number(value: Any) -> int | None:
    """A whole number: `7`, `7.0`, `"7"`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 10**_DIGITS else None
    if isinstance(value, float):
        return number(int(value)) if value.is_integer() else None
    if isinstance(value, str):
        digits = value.strip().removesuffix(".0")
        bare = digits.removeprefix("-")
        return int(digits) if bare.isascii() and bare.isdigit() and len(bare) <= _DIGITS else None
    return None


def amount(value: Any) -> Decimal | None:
    """Pounds or per cent: `250`, `"1,250.50"`, `"£250"`."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        read = Decimal(str(value).strip().removeprefix("£").replace(",", ""))
        return read if read.is_finite() and abs(read) < _MOST and _scale(read) < _DIGITS else None
    except ArithmeticError:  # no number, or one whose exponent no arithmetic takes
        return None


def _scale(number: Decimal) -> int:
    """How many digits stand after its point."""
    return -int(number.as_tuple().exponent)


def flag(value: Any) -> bool | None:
    """`true`, `"true"`, `1`, `"yes"`, and their opposites."""
    match value:
        case bool():
            return value
        case int() | float():
            return value != 0
        case str():
            word = value.strip().casefold()
            if word in {"true", "1", "yes", "y", "on"}:
                return True
            return False if word in {"false", "0", "no", "n", "off", ""} else None
        case _:
            return None


def text(value: Any) -> str:
    """Text as it is; a number in words; empty for anything else, null included."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def one_name(value: Any) -> str:
    """What somebody or something is called, in one line; empty where nobody would see a name."""
    return " ".join(trimmed(text(value)).split())


def spelled(value: Any) -> str:
    """A name that goes with an id, as text; empty for what a program writes when there is none, and where
    nobody would see a name.
    """
    name = text(value)
    seen = trimmed(name)
    return name if seen and seen.casefold() not in _NO_NAME else ""


def day(value: Any) -> str:
    """`YYYY-MM-DD` as written, never shifted; empty for no real day (`0000-00-00`)."""
    written = text(value).strip()[:10]
    try:
        return date.fromisoformat(written).isoformat() if len(written) == 10 else ""
    except ValueError:
        return ""


def first(row: Row, *names: str) -> Any:
    """The first of these that is there and says something: text, where anybody would see it."""
    return next((row[name] for name in names if _says_something(row.get(name))), None)


def _says_something(value: Any) -> bool:
    return bool(trimmed(value)) if isinstance(value, str) else value is not None


def id_of(row: Row, *things: str) -> int | None:
    """The row's number: `ID`, `id`, or `<thing>_id`."""
    found = (number(row.get(name)) for name in (*IDS, *(f"{thing}_id" for thing in things)))
    return next((each for each in found if each is not None), None)


def name_of(row: Row, *things: str) -> str:
    """What the row is called: `name`, `<thing>_name`, `title`, `label`, or first and last name."""
    whole = first(row, "name", *(f"{thing}_name" for thing in things), "title", "label")
    if whole is None:
        whole = " ".join(one_name(row.get(part)) for part in ("first_name", "last_name"))
    return one_name(whole)


def tenant_line(row: Row) -> str:
    """A tenant with what reaches them: private."""
    names = ("tenant_email", "email", "tenant_number_primary", "tenant_number_work", "phone")
    parts = [name_of(row, "tenant"), *(trimmed(text(row.get(name))) for name in names)]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or "without a name"


def rows(payload: Any, *wrappers: str) -> list[Row]:
    """The rows of a list: an array, an array in a wrapper, a map of rows, or one row alone.

    `wrappers` are names this list may use besides the usual ones.
    """
    return list(_rows(payload, (*WRAPPERS, *wrappers), depth=4))


def tells_of_none(payload: Any) -> bool:
    """Whether an answer without rows says that there are none: PropOps's own envelope, with a place for
    them (api/overview). A gateway's JSON has none of it, nor has a bare `[]`; null is no place.
    """
    return (
        isinstance(payload, dict)
        and flag(payload.get("success")) is True
        and (
            number(payload.get("count")) is not None
            or any(isinstance(payload.get(name), list | dict) for name in WRAPPERS)
        )
    )


def tells_of_nothing(payload: Any) -> bool:
    """As `tells_of_none`, of an answer with one thing: in its place null is PropOps's word too."""
    return (
        isinstance(payload, dict)
        and flag(payload.get("success")) is True
        and any(name in payload for name in (*WRAPPERS, "count"))
    )


def is_list(payload: Any) -> bool:
    """Whether it may be the answer of a list that no documentation shows: something has rows, or says
    there are none. A bare `[]` is nobody's word, nor is *success* without a list.
    """
    if isinstance(payload, list):
        return bool(payload)
    return isinstance(payload, dict) and (
        tells_of_none(payload)
        or any(isinstance(part, list | dict) or name.isdigit() for name, part in payload.items())
    )


def row(payload: Any, *wrappers: str) -> Row | None:
    """The one row of an answer, None when it holds none."""
    return next(iter(rows(payload, *wrappers)), None)


def _rows(value: Any, wrappers: Iterable[str], depth: int) -> Iterator[Row]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict) and each)
    elif isinstance(value, dict) and depth:
        named = any(name in value for name in (*IDS, "uuid"))  # a row may have items of its own
        possible = ("data",) if named else wrappers
        wrapped = [name for name in possible if isinstance(value.get(name), list | dict)]
        inside = {name: part for name, part in value.items() if name not in _NO_ROW}
        if wrapped:
            yield from _rows(value[wrapped[0]], wrappers, depth - 1)
        elif (some := _only_list(inside)) is not None:
            yield from _rows(some, wrappers, depth - 1)
        elif inside and all(isinstance(part, dict) for part in inside.values()):
            yield from (part for part in inside.values() if part)
        elif inside and all(name.isdigit() for name in inside):
            yield from ({"id": name, "name": part} for name, part in inside.items())
        elif inside:
            yield value


def _only_list(inside: Row) -> list[Any] | None:
    """The list in a wrapper nobody has heard of; None for what looks like a row by itself."""
    if any(name in IDS or name.endswith(("name", "uuid", "_id")) for name in inside):
        return None
    lists = [part for part in inside.values() if isinstance(part, list)]
    return lists[0] if len(lists) == 1 else None
