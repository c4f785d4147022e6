"""The dashboard of docs/deploy/grafana.json, as data."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.watch.prometheus import BOARD

_METRIC = re.compile(r"\b((?:propops_bot|process|python)_[a-z_]+)\b")


@dataclass(frozen=True)
class Panel:
    """`queries`: expression and legend of each."""

    title: str
    kind: str
    unit: str
    place: dict[str, int]
    queries: tuple[tuple[str, str], ...]
    source: dict[str, Any]


def panels() -> Iterator[Panel]:
    """From top to bottom, headings of rows among them."""
    for each in json.loads(BOARD.read_text("utf-8"))["panels"]:
        targets = each.get("targets", ())
        defaults = each.get("fieldConfig", {}).get("defaults", {})
        yield Panel(
            each["title"],
            each["type"],
            defaults.get("unit", ""),
            each["gridPos"],
            tuple((target["expr"], target.get("legendFormat", "")) for target in targets),
            each,
        )


def metrics_in(expression: str) -> set[str]:
    """Names of metrics, without what a histogram adds to its own."""
    return {
        re.sub(r"(?<=seconds)_(bucket|count|sum)$", "", name)
        for name in _METRIC.findall(expression)
    }
