"""`propops-bot tokens set` asks PropOps: whose a token is, whether it works, what is missing."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import tokens
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.propops.faults import Kind


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
    done = await run("set", "T0123ABCD", "U0456EFGH", typed=propops.token_for("Priya Shah"))
    assert done.exit_code == 0, done.stderr
    assert "Linked U0456EFGH of T0123ABCD to PropOps as Priya Shah." in done.stdout
    assert done.stderr == ""
    assert "Priya Shah" in (await run("list")).stdout
    (row,) = json.loads((await run("list", "--json")).stdout)
    assert (row["user"], row["account"], row["state"]) == ("U0456EFGH", "Priya Shah", "ok")
    assert set(row) == {
        *("user", "user_name", "team", "enterprise", "account", "role", "state"),
        *("linked_at", "expires_at", "ends_by"),
    }


async def test_a_token_that_propops_refuses_is_not_stored(propops: SandboxPropOps) -> None:
    wrong = "ab" * 32
    done = await run("set", "T0123ABCD", "U0456EFGH", typed=wrong)
    assert done.exit_code == 1
    assert "PropOps does not accept the token of U0456EFGH of T0123ABCD" in done.stderr
    assert wrong not in done.output
    assert json.loads((await run("list", "--json")).stdout) == []
    offline = await run("set", "T0123ABCD", "U0456EFGH", "--offline", typed=wrong)
    assert (offline.exit_code, "was not asked" in offline.stderr) == (0, True)


async def test_of_a_file_with_a_refused_token_nobody_is_linked(
    propops: SandboxPropOps, tmp_path: Path
) -> None:
    file = tmp_path / "team.csv"
    good, wrong = propops.token_for("Priya Shah"), "ab" * 32
    file.write_text(
        f"team_id,user_id,token\nT0123ABCD,U0456EFGH,{good}\nT0123ABCD,U0789IJKL,{wrong}\n"
    )
    done = await run("import", str(file))
    assert done.exit_code == 1
    assert "token of U0789IJKL of T0123ABCD" in done.stderr
    assert "Nothing was stored." in done.stderr
    assert json.loads((await run("list", "--json")).stdout) == []


async def test_missing_permissions_are_named(propops: SandboxPropOps) -> None:
    propops.forbid("Priya Shah", "api.jobs.manage.manage")
    done = await run("set", "T0123ABCD", "U0456EFGH", typed=propops.token_for("Priya Shah"))
    assert done.exit_code == 0
    assert "The account of U0456EFGH lacks api.jobs.manage.manage" in done.stderr


@pytest.mark.parametrize("fault", ["maintenance", "500_before", "drop_before", "html"])
async def test_while_propops_is_away_nothing_is_stored_unasked(
    propops: SandboxPropOps, fault: Kind
) -> None:
    token = propops.token_for("Priya Shah")
    propops.fail(Fault("*", fault, times=None))
    done = await run("set", "T0123ABCD", "U0456EFGH", typed=token)
    assert done.exit_code == 1
    assert "PropOps did not answer" in done.stderr
    assert "Nothing was stored." in done.stderr
    assert "--offline" in done.stderr
    assert "Linked" not in done.output
    assert json.loads((await run("list", "--json")).stdout) == []
    stored = await run("set", "T0123ABCD", "U0456EFGH", "--offline", typed=token)
    assert (stored.exit_code, "not checked" in stored.stderr) == (0, True)
    assert len(json.loads((await run("list", "--json")).stdout)) == 1


async def test_a_file_is_not_imported_while_propops_is_away(
    propops: SandboxPropOps, tmp_path: Path
) -> None:
    file = tmp_path / "team.csv"
    file.write_text(
        f"team_id,user_id,token\nT0123ABCD,U0456EFGH,{propops.token_for('Priya Shah')}\n"
    )
    propops.fail(Fault("*", "maintenance", times=None))
    done = await run("import", str(file))
    assert (done.exit_code, "Nothing was stored." in done.stderr) == (1, True)
    assert json.loads((await run("list", "--json")).stdout) == []
