"""Dashboard, alerts and docs name what `/metrics` has, and all of them say the same."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.metrics_docs import in_page
from bot.web.metrics import Metrics
from tests.watch.board import metrics_in, panels
from tests.watch.prometheus import ROOT, RULES

PAGE = ROOT / "docs" / "watching.md"
NOT_DRAWN = {
    "propops_bot_runs_limit",
    "propops_bot_cards_oldest_compared_seconds",
}
"""Metrics that the board leaves out: for whoever looks closer."""


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return list(group["rules"])


def offered() -> set[str]:
    """What a bot shows from its first moment on."""
    metrics = Metrics()
    return {line.split()[2].removesuffix("_info") for line in _types(metrics)} | {
        line.split()[2] for line in _types(metrics)
    }


def _types(metrics: Metrics) -> list[str]:
    return [line for line in metrics.text().decode().splitlines() if line.startswith("# TYPE ")]


@pytest.mark.parametrize(
    "panel", [each for each in panels() if each.queries], ids=lambda p: p.title
)
def test_a_panel_asks_for_what_there_is(panel: Any) -> None:
    for expression, _ in panel.queries:
        assert metrics_in(expression), expression
        assert metrics_in(expression) <= offered(), expression


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_what_there_is_and_the_docs_know_it(rule: dict[str, Any]) -> None:
    assert metrics_in(rule["expr"]), rule["expr"]
    assert metrics_in(rule["expr"]) <= offered()
    assert rule["labels"]["severity"] in {"page", "warn", "info"}
    notes = rule["annotations"]
    line = f"| `{rule['alert']}` | {rule['labels']['severity']} | {notes['summary']} | {notes['description']} |"
    assert line in PAGE.read_text("utf-8"), line


def test_the_board_leaves_nothing_out() -> None:
    drawn = {name for each in panels() for query, _ in each.queries for name in metrics_in(query)}
    assert set(Metrics().described()) - drawn == NOT_DRAWN


def test_panels_have_their_own_titles_and_places() -> None:
    shown = list(panels())
    assert len({each.title for each in shown}) == len(shown)
    cells = [
        (x, y)
        for each in shown
        for x in range(each.place["x"], each.place["x"] + each.place["w"])
        for y in range(each.place["y"], each.place["y"] + each.place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_the_table_of_metrics_is_made_of_the_code() -> None:
    text = PAGE.read_text("utf-8")
    assert in_page(text) == text, "make settings"


def test_its_picture_is_there() -> None:
    assert "pictures/dashboard.svg" in PAGE.read_text("utf-8")
    assert Path(ROOT / "docs" / "pictures" / "dashboard.svg").stat().st_size > 10_000


def test_each_line_has_a_name_and_each_panel_a_unit() -> None:
    for panel in panels():
        if panel.kind == "timeseries":
            assert all(legend for _, legend in panel.queries), panel.title
        if panel.queries:
            assert panel.unit in {"s", "short", "none", "bytes", "percentunit"}, panel.title
            is_time = any(
                "seconds" in query and "_count" not in query for query, _ in panel.queries
            )
            is_rate = any("cpu_seconds" in query for query, _ in panel.queries)
            assert (panel.unit == "s") == (is_time and not is_rate), panel.title
