"""Rehearsals that meet, that are interrupted, and whose makers have gone: each leaves nothing behind."""

import asyncio
import contextlib
from collections.abc import Callable

import pytest

from bot.cli.rehearsal import turn
from bot.cli.rehearsal.command import run
from bot.cli.rehearsal.report import Report
from bot.cli.rehearsal.turn import AnotherRehearses
from bot.manifest import OPTIONAL_SCOPES, SCOPES
from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from bot.store.rehearsals import RehearsalStore
from tests.stories.acting import Clock
from tests.stories.test_rehearsal_story import (
    failing,
    left_behind,
    quick,
    rehearsed,
    verdicts,
    wanted,
)

__all__ = ["quick"]  # a fixture of all tests here


async def test_a_second_one_says_so_and_takes_nothing_away(play: Testbed) -> None:
    play.slack.fail("chat.update", "timeout")
    first = asyncio.create_task(rehearsed(play))
    await play.slack.wait_for_message("maintenance", timeout=60)
    with pytest.raises(AnotherRehearses, match=r"\d") as refused:
        await rehearsed(play)
    assert "Another rehearsal is under way in this workspace" in refused.value.advice
    assert play.slack.sent("chat.delete") == []
    play.slack.heal()
    assert failing(await first) == []
    assert failing(await rehearsed(play)) == []
    assert left_behind(play) == (0, 0, 0)


async def test_the_turn_of_one_that_was_killed_ends(
    play: Testbed, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play.app is not None
    store = RehearsalStore(play.app.stores.database, clock)
    team = play.slack.workspace.identity.team
    until, is_mine = await store.take(team, 600)
    assert is_mine
    assert (await store.take(team, 600))[1] is False
    assert (await store.take("T0ELSE0001", 600))[1] is True
    renewed = await store.renew(team, until, 600)
    assert renewed > until
    assert await store.renew(team, until, 600) == 0
    clock.ahead = 300
    assert (await store.take(team, 600))[1] is False
    clock.ahead = 900
    assert (await store.take(team, 600))[1] is True
    assert await store.renew(team, renewed, 600) == 0
    monkeypatch.setattr(turn, "_RENEW_EVERY", 0.01)
    await store.forget(team, "running")
    async with turn.turn(store, team):
        first = await store.turn_ends(team)
        while await store.turn_ends(team) == first:
            await asyncio.sleep(0.01)


def _slack(method: str) -> Callable[[Testbed], None]:
    return lambda play: play.slack.fail(method, "timeout")


def _propops(match: str) -> Callable[[Testbed], None]:
    return lambda play: play.propops.fail(Fault(match, "slow", seconds=60))


STAGES: dict[str, Callable[[Testbed], None]] = {
    "posting": _slack("chat.postMessage"),
    "raising": _propops("create"),
    "restoring": _propops("restore_commit"),
    "taking away": _slack("chat.delete"),
}


@pytest.mark.parametrize("stage", STAGES)
async def test_interrupted_anywhere_it_clears_up(play: Testbed, stage: str) -> None:
    """As by Ctrl-C, which cancels what is awaited."""
    play.slack.grant(*SCOPES, *OPTIONAL_SCOPES)
    STAGES[stage](play)
    seen: list[str] = []
    report = Report(lambda line: seen.append(line.feature))
    running = asyncio.create_task(
        run(play.settings, wanted(play, with_job=True), report, seen.append)
    )
    await _hangs(play, running)
    running.cancel()
    play.slack.heal()
    play.propops.heal()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    async with asyncio.timeout(60):
        while left_behind(play) != (0, 0, 0):  # a job that was asked for may still appear
            assert failing(await rehearsed(play)) == []


async def _hangs(play: Testbed, running: "asyncio.Task[None]") -> None:
    """Until nothing moves any more."""
    before = -1
    while not running.done() and before != (
        now := len(play.slack.calls) + len(play.propops.requests)
    ):
        before = now
        await asyncio.sleep(0.6)


async def test_a_job_is_taken_away_as_whoever_made_it(play: Testbed) -> None:
    await play.link("tom", "Tom Reilly")
    play.propops.fail(Fault("delete", "403", times=None))
    assert failing(await rehearsed(play, with_job=True)) == ["delete a job"]
    play.propops.heal()
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member("priya"))
    await play.link("priya", "Priya Shah")  # after Tom's now
    assert failing(await rehearsed(play)) == []
    deleting = {each["account"] for each in play.propops.requests if each["action"] == "delete"}
    assert deleting - {None} == {play.propops.email_of("Priya Shah")}  # None: refused
    assert left_behind(play) == (0, 0, 0)


async def test_what_propops_refused_to_raise_is_not_looked_for(play: Testbed) -> None:
    play.propops.fail(Fault("create", "403", times=None))
    report = await rehearsed(play, with_job=True)
    assert failing(report) == ["raise a job"]
    assert verdicts(report)["restore a job"] == "unknown"
    assert left_behind(play) == (0, 0, 0)


async def test_a_delete_whose_answer_was_lost_is_looked_for(play: Testbed) -> None:
    play.propops.fail(Fault("delete", "drop_after"))
    assert failing(await rehearsed(play, with_job=True)) == []
    assert left_behind(play) == (0, 0, 0)


async def test_one_read_that_is_away_is_the_only_fault(play: Testbed) -> None:
    play.propops.fail(Fault("list", "404", times=None))
    report = await rehearsed(play, with_job=True)
    assert failing(report) == ["PropOps list of jobs"]
    assert verdicts(report)["raise a job"] == "unknown"


async def test_what_slack_says_of_the_token_is_said_of_no_view(play: Testbed) -> None:
    play.slack.fail("blocks.validate", "missing_scope", times=-1)
    play.slack.channel("maintenance").is_shared = True
    report = await rehearsed(play)
    found = verdicts(report)
    assert (failing(report), found["views and messages"]) == ([], "unknown")
    assert (found["channel"], found["finding a card again"]) == ("fallback", "works")
    play.slack.fail("conversations.history", "missing_scope", times=-1)
    play.slack.fail("chat.delete", "missing_scope", times=-1)
    report = await rehearsed(play)
    assert (failing(report), verdicts(report)["finding a card again"]) == (
        ["clearing up"],
        "fallback",
    )


async def test_a_link_that_propops_refuses_is_passed_over(play: Testbed) -> None:
    await play.link("tom", "Tom Reilly")
    play.propops.revoke("Priya Shah")
    report = await rehearsed(play, with_job=True)
    assert failing(report) == [
        f"link of {play.member('priya').user} in {play.member('priya').team}"
    ]
    assert verdicts(report)["delete a job"] == "works"
