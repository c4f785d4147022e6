"""`propops-bot tokens set` asks PropOps: whose a token is, whether it works, what is missing."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import tokens
from bot.sandbox.propops import Fault, SandboxPropOps


@pytest.fixture
async def propops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SandboxPropOps]:
    """A PropOps that the settings of the command name."""
    sandbox = SandboxPropOps()
    async with sandbox.serving() as url:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
        monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
        monkeypatch.setenv("PROPOPS_BASE_URL", url)
        monkeypatch.setenv("PROPOPS_TIMEOUT_SECONDS", "2")
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/propops-bot.db")
        yield sandbox


async def run(*words: str, typed: str = "") -> Result:
    return await asyncio.to_thread(CliRunner().invoke, tokens.app, list(words), typed)


async def test_it_names_the_account_and_the_list_knows_it(propops: SandboxPropOps) -> None:
    done = await run("set", "T01", "U01", typed=propops.token_for("Priya Shah"))
    assert done.exit_code == 0, done.stderr
    assert "Linked U01 of T01 to PropOps as Priya Shah." in done.stdout
    assert done.stderr == ""
    assert "Priya Shah" in (await run("list")).stdout
    (row,) = json.loads((await run("list", "--json")).stdout)
    assert (row["user"], row["account"], row["state"]) == ("U01", "Priya Shah", "ok")
    assert set(row) == {
        *("user", "user_name", "team", "enterprise", "account", "role", "state"),
        *("linked_at", "expires_at", "ends_by"),
    }


async def test_a_token_that_propops_refuses_is_not_stored(propops: SandboxPropOps) -> None:
    wrong = "ab" * 32
    done = await run("set", "T01", "U01", typed=wrong)
    assert done.exit_code == 1
    assert "PropOps does not accept the token of U01 of T01" in done.stderr
    assert wrong not in done.output
    assert json.loads((await run("list", "--json")).stdout) == []
    offline = await run("set", "T01", "U01", "--offline", typed=wrong)
    assert (offline.exit_code, "was not asked" in offline.stderr) == (0, True)


async def test_of_a_file_with_a_refused_token_nobody_is_linked(
    propops: SandboxPropOps, tmp_path: Path
) -> None:
    file = tmp_path / "team.csv"
    good, wrong = propops.token_for("Priya Shah"), "ab" * 32
    file.write_text(f"team_id,user_id,token\nT01,U01,{good}\nT01,U02,{wrong}\n")
    done = await run("import", str(file))
    assert done.exit_code == 1
    assert "token of U02 of T01" in done.stderr
    assert "Nothing was stored." in done.stderr
    assert json.loads((await run("list", "--json")).stdout) == []


async def test_missing_permissions_are_named(propops: SandboxPropOps) -> None:
    propops.forbid("Priya Shah", "api.jobs.manage.manage")
    done = await run("set", "T01", "U01", typed=propops.token_for("Priya Shah"))
    assert done.exit_code == 0
    assert "The account of U01 lacks api.jobs.manage.manage" in done.stderr


async def test_a_propops_that_is_away_keeps_nobody_from_being_linked(
    propops: SandboxPropOps,
) -> None:
    propops.fail(Fault("*", "maintenance", times=None))
    done = await run("set", "T01", "U01", typed=propops.token_for("Priya Shah"))
    assert (done.exit_code, "PropOps did not say whose 1 of 1" in done.stderr) == (0, True)
