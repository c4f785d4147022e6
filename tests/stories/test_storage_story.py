"""The bot's own database fails: no ack for an unstored change, `/readyz` says so, and afterwards all goes on."""

import sqlite3
from typing import Any

import httpx
import pytest

from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from bot.store.database import Database
from tests.stories.acting import SIX, send_new, went_through
from tests.stories.at_rest import at_rest


async def filled(play: Testbed) -> View:
    """The form of a new job, ready to be sent."""
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX)
    return form


async def ready(play: Testbed) -> dict[str, Any]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{play.bot_url}/readyz")
        body: dict[str, Any] = answer.json()
        assert (answer.status_code == 200) == body["ok"]
        return body


def writable(database: Database, *, yes: bool) -> None:
    """A disk that is full, or was remounted read-only: it reads, and refuses every write."""
    connection = database._engine.raw_connection()
    connection.cursor().execute(f"PRAGMA query_only={'OFF' if yes else 'ON'}")
    connection.close()


async def test_a_full_disk_keeps_the_form_open_and_is_reported_to_the_operator(
    play: Testbed,
) -> None:
    form = await filled(play)
    assert play.app is not None
    assert (await ready(play))["ok"]
    writable(play.app.stores.database, yes=False)
    outcome = await play.slack.member("priya").submit(form, force=True)

    assert "Busy, nothing is lost: press again." in str(outcome.errors)
    assert "can't be written" in (await ready(play))["checks"]["database"]
    assert play.propops.writes == []

    writable(play.app.stores.database, yes=True)
    await play.slack.member("priya").submit(form)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1
    assert (await ready(play))["ok"]


@pytest.mark.testbed(ack_within=2.5)
async def test_a_locked_database_is_busy_within_slacks_patience_and_nothing_doubles(
    play: Testbed,
) -> None:
    form = await filled(play)
    priya = play.slack.member("priya")
    path = play.settings.sqlite_path
    assert path is not None
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    outcome = await priya.submit(form, force=True)  # Slack waits for three seconds
    assert "Busy" in str(outcome.errors)
    assert not (await ready(play))["ok"]
    other.execute("ROLLBACK")
    other.close()

    await priya.submit(form)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await at_rest(play)
    assert len(play.propops.writes) == 1


async def test_a_newer_release_takes_up_what_an_older_one_left(play: Testbed) -> None:
    """Runs carry ids only and read the table: what an older release recorded is enough."""
    await send_new(play)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await went_through(play.slack.member("priya"), play, "Job created")
    assert play.app is not None
    engine: Any = play.app.engine
    [run] = engine.memory.runs.values()
    assert run.arg.startswith("S-")
    run.steps = [("apply", {"state": "done", "left by": "another release"})]
    run.ended = ""
    engine._begin("again", run)
    await engine.idle()
    assert run.ended == "done"
    await at_rest(play)
    assert len(play.propops.writes) == 1
    assert len(play.slack.messages("maintenance")) == 1
    assert play.slack.member("priya").top is None


@pytest.mark.parametrize(
    ("line", "typed", "field"),
    [
        ("/job new", SIX | {"job_title": "Tap 166"}, "job_title"),
        ("/job note JOB-003", {"note_text": "It says 7715"}, "note_text"),
        ("/job delete JOB-003", {"job_ref": "JOB-003", "why": "Blue one 7715"}, "job_ref"),
        ("/job update JOB-003", {"job_title": "Leak in the loft"}, "job_title"),
    ],
)
async def test_a_form_that_has_something_to_ask_stays_open_too(
    play: Testbed, line: str, typed: dict[str, Any], field: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(line)
    form = await priya.modal(having=field)
    await priya.fill(form, **typed)
    assert play.app is not None
    writable(play.app.stores.database, yes=False)
    await priya.submit(form, force=True)
    assert form.errors == {field: "Busy, nothing is lost: press again."}
    assert priya.top is form
    writable(play.app.stores.database, yes=True)
    await priya.submit(form)
    if field in form.errors or "why" in form.errors:  # what it has to ask
        await priya.submit(form)
    assert not form.errors
