"""Each alert by the numbers of a real bot: quiet before, ringing while its cause lasts."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.testbed import Testbed, open_testbed
from tests.stories.acting import Clock
from tests.stories.conftest import QUICK, new_database
from tests.watch.causes import CAUSES, Stage
from tests.watch.prometheus import RULES, needs, promtool
from tests.watch.test_dashboard import rules
from tests.watch.working_day import GIVEN, one_of_each

__all__ = ["new_database"]  # a fixture
pytestmark = needs("promtool")
Numbers = Mapping[str, float]
QUIET = 60
"""Minutes for which nothing happens before the cause begins."""


async def scraped(play: Testbed) -> Numbers:
    async with httpx.AsyncClient(base_url=play.bot_url) as operator:
        text = (await operator.get("/metrics")).text
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = {**sample.labels, "job": "propops-bot", "instance": "a"}
            written = ",".join(f'{name}="{value}"' for name, value in sorted(labels.items()))
            found[f"{sample.name}{{{written}}}"] = sample.value
    return found


def series(before: Numbers, after: Numbers, minutes: int) -> list[dict[str, str]]:
    """A quiet hour, then what the cause has made of it. Times are measured again each minute."""
    return [
        {"series": name, "values": f"{_held(name, before)} {_later(name, before, after, minutes)}"}
        for name in sorted({*before, *after})
        if name.startswith("propops_bot_")
    ]


def _held(name: str, before: Numbers) -> str:
    value = before.get(name, math.nan)
    return f"_x{QUIET - 1}" if math.isnan(value) else f"{value:f}x{QUIET - 1}"


def _later(name: str, before: Numbers, after: Numbers, minutes: int) -> str:
    value = after.get(name, math.nan)
    if math.isnan(value):
        return f"stale _x{minutes}"
    is_time = name.partition("{")[0].endswith(("_bucket", "_sum", "_count"))
    more = value - before.get(name, 0.0)
    return f"{value:f}+{more:f}x{minutes}" if is_time and more else f"{value:f}x{minutes}"


def minutes_of(rule: Mapping[str, Any]) -> int:
    number, unit = int(rule["for"][:-1]), rule["for"][-1]
    return number * {"m": 1, "h": 60}[unit]


def rings(before: Numbers, after: Numbers, at: int, names: set[str], file: Path) -> str:
    """What the tool has against it that just these ring, so many minutes after the cause; empty for nothing."""
    expected = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in sorted(names)]
    ringing = 'group by (alertname) (ALERTS{alertstate="firing"})'
    test = {
        "interval": "1m",
        "input_series": series(before, after, at + 60),
        "promql_expr_test": [
            {"expr": ringing, "eval_time": f"{QUIET - 1}m", "exp_samples": []},
            {"expr": ringing, "eval_time": f"{QUIET + at}m", "exp_samples": expected},
        ],
    }
    file.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "tests": [test]}))
    tried = promtool("test", "rules", str(file))
    return "" if tried.returncode == 0 else tried.stdout + tried.stderr


def test_every_alert_has_a_cause() -> None:
    assert {*CAUSES, "PropOpsBotGone"} == {rule["alert"] for rule in rules()}


@pytest.mark.parametrize("alert", CAUSES)
async def test_it_rings_for_what_it_says(
    alert: str, tmp_path: Path, new_database: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "propops-bot.db").write_bytes(new_database)
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", 20.0)
    cause, clock = CAUSES[alert], Clock()
    given: dict[str, Any] = {
        "engine": InMemoryEngine,
        "clock": clock,
        "waits": QUICK,
        "propops_settle_seconds": 0.5,
        "slack": SandboxSlack(behaviour=Behaviour(escape_commands=True, patience=20.5)),
        **cause.given(),
    }
    (rule,) = (each for each in rules() if each["alert"] == alert)
    async with open_testbed(tmp_path, **given) as play:
        await play.link("priya", "Priya Shah")
        stage = Stage(play, clock, monkeypatch)
        if cause.first is not None:
            await cause.first(stage)
        before = await scraped(play)
        async with cause.happens(stage):
            after = await scraped(play)
    names = {alert, *cause.besides}
    assert rings(before, after, minutes_of(rule) + 2, names, tmp_path / "test.yml") == ""
    gone = rings(before, {}, 7, {"PropOpsBotGone"}, tmp_path / "gone.yml")
    assert gone == ""


async def test_a_good_day_is_quiet(tmp_path: Path) -> None:
    """A job raised, one refused, one that waits for approval, an unlinked member: none is a reason to ring."""
    async with open_testbed(tmp_path, **GIVEN) as play:
        before = await scraped(play)
        await one_of_each(play)
        after = await scraped(play)
    assert rings(before, after, 62, set(), tmp_path / "test.yml") == ""
