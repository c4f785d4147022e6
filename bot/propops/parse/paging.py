"""Lists that come in pages: `limit` 1 to 200, `offset`, and no safe total (api/overview)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import Garbled
from bot.propops.parse.values import Row, is_list, number, rows

PAGE = 50
"""Rows of a page unless said otherwise."""
MOST_ROWS = 200


@dataclass(frozen=True)
class RowPage:
    """One page of a list: its rows, and whether there may be another after it."""

    rows: Sequence[Row]
    more: bool


def paged(payload: Any, limit: int, offset: int) -> RowPage:
    """A page, taken to be the last when it is short; a `count` above it says there is more.

    `count` may be the rows of the page or the total, so it never ends a list (api/overview and
    api/contractors disagree).
    """
    found = rows(payload)
    count = number(payload.get("count")) if isinstance(payload, dict) else None
    return RowPage(found, len(found) >= limit or (count or 0) > offset + len(found))


def as_list(payload: Any) -> Any:
    """The answer of a list as it is. Raises Garbled for what is none, as a gateway's own JSON."""
    if not is_list(payload):
        raise Garbled("no list")
    return payload


def window(limit: int, offset: int) -> dict[str, str | int]:
    """The parameters of a page."""
    return {"limit": limit, "offset": offset} if offset else {"limit": limit}
