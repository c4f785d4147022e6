"""What `propops-bot tokens` refuses, or points out: ids, and a database in the wrong place."""

from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from bot.cli import channels, follows, snoozes, workspaces
from tests.cli.test_tokens import TOKEN, place, run

__all__ = ["place"]


@pytest.mark.parametrize(
    ("team", "user"), [("T1", "U1"), ("T0123ABCD", "U1"), ("t0123abcd", "U0456EFGH")]
)
def test_ids_that_slack_gives_to_nobody_are_refused(team: str, user: str) -> None:
    done = run("set", team, user, typed=TOKEN)
    assert (done.exit_code, "must be a Slack" in done.stderr) == (2, True)


def test_a_new_database_is_told_since_it_may_be_the_wrong_place(place: Path) -> None:
    first = run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    again = run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    assert f"This made a new database, {place}/bot.db" in first.stdout
    assert "database" not in again.stdout


def test_without_a_database_a_list_is_empty_and_nothing_is_removed(place: Path) -> None:
    listed = run("list")
    assert (listed.exit_code, "There is no database at" in listed.stderr) == (0, True)
    for words in (("remove", "T0123ABCD", "U0456EFGH"), ("reseal",)):
        done = run(*words)
        assert (done.exit_code, "There is no database at" in done.stderr) == (1, True)
    assert not (place / "bot.db").exists()


@pytest.mark.parametrize("group", [channels, follows, snoozes, workspaces])
def test_whoever_only_looks_makes_no_database(place: Path, group: ModuleType) -> None:
    done = CliRunner().invoke(group.app, ["list"])
    assert (done.exit_code, "There is no database at" in done.stderr) == (1, True)
    assert not (place / "bot.db").exists()


def test_what_is_not_stored_makes_no_database(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    monkeypatch.setenv("PROPOPS_BASE_URL", "http://127.0.0.1:9")
    done = run("set", "T0123ABCD", "U0456EFGH", typed=TOKEN)
    assert (done.exit_code, "Nothing was stored." in done.stderr) == (1, True)
    assert not (place / "bot.db").exists()
