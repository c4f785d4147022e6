"""docs/pictures/dashboard.svg anew: `python -m tests.watch.picture`, in three minutes.

Grafana itself is in no package registry. A real Prometheus watches a bot at work; the panels of
docs/deploy/grafana.json are drawn from its answers to their own queries, in their own places.
"""

import asyncio
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from bot import logs
from bot.sandbox.testbed import open_testbed
from tests.watch.board import Panel, panels
from tests.watch.prometheus import ROOT, Prometheus, program, prometheus
from tests.watch.working_day import GIVEN, work_for

SECONDS = 150.0
COLUMN, LINE, GAP = 50, 26, 8
COLOURS = (
    *("#3274d9", "#e0752d", "#37872d", "#8f3bb8", "#c4162a", "#0a7f8c", "#8a6d3b"),
    *("#d44a9a", "#5b6b7b", "#b59b00"),
)
_UNITS = {"s": "s", "bytes": "MB", "percentunit": "%"}
_STYLE = (
    "text{font:11px Lato,Helvetica,Arial,sans-serif;fill:#24292e}.t{font-weight:bold;font-size:12px}"
    ".n{font-size:26px;font-weight:bold}.a{fill:#6a737d;font-size:10px}.h{font-size:14px;font-weight:bold}"
)
Points = list[tuple[float, float]]


async def drawn(watching: Prometheus, began: float, ended: float) -> str:
    """The whole board."""
    shapes: list[str] = []
    bottom = 0
    for panel in panels():
        place = panel.place
        x, y = place["x"] * COLUMN, place["y"] * LINE
        width, height = place["w"] * COLUMN - GAP, place["h"] * LINE - GAP
        bottom = max(bottom, y + height)
        if panel.kind == "row":
            shapes.append(f'<text class="h" x="{x}" y="{y + 18}">{escape(panel.title)}</text>')
            continue
        shapes.append(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#fff" stroke="#d8dbe0" rx="3"/>'
            f'<text class="t" x="{x + 8}" y="{y + 17}">{escape(panel.title)}</text>'
        )
        lines = await _lines(watching, panel, began, ended)
        area = (x + 44, y + 26, width - 56, height - 62)
        shapes.append(
            _number(panel, lines, x, y, height)
            if panel.kind == "stat"
            else _curves(panel, lines, area, began, ended)
        )
    size = (
        f'width="{24 * COLUMN}" height="{bottom + GAP}" viewBox="0 0 {24 * COLUMN} {bottom + GAP}"'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{_STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#f4f5f8"/>{"".join(shapes)}</svg>\n'
    )


async def _lines(
    watching: Prometheus, panel: Panel, began: float, ended: float
) -> list[tuple[str, Points]]:
    lines = []
    for query, legend in panel.queries:
        data = await watching.ask(
            "query_range",
            query=query.replace("$__rate_interval", "20s"),
            start=began,
            end=ended,
            step="2s",
        )
        for series in data["result"]:
            name = legend
            for label, value in series["metric"].items():
                name = name.replace("{{" + label + "}}", "a bot" if label == "instance" else value)
            points = [(at, float(value)) for at, value in series["values"] if value != "NaN"]
            lines.append((name, points))
    return lines


def _number(panel: Panel, lines: list[tuple[str, Points]], x: int, y: int, height: int) -> str:
    value = lines[0][1][-1][1] if lines and lines[0][1] else 0
    defaults: Any = panel.source["fieldConfig"]["defaults"]
    words = defaults["mappings"][0]["options"] if defaults["mappings"] else {}
    shown = words.get(f"{value:g}", {}).get("text", f"{value:g}")
    colour = "green"
    for step in defaults["thresholds"]["steps"]:
        if step["value"] is None or value >= step["value"]:
            colour = step["color"]
    filled = {"green": "#37872d", "red": "#c4162a", "orange": "#e0752d"}[colour]
    middle = y + height // 2 + 18
    return f'<text class="n" x="{x + 10}" y="{middle}" style="fill:{filled}">{escape(shown)}</text>'


def _curves(
    panel: Panel,
    lines: list[tuple[str, Points]],
    area: tuple[int, int, int, int],
    began: float,
    ended: float,
) -> str:
    x, y, width, height = area
    highest = max((value for _, points in lines for _, value in points), default=0)
    top = panel.source["fieldConfig"]["defaults"].get("max") or highest * 1.1 or 1
    shapes = []
    for part in (0.0, 0.5, 1.0):
        level = y + height - part * height
        shapes.append(
            f'<line x1="{x}" x2="{x + width}" y1="{level:.1f}" y2="{level:.1f}" stroke="#e9ebee"/>'
            f'<text class="a" x="{x - 4}" y="{level + 3:.1f}" text-anchor="end">{_in_unit(panel, top * part)}</text>'
        )
    legend_at = x - 36
    for number, (name, points) in enumerate(lines[:8]):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(
            f"{x + (at - began) / (ended - began) * width:.1f},{y + height - value / top * height:.1f}"
            for at, value in points
        )
        shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        )
        if legend_at + 6 * len(name) + 16 < x + width + 12:
            low = y + height + 24
            shapes.append(
                f'<rect x="{legend_at}" y="{low - 8}" width="9" height="9" fill="{colour}"/>'
                f'<text class="a" x="{legend_at + 12}" y="{low}">{escape(name)}</text>'
            )
        legend_at += 6 * len(name) + 24
    return "".join(shapes)


def _in_unit(panel: Panel, value: float) -> str:
    unit = _UNITS.get(panel.unit, "")
    scaled = value / 1e6 if unit == "MB" else value * 100 if unit == "%" else value
    shown = f"{scaled:,.0f}" if scaled >= 100 else f"{scaled:.2g}"
    return f"{shown} {unit}".strip()


async def main() -> None:
    if program("prometheus") is None:
        sys.exit("There is no Prometheus on this machine: make test-watch")
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_testbed(Path(folder), **GIVEN) as play,
            prometheus(Path(folder), [play.bot_url.removeprefix("http://")]) as watching,
        ):
            now = float((await watching.ask("query", query="time()"))["result"][1])
            await work_for(play, SECONDS)
            await asyncio.sleep(5)
            picture = await drawn(watching, now + 5, now + SECONDS + 4)
    (ROOT / "docs" / "pictures" / "dashboard.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
