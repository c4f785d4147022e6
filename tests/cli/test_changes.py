"""`propops-bot changes`: what operators read, and what they don't."""

import asyncio
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import changes
from bot.cli.settings import opened, storage_settings
from bot.jobs.change import Change, Member, Place, change_id
from bot.jobs.outcome import Outcome
from bot.store.changes import ChangeStore
from bot.store.runs import RunStore
from bot.store.tokens import TokenStore


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")


def run(*words: str) -> Result:
    return CliRunner().invoke(changes.app, list(words))


def asked(key: str, **fields: object) -> str:
    change = Change(
        id=change_id(key),
        key=key,
        action="create",
        member=Member("", "T01", "U01"),
        place=Place(channel="C01"),
        job_ref="JOB-001",
        fields=fields,
        outcome=Outcome(said="Saved\x1b[31m red"),
        created_at=time.time(),
    )

    async def accept() -> None:
        async with opened(storage_settings()) as (database, encryption):
            store = ChangeStore(database, encryption, time.time)
            await store.accept(change)
            await store.add_event(change.id, "asked again", "by a second press")
            tokens = TokenStore(database, encryption)
            runs = RunStore(database, encryption, tokens, time.time)
            await runs.record_attempt(change.id, 0)

    asyncio.run(accept())
    return change.id


def test_no_changes_is_said_in_words() -> None:
    assert run("list").output == "No changes yet.\n"
    assert run("list", "--state", "done").output == "No change is done.\n"


def test_the_newest_come_first_and_no_more_than_asked_for() -> None:
    ids = [asked(f"key {number}") for number in range(3)]
    said = run("list", "--limit", "2").output.splitlines()
    assert [line.split()[0] for line in said] == ["ID", ids[2], ids[1]]
    assert "New job" in said[1]
    assert "U01 of T01" in said[1]


def test_one_change_shows_its_story_without_private_fields() -> None:
    id_ = asked("key", job_title="Leak", access_details="key under the pot")
    said = run("show", id_, "--content")

    assert said.exit_code == 0
    assert "sent job_title" in said.output
    assert "Leak" in said.output
    assert "Leak" not in run("show", id_).output
    assert "key under the pot" not in said.output
    assert "•••" in said.output
    assert "Asked again by a second press" in said.output
    assert "Stored, before Slack was told yes." in said.output
    assert "not known" in said.output
    assert "\x1b" not in said.output


def test_an_unknown_change_fails_with_a_sentence() -> None:
    said = run("show", "S-NOTHERE")
    assert said.exit_code == 1
    assert said.stderr == "There is no change S-NOTHERE. See: propops-bot changes list\n"
