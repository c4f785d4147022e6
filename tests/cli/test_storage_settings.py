"""Commands that touch the database alone need no Slack and no PropOps, however many workspaces there are."""

from pathlib import Path

import pytest
import typer

from bot.cli.settings import storage_settings
from bot.settings import Settings

RULES = '[workspaces.T0ELM00001]\njobs_channel = "C0ELM00001"\n'
MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s",
    "SLACK_SIGNING_SECRET": "s",
    "PUBLIC_URL": "https://bot.example.com",
    "PROPOPS_BASE_URL": "https://propops.example.com",
}


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("left_out", "wrong"),
    [
        ((), {}),
        (("PROPOPS_BASE_URL", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET", "PUBLIC_URL"), {}),
        ((), {"SLACK_BOT_TOKEN": " ", "PUBLIC_URL": "bot.example.com", "SLACK_APP_TOKEN": "x"}),
    ],
)
@pytest.mark.parametrize("in_file", [True, False])
def test_rules_of_a_workspace_are_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    left_out: tuple[str, ...],
    wrong: dict[str, str],
    *,
    in_file: bool,
) -> None:
    (tmp_path / "policy.toml").write_text(RULES)
    given = {name: value for name, value in (MANY | wrong).items() if name not in left_out}
    if in_file:
        (tmp_path / ".env").write_text("".join(f"{name}={given[name]}\n" for name in given))
    else:
        for name, value in given.items():
            monkeypatch.setenv(name, value)
    assert storage_settings().many_workspaces


def test_with_one_workspace_they_are_a_mistake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policy.toml").write_text(RULES)
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    with pytest.raises(typer.Exit):
        storage_settings()
    assert "counts only for many workspaces" in capsys.readouterr().err


def test_nothing_has_to_be_set() -> None:
    assert not storage_settings().many_workspaces
