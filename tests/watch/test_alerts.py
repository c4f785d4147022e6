"""Each alert rings when it should and not before, by Prometheus's own tool."""

from pathlib import Path
from typing import Any

import yaml

from tests.watch.prometheus import RULES, needs, promtool
from tests.watch.test_dashboard import rules

pytestmark = needs("promtool")
_BOT = 'job="propops-bot",instance="a"'
WELL = {
    'build_info{version="1"}': "1x2000",
    "database_up": "1x2000",
    'ready{check="database"}': "1x2000",
    'ready{check="slack"}': "1x2000",
    "circuit_open": "0x2000",
    "propops_rate_limit_headroom_ratio": "0.8x2000",
    'oldest_waiting_seconds{waits_for="turn"}': "0 3 0 2 0x2000",
    'oldest_waiting_seconds{waits_for="propops"}': "0x2000",
    'oldest_waiting_seconds{waits_for="approval"}': "3600x2000",
    'oldest_waiting_seconds{waits_for="decision"}': "3600x2000",
    'slack_rejected_total{reason="signature"}': "0x2000",
    'slack_rejected_total{reason="timestamp"}': "0x2000",
    'links{state="ok"}': "20x2000",
    'links{state="dead"}': "1x2000",
    'links{state="ended"}': "0x2000",
    "cards_open": "50x2000",
    "cards_kept_true": "48x2000",
    'requests_total{kind="command",name="show",outcome="ok"}': "0+5x2000",
    "apologies_total": "0x2000",
    "runs_crashed_total": "0x2000",
    'changes_total{action="create",state="unknown"}': "0x2000",
    'changes_ended_total{action="update",state="done",why="none"}': "0+2x2000",
    'changes_ended_total{action="update",state="failed",why="conflict"}': "0+2x2000",
    'changes_ended_total{action="create",state="failed",why="lost"}': "0x2000",
    'slack_call_seconds_count{method="chat.update",outcome="rate limited"}': "0x2000",
    'change_done_seconds_bucket{waited_for="nobody",le="1"}': "0+9x2000",
    'change_done_seconds_bucket{waited_for="nobody",le="60"}': "0+10x2000",
    'change_done_seconds_bucket{waited_for="nobody",le="+Inf"}': "0+10x2000",
    'change_card_seconds_bucket{waited_for="nobody",le="1"}': "0+9x2000",
    'change_card_seconds_bucket{waited_for="nobody",le="300"}': "0+10x2000",
    'change_card_seconds_bucket{waited_for="nobody",le="+Inf"}': "0+10x2000",
    'ack_seconds_bucket{kind="command",le="0.1"}': "0+100x2000",
    'ack_seconds_bucket{kind="command",le="3"}': "0+100x2000",
    'ack_seconds_bucket{kind="command",le="+Inf"}': "0+100x2000",
}
"""What a bot shows that works, as busy as any, minute by minute."""
DAY = "86000+60x2000"
UNWELL: dict[str, dict[str, str]] = {
    "PropOpsBotGone": dict.fromkeys(WELL, "_x2000"),
    "PropOpsBotDatabaseAway": {"database_up": "0x2000"},
    "PropOpsBotNotReady": {'ready{check="slack"}': "0x2000"},
    "PropOpsBotChangesStuck": {'oldest_waiting_seconds{waits_for="turn"}': "0+60x2000"},
    "PropOpsBotNotSignedBySlack": {'slack_rejected_total{reason="signature"}': "0+2x2000"},
    "PropOpsBotClockWrong": {'slack_rejected_total{reason="timestamp"}': "0+2x2000"},
    "PropOpsBotPropOpsAway": {"circuit_open": "1x2000"},
    "PropOpsBotWaitsForPropOps": {'oldest_waiting_seconds{waits_for="propops"}': "0+60x2000"},
    "PropOpsBotChangesFail": {
        'changes_ended_total{action="create",state="failed",why="lost"}': "0+1x2000"
    },
    "PropOpsBotSlowChanges": {'change_done_seconds_bucket{waited_for="nobody",le="1"}': "0+1x2000"},
    "PropOpsBotSlowCards": {'change_card_seconds_bucket{waited_for="nobody",le="1"}': "0+1x2000"},
    "PropOpsBotSlowAnswers": {'ack_seconds_bucket{kind="command",le="0.1"}': "0+50x2000"},
    "PropOpsBotApologises": {"apologies_total": "0+1x2000"},
    "PropOpsBotRateLimitNearlyUsedUp": {"propops_rate_limit_headroom_ratio": "0.05x2000"},
    "PropOpsBotSlackLimits": {
        'slack_call_seconds_count{method="chat.update",outcome="rate limited"}': "0+5x2000"
    },
    "PropOpsBotLinksDead": {'links{state="dead"}': "10x2000"},
    "PropOpsBotApprovalWaits": {'oldest_waiting_seconds{waits_for="approval"}': DAY},
    "PropOpsBotDecisionWaits": {'oldest_waiting_seconds{waits_for="decision"}': DAY},
    "PropOpsBotCardsBehind": {"cards_kept_true": "30x2000"},
}
"""Alert → what differs when it has to ring."""
LABELS = {"PropOpsBotNotReady": {"check": "slack"}}
"""Alert → what its labels say of the cause."""


def _input(different: dict[str, str]) -> list[dict[str, str]]:
    def named(name: str) -> str:
        metric, _, labels = name.rstrip("}").partition("{")
        return f"propops_bot_{metric}{{{_BOT}{',' + labels if labels else ''}}}"

    return [{"series": named(name), "values": v} for name, v in (WELL | different).items()]


def _expected(rule: dict[str, Any], *, rings: bool) -> dict[str, Any]:
    labels = rule["labels"] | LABELS.get(rule["alert"], {})
    said = {"exp_labels": labels, "exp_annotations": rule["annotations"]}
    return {
        "eval_time": "120m",
        "alertname": rule["alert"],
        "exp_alerts": [said] if rings else [],
    }


def test_every_alert_is_tried() -> None:
    assert set(UNWELL) == {rule["alert"] for rule in rules()}
    assert all(set(different) <= set(WELL) for different in UNWELL.values())


def test_the_tool_takes_the_rules() -> None:
    checked = promtool("check", "rules", str(RULES))
    assert checked.returncode == 0, checked.stderr
    assert "SUCCESS" in checked.stdout


def test_each_rings_for_its_cause_alone_and_none_on_a_good_day(tmp_path: Path) -> None:
    tests = [
        {
            "interval": "1m",
            "name": name,
            "input_series": _input(different),
            "alert_rule_test": [_expected(rule, rings=rule["alert"] == name) for rule in rules()],
        }
        for name, different in {"a good day": {}, **UNWELL}.items()
    ]
    file = tmp_path / "alerts_test.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "tests": tests}, sort_keys=False))
    tried = promtool("test", "rules", str(file))
    assert tried.returncode == 0, tried.stdout + tried.stderr


def test_a_fault_is_seen(tmp_path: Path) -> None:
    """The test above can fail: a bot that is away, where none is expected to be."""
    (gone,) = (rule for rule in rules() if rule["alert"] == "PropOpsBotGone")
    wrong = {
        "interval": "1m",
        "input_series": _input({}),
        "alert_rule_test": [_expected(gone, rings=True)],
    }
    file = tmp_path / "alerts_test.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "tests": [wrong]}))
    assert promtool("test", "rules", str(file)).returncode != 0
