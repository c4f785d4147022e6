"""Settings that are wrong: refused at the start, each with a sentence that says what to write."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.setting_problems import misspelt, problems
from bot.settings import Settings

WHOLE = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "s",
    "PROPOPS_BASE_URL": "https://propops.example.com",
}


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def complaints(monkeypatch: pytest.MonkeyPatch, more: Mapping[str, str]) -> list[str]:
    for name, value in (WHOLE | dict(more)).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    return problems(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("POLICY_FILE", "missing.toml", "there is no such file: its rules would not count."),
        (
            "PROPOPS_JOB_URL",
            "https://propops.example.com/jobs",
            "put {uuid} or {ref} where the job goes",
        ),
        (
            "PROPOPS_JOB_URL",
            "jobs.example.com/{uuid}",
            "write a whole address, e.g. https://",
        ),
        ("PROPOPS_JOB_URL", "https://{ref}/jobs", "write a whole address, e.g. https://"),
        ("APPROVERS", "Dana", "write ids of people (U… or W…) or user groups (S…), not names"),
        ("APPROVERS", "U0DANA0001, @tom", "write ids of people"),
        ("APPROVERS", "u0dana0001", "write ids of people"),
        ("APPROVAL_ESCALATE_TO", "managers", "write ids of people"),
        ("JOBS_CHANNEL", "#maintenance", "write the channel's id, which begins with C"),
        ("APPROVALS_CHANNEL", "approvals", "write the channel's id"),
        ("APPROVAL_BUDGET_OVER", "£500", "write a plain number such as 500"),
        ("APPROVAL_BUDGET_OVER", "-1", "write a number from 0 on"),
        ("APPROVAL_EXPIRY_DAYS", "three", "write a whole number such as 3"),
        ("APPROVAL_EXPIRY_DAYS", "90", "write a number up to 60"),
        ("LINK_IN_SLACK", "maybe", "write true or false"),
        ("PROPOPS_TIMEOUT_SECONDS", "0", "write a number above 0"),
        ("BOARD_AT", "25:00", "write it as 08:00, or off"),
        ("BOARD_AT", "eight", "write it as 08:00, or off"),
        ("CHASE_AFTER_HOURS", "soon", "write a plain number such as 500"),
        ("CHASE_AFTER_HOURS", "-1", "write a number from 0 on"),
        ("LOG_LEVEL", "LOUD", "write one of 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_a_wrong_value_is_refused_in_our_own_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    (sentence,) = complaints(monkeypatch, {name: value})
    assert words in sentence
    assert name in sentence
    assert "Input should" not in sentence
    assert name == "POLICY_FILE" or len(value) < 3 or value not in sentence


def test_approvers_without_a_channel_to_ask_them_in(monkeypatch: pytest.MonkeyPatch) -> None:
    (sentence,) = complaints(monkeypatch, {"APPROVERS": "U0DANA0001"})
    assert sentence.startswith("Set APPROVALS_CHANNEL too")
    assert "U0DANA0001" not in sentence


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("APROVERS", "APPROVERS"),
        ("SLACK_BOT_TOKENS", "SLACK_BOT_TOKEN"),
        ("slack_signing_secrt", "SLACK_SIGNING_SECRET"),
        ("PROPOPS_BASEURL", "PROPOPS_BASE_URL"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("LOGLEVEL", "LOG_LEVEL"),
        ("TIME_ZONE", "TIMEZONE"),
    ],
)
def test_a_name_near_a_setting_is_a_slip(name: str, meant: str) -> None:
    assert misspelt([name, "HOME"]) == [f"{name.upper()} is no setting. Did you mean {meant}?"]


def test_other_names_of_an_environment_are_nobodys_business() -> None:
    others = (
        "HOME HOSTNAME HOSTS PATH PORTS POSTS TZ USER LANG PWD KUBERNETES_PORT POLICY_PATH EDITOR"
    )
    assert misspelt([*others.split(), *(name.upper() for name in Settings.model_fields)]) == []


def test_in_the_file_of_the_bot_itself_short_names_are_slips_too() -> None:
    assert misspelt(["HOME"], ["PORTT", "HST"]) == [
        "HST is no setting. Did you mean HOST?",
        "PORTT is no setting. Did you mean PORT?",
    ]
    assert misspelt(["PORTT"], ["PORT", "TZ", "COMPOSE_FILE"]) == []


def test_metrics_have_a_port_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    (sentence,) = complaints(monkeypatch, {"PORT": "9100", "METRICS_PORT": "9100"})
    assert sentence == (
        "METRICS_PORT: PORT is the same: give it a port of its own, or leave it out."
    )


@pytest.mark.parametrize(
    ("secret", "is_doubted"),
    [("abcde", True), ("8f742231b10e8888abcd99yyyzzz85a5", True), ("0123456789abcdef" * 2, False)],
)
def test_a_signing_secret_that_slack_did_not_make(secret: str, is_doubted: bool) -> None:
    given: dict[str, Any] = {
        "slack_signing_secret": secret,
        "propops_base_url": "http://127.0.0.1:1",
    }
    for api, doubted in (("https://slack.com/api/", is_doubted), ("http://127.0.0.1:9/", False)):
        doubt = Settings(slack_bot_token="xoxb-1", slack_api_url=api, **given).signing_secret_doubt
        assert bool(doubt) == doubted
        assert secret not in doubt


@pytest.mark.parametrize("off", ["off", "OFF", "none"])
def test_what_can_be_switched_off_is(monkeypatch: pytest.MonkeyPatch, off: str) -> None:
    for name, value in (WHOLE | {"BOARD_AT": off, "CHASE_AFTER_HOURS": off}).items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (settings.board_time, settings.chase_after_hours) == (None, None)


def test_hours_may_be_fractions_and_statuses_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"CHASE_AFTER_HOURS": "0.001", "BOARD_AT": "7", "CLOSED_STATUSES": " done ,  Shut  up"}
    for name, value in (WHOLE | more).items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (settings.chase_after_hours, settings.board_time) == (0.001, time(7))
    assert [settings.statuses.ends(name) for name in ("DONE", "shut up", "open")] == [
        True,
        True,
        False,
    ]


MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s",
    "SLACK_SIGNING_SECRET": "s",
    "PUBLIC_URL": "https://bot.example.com",
    "PROPOPS_BASE_URL": "https://propops.example.com",
}


def test_without_a_bot_token_many_workspaces_install_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in MANY.items():
        monkeypatch.setenv(name, value)
    assert Settings().many_workspaces
    assert "at https://bot.example.com/slack/install" in Settings().workspaces
    assert "For one alone, set SLACK_BOT_TOKEN" in Settings().workspaces
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert not Settings().many_workspaces  # the client id is for signing in with Slack
    assert "*Sign in with Slack* alone. For many, take SLACK_BOT_TOKEN out" in Settings().workspaces
    monkeypatch.delenv("SLACK_CLIENT_ID")
    monkeypatch.delenv("SLACK_CLIENT_SECRET")
    assert "For many, set SLACK_CLIENT_ID in its place" in Settings().workspaces


@pytest.mark.parametrize(
    ("without", "more", "words"),
    [
        ("PUBLIC_URL", {}, "need PUBLIC_URL: Slack leads whoever installs the app back to it."),
        ("SLACK_SIGNING_SECRET", {"SLACK_APP_TOKEN": "xapp-1"}, "need HTTP mode"),
        ("SLACK_CLIENT_SECRET", {}, "Set both of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"),
        ("SLACK_CLIENT_ID", {}, "SLACK_BOT_TOKEN is required: `xoxb-…` of the installed app"),
    ],
)
def test_many_workspaces_need_a_few_things_more(
    monkeypatch: pytest.MonkeyPatch, without: str, more: dict[str, str], words: str
) -> None:
    for name, value in (MANY | more).items():
        if name != without:
            monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert words in " ".join(problems(caught.value))


def test_rules_of_a_workspace_count_for_many_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").write_text('[workspaces.T0ELM00001]\njobs_channel = "C0ELM00001"\n')
    [said] = complaints(monkeypatch, {"POLICY_FILE": "policy.toml"})
    assert "counts only for many workspaces" in said
