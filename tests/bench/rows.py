"""A row of the result: what was measured, what we got, what plain Bolt gets, what we want."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`peer` is empty where there is nothing to compare with."""

    what: str
    ours: str
    goal: str
    met: bool
    peer: str = ""


Bench = Callable[[], Awaitable[Sequence[Row]]]
"""Measures for at most half a minute or so, and may start processes as long as it ends them."""


def table(rows: Sequence[Row]) -> str:
    lines = ["| what | goal | here | plain Bolt beside it | met |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.what} | {row.goal} | {row.ours} | {row.peer or '–'} | {'yes' if row.met else 'NO'} |"
        for row in rows
    ]
    return "\n".join(lines)
