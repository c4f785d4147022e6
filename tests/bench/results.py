"""Results as a file, as tables, and two of them side by side.

`python -m tests.bench.results BEFORE AFTER` prints one table of both files.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.groups import GOALS
from tests.bench.rows import BOTS, SERVERS, Cell, Cells, Result, cells


def read(path: Path) -> Result:
    """Raises OSError and ValueError."""
    return Result(**json.loads(path.read_text("utf-8")))


def write(result: Result, path: Path) -> None:
    path.write_text(json.dumps(result.json(), indent=1, ensure_ascii=False) + "\n", "utf-8")


def table(figures: Any) -> str:
    """One group: a row for each thing measured, a column for each server."""
    rows = cells(figures)
    servers = [each for each in SERVERS if any(each in row for row in rows.values())]
    bots = [each for each in servers if each in BOTS]
    lines = [_line(["what", *servers, "goal", "met"]), _line(["---"] * (len(servers) + 3))]
    for what, row in rows.items():
        shown = [row[each].words() if each in row else "" for each in servers]
        goal = GOALS.get(what)
        unit = next(iter(row.values())).unit
        verdicts = [met(rows, what, each) for each in bots if each in row]
        verdict = ", ".join({True: "yes", False: "**no**", None: ""}[each] for each in verdicts)
        lines.append(_line([what, *shown, goal.words(unit) if goal else "", verdict.strip(", ")]))
    return "\n".join(lines)


def met(rows: Cells, what: str, server: str) -> bool | None:
    """Whether a server is within the goal of a row; None for no goal, or nothing to hold it against."""
    goal = GOALS.get(what)
    if goal is None:
        return None
    other = rows.get(goal.row or what, {}).get(goal.of or server)
    against = other.value if other is not None and (goal.of or goal.row) else None
    return goal.met(rows[what][server].value, against)


def compared(before: Result, after: Result) -> str:
    """Every figure of the bot in both files, and how many times the earlier one it is now."""
    head = [
        "what",
        "server",
        f"before ({before.commit})",
        f"after ({after.commit})",
        "×",
        "goal",
        "met",
    ]
    lines = [_line(head), _line(["---"] * len(head))]
    for what, server, old, new, verdict in _pairs(before, after):
        times = f"{new.value / old.value:.2f}" if old and new and old.value else ""
        goal = GOALS.get(what)
        unit = (new or old or Cell([0], "")).unit
        lines.append(
            _line(
                [
                    what,
                    server,
                    old.words() if old else "",
                    new.words() if new else "",
                    times,
                    goal.words(unit) if goal else "",
                    {True: "yes", False: "**no**", None: ""}[verdict],
                ]
            )
        )
    return "\n".join(lines)


def _pairs(
    before: Result, after: Result
) -> Iterator[tuple[str, str, Cell | None, Cell | None, bool | None]]:
    for group in dict.fromkeys((*after.groups, *before.groups)):
        old, new = cells(before.groups.get(group, [])), cells(after.groups.get(group, []))
        for what in dict.fromkeys((*new, *old)):
            for server in SERVERS:
                was: Mapping[str, Cell] = old.get(what, {})
                now: Mapping[str, Cell] = new.get(what, {})
                if server in was or server in now:
                    verdict = met(new, what, server) if server in now and server in BOTS else None
                    yield what, server, was.get(server), now.get(server), verdict


def _line(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("Please name two files of results: python -m tests.bench.results BEFORE AFTER")
    print(compared(read(Path(sys.argv[1])), read(Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
