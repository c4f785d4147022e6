"""`propops-bot rehearse` against the bot that runs: it names each fault and no other, and leaves nothing behind."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import islice

import pytest

from bot.cli.rehearsal import channel_posts, presses, validation
from bot.cli.rehearsal.command import Wanted, run
from bot.cli.rehearsal.examples import examples
from bot.cli.rehearsal.report import Report
from bot.jobs.shortcuts import NOTE
from bot.manifest import OPTIONAL_SCOPES, SCOPES
from bot.sandbox.propops.faults import Fault
from bot.sandbox.slack.member import Member
from bot.sandbox.testbed import Testbed
from bot.store.rehearsals import RehearsalStore
from bot.views import rehearsal

CHANNEL = "maintenance"


def wanted(play: Testbed, *, within: float = 0.0, with_job: bool = False) -> Wanted:
    return Wanted(play.slack.channel(CHANNEL).id, within, with_job)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(validation, "examples", lambda: islice(examples(), 8))


async def rehearsed(play: Testbed, *, within: float = 0.0, with_job: bool = False) -> Report:
    play.slack.grant(*SCOPES, *OPTIONAL_SCOPES)
    report = Report(lambda _: None)
    said: list[str] = []
    await run(play.settings, wanted(play, within=within, with_job=with_job), report, said.append)
    return report


def failing(report: Report) -> list[str]:
    return [line.feature for line in report.lines if line.verdict == "fails"]


def verdicts(report: Report) -> dict[str, str]:
    return {line.feature: line.verdict for line in report.lines}


def left_behind(play: Testbed) -> tuple[int, int, int]:
    """Messages in the channel, jobs named after a rehearsal, rows of its table."""
    with sqlite3.connect(str(play.settings.sqlite_path)) as database:
        (rows,) = database.execute("SELECT count(*) FROM rehearsal_items").fetchone()
    jobs = [each for each in play.propops.jobs if "Rehearsal" in each["job_title"]]
    return len(play.slack.messages(CHANNEL)), len(jobs), rows


@asynccontextmanager
async def pressing(play: Testbed, *leaving_out: str) -> AsyncIterator[None]:
    """Priya presses what she is asked to while the rehearsal runs."""
    task = asyncio.create_task(_press_all(play, play.slack.member("priya"), leaving_out))
    yield
    await task


async def _press_all(play: Testbed, priya: Member, leaving_out: tuple[str, ...]) -> None:
    message = await play.slack.wait_for_message(
        CHANNEL, containing="A rehearsal. Does", timeout=240
    )
    if "button" not in leaving_out:
        await priya.press(message, "It works")
    if "form" not in leaving_out:
        await priya.press(message, "Open a form")
        form = await priya.modal(having=rehearsal.SEARCH)
        await priya.fill(form, {rehearsal.SEARCH: ("", 0)})
        await priya.submit(form)
    if "command" not in leaving_out:
        await priya.command("/job help", channel=CHANNEL)
    if "menu" not in leaving_out:
        await priya.message_shortcut(NOTE, message)
    if "home" not in leaving_out:
        await priya.open_home()


async def test_where_all_is_well_nothing_fails_and_nothing_is_left(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "examples", examples)
    async with pressing(play):
        report = await rehearsed(play, within=60, with_job=True)
    assert failing(report) == []
    found = verdicts(report)
    assert found["views and messages"] == "works"
    assert {found[feature] for feature in channel_posts.KINDS.values()} == {"works"}
    assert {found[feature] for feature, _ in rehearsal.PRESSES.values()} == {"works"}
    steps = ("raise a job", "change a job", "write a note", "restore a job", "delete a job")
    assert {found[step] for step in steps} == {"works"}
    assert left_behind(play) == (0, 0, 0)


async def test_presses_that_do_not_arrive_are_the_only_faults(play: Testbed) -> None:
    """As where the manifest is old: a shortcut and an event are missing in it."""
    async with pressing(play, "menu", "home"):
        report = await rehearsed(play, within=10)
    assert failing(report) == ["message shortcuts", "Home tab"]
    hints = [line.why for line in report.lines if line.verdict == "fails"]
    assert "Interactivity" in hints[0]
    assert "Event Subscriptions (app_home_opened)" in hints[1]
    assert left_behind(play) == (0, 0, 0)


@pytest.mark.parametrize(
    ("method", "error"),
    [("chat.update", "cant_update_message"), ("blocks.validate", "invalid_view")],
)
async def test_a_refusal_of_slack_is_named(play: Testbed, method: str, error: str) -> None:
    play.slack.fail(method, error)
    report = await rehearsed(play)
    (line,) = [each for each in report.lines if each.verdict == "fails"]
    assert error in line.why
    assert (line.feature == "cards of jobs") == (method == "chat.update")
    assert left_behind(play)[0] == 0


async def test_a_channel_it_is_not_in_is_named_and_the_rest_goes_on(play: Testbed) -> None:
    play.slack.archive(CHANNEL)
    report = await rehearsed(play, with_job=True)
    assert failing(report) == ["cards of jobs"]
    assert verdicts(report)["delete a job"] == "works"


async def test_without_the_check_of_slack_the_rest_is_tried(play: Testbed) -> None:
    play.slack.fail("blocks.validate", "unknown_method", times=-1)
    report = await rehearsed(play)
    assert verdicts(report)["views and messages"] == "unknown"
    assert report.is_well


@pytest.mark.parametrize(
    ("action", "feature"),
    [
        ("restore_commit", "restore a job"),
        ("delete", "delete a job"),
    ],
)
async def test_a_write_that_propops_refuses_is_named_and_cleared_up_later(
    play: Testbed, action: str, feature: str
) -> None:
    play.propops.fail(Fault(action, "403", times=None))
    assert failing(await rehearsed(play, with_job=True)) == [feature]
    play.propops.heal()
    assert failing(await rehearsed(play)) == []
    assert left_behind(play) == (0, 0, 0)


async def test_broken_off_it_leaves_what_the_next_one_takes_away(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a kill: nothing is cleared up."""
    play.propops.fail(Fault("create", "drop_after"))
    with monkeypatch.context() as killed:

        async def nothing(_: channel_posts.ChannelPosts) -> None:
            return

        killed.setattr(channel_posts.ChannelPosts, "clear_up", nothing)
        await rehearsed(play, with_job=True)
    messages, jobs, rows = left_behind(play)
    assert (messages >= len(channel_posts.KINDS), jobs, rows > 0) == (True, 1, True)
    assert failing(await rehearsed(play)) == []
    assert left_behind(play) == (0, 0, 0)


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("chat.postMessage", "internal_error"),
        ("chat.update", "missing_scope"),
        ("chat.delete", "missing_scope"),
    ],
)
async def test_what_goes_wrong_with_all_cards_is_named_once(
    play: Testbed, monkeypatch: pytest.MonkeyPatch, method: str, error: str
) -> None:
    monkeypatch.setattr(channel_posts, "_PATIENCE", 0.3)
    play.slack.fail(method, error, times=-1)
    report = await rehearsed(play, with_job=True)
    (line,) = [each for each in report.lines if each.verdict == "fails"]
    assert error in line.why
    assert verdicts(report)["delete a job"] == "works"
    play.slack.heal()
    assert failing(await rehearsed(play)) == []
    assert left_behind(play) == (0, 0, 0)


async def test_an_answer_without_the_message_is_no_message(play: Testbed) -> None:
    play.slack.fail("chat.postMessage", "empty")
    (line,) = [each for each in (await rehearsed(play)).lines if each.verdict == "fails"]
    assert (line.feature, "without ts" in line.why) == ("cards of jobs", True)
    assert left_behind(play) == (0, 0, 0)
    assert failing(await rehearsed(play)) == []


async def test_where_slack_does_not_say_who_the_bot_is_nothing_else_is_tried(play: Testbed) -> None:
    play.slack.fail("auth.test", "invalid_auth", times=-1)
    report = await rehearsed(play, within=3, with_job=True)
    assert failing(report) == ["Slack sign-in"]
    assert verdicts(report)["cards, presses, jobs"] == "unknown"


@pytest.mark.testbed(socket_mode=True)
async def test_without_a_socket_nobody_is_asked_to_press(play: Testbed) -> None:
    """As where Socket Mode is switched off in the app's settings."""
    play.slack.fail("apps.connections.open", "invalid_auth", times=-1)
    report = await rehearsed(play, within=60)
    (line,) = [each for each in report.lines if each.verdict == "fails"]
    assert (line.feature, "is Socket Mode on" in line.why) == ("Socket Mode", True)
    assert verdicts(report)["what Slack sends to the bot"] == "unknown"


@pytest.mark.parametrize("error", ["drop_after", "http_500_after"])
async def test_a_message_whose_answer_was_lost_is_taken_away_too(play: Testbed, error: str) -> None:
    play.slack.fail("chat.postMessage", error)
    assert failing(await rehearsed(play)) == []
    assert left_behind(play) == (0, 0, 0)


async def test_a_job_that_appears_after_the_next_start_is_still_deleted(play: Testbed) -> None:
    assert play.app is not None
    ahead = 3600.0
    store = RehearsalStore(play.app.stores.database, lambda: time.time() + ahead)
    await store.put(play.slack.workspace.identity.team, "job", "S-AAAAAAAAAAAA")
    report = await rehearsed(play)
    assert verdicts(report)["clearing up"] == "unknown"
    assert left_behind(play)[2] == 1
    ahead = -3600.0
    await store.put(play.slack.workspace.identity.team, "job", "S-AAAAAAAAAAAA")
    assert "clearing up" not in verdicts(await rehearsed(play))
    assert left_behind(play) == (0, 0, 0)
