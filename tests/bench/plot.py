"""Pictures of figures as SVG: horizontal bars, a colour for each server, light and dark pages alike."""

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from tests.bench.rows import (
    BOT,
    NAIVE,
    NAIVE_ENGINE,
    NAIVE_SQLITE,
    PLAIN,
    POSTGRES,
    SERVERS,
    SQLITE,
    Cells,
    number,
)

COLOURS = {
    PLAIN: "#9a6700",
    NAIVE: "#8c959f",
    NAIVE_SQLITE: "#57606a",
    NAIVE_ENGINE: "#bf8700",
    BOT: "#0969da",
    SQLITE: "#0969da",
    POSTGRES: "#8250df",
}
_LEFT, _WIDE, _RIGHT, _BAR, _GAP, _TOP = 250, 420, 130, 16, 14, 62
_DECADES_FROM = 30.0
"""Values further apart than this are drawn on a logarithmic scale."""


class Plot(NamedTuple):
    """`rows`: what is drawn, of one unit. `names`: what each row is called in the picture."""

    title: str
    rows: Sequence[str]
    names: Sequence[str] = ()


def svg(plot: Plot, cells: Cells) -> str:
    """The picture; rows that were not measured are left out."""
    rows = [
        (n, cells[what]) for what, n in zip(plot.rows, _names(plot), strict=True) if what in cells
    ]
    servers = [each for each in SERVERS if any(each in row for _, row in rows)]
    values = [cell.value for _, row in rows for cell in row.values()]
    if not values:
        return ""
    scale = _Scale(values)
    unit = next(iter(rows[0][1].values())).unit
    parts, y = [_legend(servers)], _TOP
    for name, row in rows:
        bars = [(each, row[each]) for each in servers if each in row]
        middle = y + len(bars) * _BAR / 2 + 4
        parts.append(_text(_LEFT - 10, middle, name, anchor="end"))
        for server, cell in bars:
            width = scale(cell.value)
            colour = COLOURS[server]
            parts.append(
                f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 3}" rx="2" fill="{colour}"/>'
            )
            words = f"{number(cell.value)} {unit}".rstrip()
            parts.append(_text(_LEFT + width + 6, y + _BAR - 5, words))
            y += _BAR
        y += _GAP
    title = f"{plot.title} (logarithmic)" if scale.logarithmic else plot.title
    width = _LEFT + _WIDE + _RIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" viewBox="0 0 {width} {y}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="12"><title>{escape(plot.title)}</title>\n'
        f'<rect width="{width}" height="{y}" rx="6" fill="#ffffff"/>\n'
        f'<text x="16" y="24" font-size="14" font-weight="600" fill="#1f2328">{escape(title)}</text>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


class _Scale:
    """Value → length of its bar."""

    def __init__(self, values: Sequence[float]) -> None:
        most, least = max(values), min((v for v in values if v > 0), default=1.0)
        self.logarithmic = most / least > _DECADES_FROM
        self._most, self._least = most or 1.0, least / 2

    def __call__(self, value: float) -> float:
        if value <= 0:
            return 1.0
        if not self.logarithmic:
            return max(1.0, value / self._most * _WIDE)
        whole = math.log(self._most / self._least)
        return max(1.0, math.log(max(value, self._least) / self._least) / whole * _WIDE)


def _names(plot: Plot) -> Sequence[str]:
    return plot.names or plot.rows


def _legend(servers: Sequence[str]) -> str:
    x, parts = 16, []
    for server in servers:
        colour = COLOURS[server]
        parts.append(f'<rect x="{x}" y="36" width="10" height="10" rx="2" fill="{colour}"/>')
        parts.append(_text(x + 15, 45, server))
        x += 40 + 7 * len(server)
    return "\n".join(parts)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#1f2328">{escape(words)}</text>'
