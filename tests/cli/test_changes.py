"""`propops-bot changes`: what operators read, and what they don't."""

import asyncio
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import changes
from bot.cli.settings import opened, storage_settings
from bot.jobs.change import Change, Member, Place, change_id
from bot.jobs.outcome import Outcome
from bot.store.changes import ChangeStore
from bot.store.runs import RunStore
from bot.store.slack_profiles import SlackProfileStore
from bot.store.tokens import TokenStore
from tests.databases import new_sqlite


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", new_sqlite(tmp_path / "bot.db"))


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
            await runs.record_attempt(change.id, 0, 0)

    asyncio.run(accept())
    return change.id


@pytest.mark.parametrize(
    "words",
    [("list",), ("list", "--json"), ("show", "S-NOTHERE"), ("retry", "S-NOTHERE")],
)
def test_a_database_that_is_not_there_is_told_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere/bot.db")
    said = run(*words)
    assert said.exit_code == 1
    assert said.stdout == ""
    assert f"There is no database at {tmp_path}/elsewhere/bot.db" in said.stderr
    assert "DATABASE_URL" in said.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_an_id_is_read_however_it_was_copied() -> None:
    id_ = asked("key")
    for typed in (id_.lower(), f" {id_}.", f"({id_})"):
        assert run("show", typed).exit_code == 0
    code = run("show", "e-bcdfghj")
    assert (code.exit_code, "look for it in the log" in code.stderr) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--done", "--not-done"),
        ("--not-done", "--done"),
        ("--not-done", "--job", "JOB-1"),
        ("--job", "JOB-1"),
    ],
)
def test_a_resolution_says_one_thing(words: tuple[str, ...]) -> None:
    said = run("resolve", asked("key"), *words)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "--done" in said.stderr


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
    assert "Accepted: stored, before Slack was told yes." in said.output
    assert "Sent to PropOps to create the job (attempt 1)." in said.output
    assert "No result: the bot was stopped in the middle" in said.output
    assert re.search(r"asked +\d\d/\d\d/\d{4} \d\d:\d\d:\d\d (GMT|BST)", said.output)
    assert not re.search(r"({}|\[\]|None)$", said.output, re.MULTILINE)
    assert "\x1b" not in said.output


def test_an_unknown_change_fails_with_a_sentence() -> None:
    said = run("show", "S-NOTHERE")
    assert said.exit_code == 1
    assert said.stderr == "There is no change S-NOTHERE. See: propops-bot changes list\n"


def test_a_list_for_another_program_has_names_that_stay() -> None:
    id_ = asked("key", job_title="Leak")
    (row,) = json.loads(run("list", "--json").output)
    assert row == {
        "id": id_,
        "state": "applying",
        "action": "create",
        "job_ref": "JOB-001",
        "job_uuid": "",
        "user": "U01",
        "user_name": "",
        "team": "T01",
        "enterprise": "",
        "channel": "C01",
        "channel_name": "",
        "asked_at": row["asked_at"],
        "ended_at": None,
        "why": "",
        "run": 0,
        "trace": "",
    }
    assert datetime.fromisoformat(row["asked_at"]).utcoffset() is not None
    (whole,) = json.loads(run("show", id_, "--json").output)
    assert {*row, "values", "story"} == set(whole)
    assert whole["values"]["sent job_title"] == "•••"
    assert "Leak" in run("show", id_, "--json", "--content").output
    assert json.loads(run("list", "--json", "--state", "done").output) == []


@pytest.mark.parametrize("job", ["JOB-001", "job1", "1", "JOB–001"])
def test_changes_of_a_job_are_found_as_people_name_it(job: str) -> None:
    id_ = asked("key")
    assert id_ in run("list", "--job", job).output
    assert run("list", "--job", "2").output == "There is no such change.\n"


def test_only_the_changes_of_the_last_hours() -> None:
    id_ = asked("key")
    assert id_ in run("list", "--since", "2h").output
    assert id_ in run("list", "--since", "2020-01-31").output
    later = datetime.fromtimestamp(time.time() + 2 * 86_400, UTC).date().isoformat()
    assert run("list", "--since", later).output == "There is no such change.\n"
    for wrong in ("yesterday", "2 parsecs", "2026-13-01", "-2h", ""):
        said = run("list", "--since", wrong)
        assert (said.exit_code, "--since must be" in said.stderr) == (2, True)


def test_people_are_named_beside_their_ids_once_slack_has_named_them() -> None:
    id_ = asked("key")

    async def seen() -> None:
        async with opened(storage_settings()) as (database, _):
            profile = {"user": "U01", "team": "T01", "name": "Priya Nair"}
            await SlackProfileStore(database, time.time).put([profile])

    asyncio.run(seen())
    assert "Priya Nair (U01) of T01" in run("list").output
    assert "Priya Nair (U01) of T01" in run("show", id_).output


@pytest.mark.parametrize("typed", ["3", "JOB-003", "job 3"])
def test_a_job_in_the_place_of_a_change_is_led_to_its_changes(typed: str) -> None:
    said = run("show", typed)
    assert (said.exit_code, "changes list --job" in said.stderr) == (2, True)


def test_of_a_change_that_waits_the_story_says_once_that_it_was_accepted() -> None:
    id_ = asked("key")

    async def wait() -> None:
        async with opened(storage_settings()) as (database, encryption):
            store = ChangeStore(database, encryption, time.time)
            for _ in range(2):
                await store.add_event(id_, "asked")

    asyncio.run(wait())
    said = run("show", id_).output
    assert said.count("Accepted: stored") == 1
    assert said.count("It waits, and is tried again by itself.") == 2
