"""Settings as they come from files, shells and clusters: with spaces, quotation marks, units, half addresses."""

import math
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.setting_problems import problems
from bot.settings import Settings
from tests.test_settings import MANY, WHOLE, complaints, only_these

__all__ = ["only_these"]  # a fixture of all tests here
NUMBERS = [
    name for name, field in Settings.model_fields.items() if "float" in str(field.annotation)
]
ADDRESSES = ("SLACK_API_URL", "PUBLIC_URL", "PROPOPS_BASE_URL", "OTEL_EXPORTER_OTLP_ENDPOINT")
PARAMETERS = ("SEARCH", "JOB", "COMMIT", "FILE")


def read(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_space_around_a_value_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Secret of Kubernetes made with `echo` ends with a line break."""
    padded = {name: f" {value}\r\n" for name, value in WHOLE.items()}
    more = {"JOBS_CHANNEL": "C0MAINT001 ", "LOG_LEVEL": " DEBUG", "HOST": "127.0.0.1\n"}
    settings = read(monkeypatch, padded | more)
    secrets = settings.slack_bot_token, settings.slack_signing_secret
    assert [each.get_secret_value() for each in secrets if each] == ["xoxb-1", "s"]
    assert (settings.jobs_channel, settings.log_level, settings.host) == (
        "C0MAINT001",
        "DEBUG",
        "127.0.0.1",
    )


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_a_blank_setting_is_one_that_is_not_set(
    monkeypatch: pytest.MonkeyPatch, blank: str
) -> None:
    names = {name.upper() for name in Settings.model_fields} - set(WHOLE)
    settings = read(monkeypatch, {**dict.fromkeys(names, blank), **WHOLE})
    for name in names:
        assert getattr(settings, name.lower()) == Settings.model_fields[name.lower()].default, name
    (sentence,) = complaints(monkeypatch, {"SLACK_BOT_TOKEN": blank})
    assert sentence.startswith("SLACK_BOT_TOKEN is required")


@pytest.mark.parametrize("mark", ['"', "'", "“", "”"])
@pytest.mark.parametrize("name", [*WHOLE, "HOST", "TOKEN_KEYS", "AUDIT_KEY", "CLOSED_STATUSES"])
def test_quotation_marks_are_named(monkeypatch: pytest.MonkeyPatch, name: str, mark: str) -> None:
    """`docker run --env-file` hands them on."""
    value = WHOLE.get(name, "secret")
    (sentence,) = complaints(monkeypatch, {name: f"{mark}{value}{mark}"})
    assert sentence == f"{name}: leave out the quotation marks around it."


def test_quotation_marks_inside_are_a_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"CLOSED_STATUSES": 'Tenant\'s, done "for now"', "SLACK_SIGNING_SECRET": "'"}
    settings = read(monkeypatch, WHOLE | more)
    assert settings.closed_statuses == ("Tenant's", 'done "for now"')


@pytest.mark.parametrize(
    "name", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET", "SLACK_CLIENT_ID"]
)
def test_a_secret_of_slack_is_one_word(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    whole = WHOLE if name == "SLACK_BOT_TOKEN" else MANY
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, {**whole, name: "xoxb-1\nxoxb-2"})
    assert problems(caught.value) == [f"{name}: there is a space or a line break in it."]


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e400"])
@pytest.mark.parametrize("name", [*NUMBERS])
def test_a_number_is_one_that_can_be_counted_with(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    (sentence,) = complaints(monkeypatch, {name.upper(): value})
    assert sentence.startswith(f"{name.upper()}: write a plain number such as ")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("APPROVAL_REMINDERS", "-1", "write a number above 0"),
        ("APPROVAL_REMINDERS", "1,000", "write a number above 0"),
        ("APPROVAL_REMINDERS", "1,4,1e20", "write a number up to 480"),
        ("CHASE_AFTER_HOURS", "1e20", "write a number up to 2000"),
        ("CHANGES_KEEP_DAYS", "1e20", "write a number up to 36500"),
        ("CARDS_REFRESH_SECONDS", "1e20", "write a number up to 604800"),
        ("UNDO_MINUTES", "10m", "write a plain number such as 500: no words"),
        ("PROPOPS_STATUSES", "1=New,1=Open", "give each id and each name once"),
        ("PROPOPS_STATUSES", "1=New,2=new", "give each id and each name once"),
        ("PROPOPS_PRIORITIES", "³=High", "write it as id=name"),
        ("PROPOPS_TENANTS_PATH", "api/tenants", "write a path that begins with /"),
        (
            "PROPOPS_ADDRESS_PATH",
            "https://propops.example.com/api",
            "write a path that begins with /",
        ),
        ("PROPOPS_ADDRESS_PATH", "/api/addresses?all=1", "write a path that begins with /"),
        ("PROPOPS_BASE_URL", "https://propops.example.com/?a=1", "write only the address"),
        ("SLACK_API_URL", "https://slack.com/api/#x", "write only the address"),
        ("DATABASE_URL", "postgresql://u:p@h:abc/db", "%40 for @"),
        ("DATABASE_URL", "postgresql://u:p@[h/db", "%40 for @"),
        ("DATABASE_URL", "postgresql://u:p#1@h/db", "%40 for @"),
        ("TRADE_WORDS_FILE", "words.toml", "words.toml can't be read: No such file or directory."),
        ("TRADE_WORDS_FILE", ".", ". can't be read: Is a directory."),
        ("POLICY_FILE", ".", ". can't be read: Is a directory."),
    ],
)
def test_what_could_not_work_is_told_before_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    more = {"TOKEN_KEYS": "k"} if name == "DATABASE_URL" else {}
    (sentence,) = complaints(monkeypatch, {name: value, **more})
    assert words in sentence
    assert not sentence.endswith("..")
    assert "³" not in sentence


@pytest.mark.parametrize(
    "value", ["https://h:abc", "https://h:99999", "https://a b.c", "https://[::1"]
)
@pytest.mark.parametrize("name", ADDRESSES)
def test_half_an_address_is_none(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    (sentence,) = complaints(monkeypatch, {name: value})
    assert sentence.startswith(f"{name}: write a whole address")


@pytest.mark.parametrize("value", ["a b", "uuid=1", "&x", "a?b"])
@pytest.mark.parametrize("which", PARAMETERS)
def test_a_parameter_is_a_name(monkeypatch: pytest.MonkeyPatch, which: str, value: str) -> None:
    (sentence,) = complaints(monkeypatch, {f"PROPOPS_{which}_PARAM": value})
    assert sentence.endswith("write a name such as uuid: letters, digits, - _ . [ ].")


def test_what_is_wrong_twice_in_a_list_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (sentence,) = complaints(monkeypatch, {"APPROVAL_ACTIONS": "1,2,delete"})
    assert sentence.startswith("APPROVAL_ACTIONS: write one of 'create'")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://postgres@/bot?host=/run/postgresql"),
        ("DATABASE_URL", "postgres://u:p%40ss@db.example.com:5432/bot?sslmode=require"),
        ("DATABASE_URL", "postgresql://u@[::1]:5432/bot"),
        ("PROPOPS_BASE_URL", "https://PropOps.example.com:8443/propops/api/"),
        ("PROPOPS_SEARCH_PARAM", "filter[text]"),
        ("PROPOPS_ADDRESS_PATH", "/api/addresses/list"),
        ("APPROVAL_REMINDERS", "0.5, 1, 24"),
        ("APPROVAL_BUDGET_OVER", "0"),
    ],
)
def test_what_works_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    settings = read(monkeypatch, {**WHOLE, "TOKEN_KEYS": "k", name: value})
    assert getattr(settings, name.lower()) not in (None, math.inf)


def test_the_file_of_the_settings_is_read_alike(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = ["JOBS_CHANNEL= C0MAINT001 ", 'SLACK_SIGNING_SECRET="abc"', "APPROVAL_ACTIONS='  '"]
    (tmp_path / ".env").write_text("\n".join(lines))
    whole = {name: value for name, value in WHOLE.items() if name != "SLACK_SIGNING_SECRET"}
    settings = read(monkeypatch, whole)
    assert (settings.jobs_channel, settings.approval_actions) == ("C0MAINT001", ("delete",))
