"""`propops-bot snoozes`: what people have put off, and ending that."""

import asyncio
import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import snoozes
from bot.jobs.board import Snooze
from bot.jobs.change import Member
from bot.store.database import Database
from bot.store.snoozes import SnoozeStore
from tests.databases import new_sqlite

PRIYA = Member("", "T0123ABCD", "U0456EFGH")


async def run(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, snoozes.app, list(words))


@pytest.fixture(autouse=True)
async def two_snoozes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = new_sqlite(tmp_path / "propops-bot.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    database = await Database.open(url)
    for number in range(2):
        ref = f"JOB-00{number}" if number else ""  # the first was stored by an earlier release
        snooze = Snooze(f"visit:u-{number}", time.time() + 3600 + number, "s", job_ref=ref)
        await SnoozeStore(database, time.time).put(PRIYA, snooze)
    await database.close()


async def test_they_are_listed_and_ended() -> None:
    listed = await run("list")
    assert listed.exit_code == 0, listed.stderr
    assert "visit:u-0" in listed.stdout
    assert "Visit passed" in listed.stdout
    assert "JOB-001" in listed.stdout
    assert "visit:u-1" not in listed.stdout
    rows = json.loads((await run("list", "--json")).stdout)
    assert [(row["row"], row["job_ref"]) for row in rows] == [
        ("visit:u-0", ""),
        ("visit:u-1", "JOB-001"),
    ]
    names = {"user", "user_name", "team", "enterprise", "row", "job_ref", "since", "until"}
    assert set(rows[0]) == names
    assert "Ended 1 snooze." in (await run("end", PRIYA.user, "visit:u-0")).stdout
    assert "Ended 1 snooze." in (await run("end", PRIYA.user, "JOB-001")).stdout
    assert "Nothing is snoozed." in (await run("list")).stdout


async def test_one_that_is_not_there_is_said_to_be_none() -> None:
    done = await run("end", "U0NOBODY01")
    assert (done.exit_code, "There is no such snooze" in done.stderr) == (1, True)
