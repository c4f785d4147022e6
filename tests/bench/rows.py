"""What a bench gives back: figures, and the goals they are held against."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any, Literal, NamedTuple

PLAIN, NAIVE, NAIVE_SQLITE = "plain Bolt", "naive", "naive + SQLite"
NAIVE_ENGINE = "naive + engine"
NAIVE_ONES = (NAIVE, NAIVE_SQLITE, NAIVE_ENGINE)
BOT, SQLITE, POSTGRES = "the bot", "the bot, SQLite", "the bot, Postgres"
BOTS = (BOT, SQLITE, POSTGRES)
SERVERS = (PLAIN, *NAIVE_ONES, *BOTS)
"""Columns of tables stand in this order; goals are for the bot."""


@dataclass(frozen=True)
class Figure:
    """One thing measured of one server. `unit`: ms, s, 1/s, MiB, %, ×, or empty for a number."""

    what: str
    server: str
    value: float
    unit: str = ""


@dataclass(frozen=True)
class Setting:
    """What a bench measures: databases of the bot by name, and how long.

    `databases`: name → a function that empties it and gives its URL. `short`: everything a few times
    only, to see that it works.
    """

    databases: Mapping[str, Callable[[], str]]
    short: bool = False

    @property
    def servers(self) -> Mapping[str, Callable[[], str]]:
        """The naive ones without the engine too, which need no database from here."""
        return {NAIVE: str, NAIVE_SQLITE: str, **self.databases}

    @property
    def with_engine(self) -> Mapping[str, Callable[[], str]]:
        """All the naive ones too."""
        return {**dict.fromkeys(NAIVE_ONES, str), **self.databases}

    def count(self, usual: int, short: int) -> int:
        return short if self.short else usual

    def seconds(self, usual: float, short: float = 0.3) -> float:
        return short if self.short else usual


Bench = Callable[[Setting], Awaitable[Sequence[Figure]]]


class Goal(NamedTuple):
    """`bound`: of the value itself, or with `of` how many times the value of that server."""

    side: Literal["≤", "≥"]
    bound: float
    of: str = ""
    row: str = ""
    """Held against this row of the same server instead."""

    def words(self, unit: str) -> str:
        if self.of or self.row:
            return f"{self.side} {self.bound:g} × {self.of or self.row}"
        return f"{self.side} {self.bound:g} {unit}".rstrip()

    def met(self, value: float, against: float | None) -> bool | None:
        """None where there is nothing to hold it against."""
        if (self.of or self.row) and against is None:
            return None
        limit = self.bound * (against if against is not None else 1.0)
        return value <= limit if self.side == "≤" else value >= limit


@dataclass(frozen=True)
class Result:
    """Everything of one `make bench`, as it is written to a file."""

    commit: str
    machine: str
    versions: Mapping[str, str]
    seconds: float
    runs: int
    groups: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """Group → figures: what, server, unit, and `values`, one for each run."""

    def json(self) -> dict[str, Any]:
        return asdict(self)


class Cell(NamedTuple):
    """One figure over all runs."""

    values: Sequence[float]
    unit: str

    @property
    def value(self) -> float:
        return median(self.values)

    def words(self) -> str:
        middle = f"{number(self.value)} {self.unit}".rstrip()
        low, high = number(min(self.values)), number(max(self.values))
        return middle if low == high else f"{middle} ({low}–{high})"


Cells = dict[str, dict[str, Cell]]
"""Row → server → cell."""


def cells(figures: Sequence[Mapping[str, Any]]) -> Cells:
    table: Cells = {}
    for each in figures:
        row = table.setdefault(str(each["what"]), {})
        row[str(each["server"])] = Cell([float(v) for v in each["values"]], str(each["unit"]))
    return table


def collected(runs: Sequence[Sequence[Figure]]) -> list[dict[str, Any]]:
    """The same figures of several runs as one list."""
    table: dict[tuple[str, str, str], list[float]] = {}
    for each in (figure for run in runs for figure in run):
        table.setdefault((each.what, each.server, each.unit), []).append(each.value)
    return [
        {"what": what, "server": server, "unit": unit, "values": values}
        for (what, server, unit), values in table.items()
    ]


def number(value: float) -> str:
    """Three digits, more only before the point."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
