"""Rows of the board that somebody puts off, and takes back: on Home, in a message, in the morning message."""

from functools import partial
from typing import Any

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock
from tests.stories.boards import (
    board,
    contractor,
    emptied,
    everybodys,
    home,
    morning_message,
    reopened,
    shown,
    status_id,
    waits,
)
from tests.stories.test_chasing_story import CHASES, planned, reminder_of, to_work, told
from tests.waiting import until


async def test_one_row_is_snoozed_until_the_job_changes(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    message = await everybodys(play)
    await play.slack.member("priya").press(message, "Snooze: tomorrow")
    await until(lambda: not waits(message, "JOB-007"))
    assert "1 snoozed." in shown(message)
    assert not waits(await board(play), "JOB-007")
    play.propops.edit("JOB-007", "Tom Reilly", job_title="Only another title")
    assert not waits(await board(play), "JOB-007")
    tomorrow = "2031-01-01"
    play.propops.edit("JOB-007", "Tom Reilly", date_works_start_date=tomorrow)
    assert waits(await board(play), "JOB-007")


async def test_a_snooze_that_a_change_has_undone_does_not_come_back(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    message = await everybodys(play)
    await play.slack.member("priya").press(message, "Snooze: in a week")
    await until(lambda: not waits(message, "JOB-007"))
    play.propops.edit("JOB-007", "Tom Reilly", contractor_id=contractor(play))
    assert not waits(await board(play), "JOB-007")
    play.propops.edit("JOB-007", "Tom Reilly", contractor_id=None)
    assert waits(await board(play), "JOB-007")


async def test_a_snooze_ends_by_itself(play: Testbed, clock: Clock) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    message = await everybodys(play)
    await play.slack.member("priya").press(message, "Snooze: in a week")
    await until(lambda: not waits(message, "JOB-007"))
    clock.ahead += 6 * 86_400
    assert not waits(await board(play), "JOB-007")
    clock.ahead += 2 * 86_400
    assert waits(await board(play), "JOB-007")


async def test_a_mistaken_snooze_is_undone_where_the_row_stood(play: Testbed) -> None:
    refs = two_rows(play)
    priya, message = play.slack.member("priya"), await everybodys(play)
    before = order(message, refs)
    await priya.press(message, "Snooze: in a week", nth=0)
    await until(lambda: not waits(message, before[0]))
    lines = shown(message).splitlines()
    [line] = [at for at, each in enumerate(lines) if "[Undo]" in each]
    [other] = [at for at, each in enumerate(lines) if before[1] in each]
    assert line < other, "the line stands where the row stood"
    assert "Snoozed until" in shown(message)
    assert "Snoozed until" in message.text
    title = play.propops.job(before[0])["job_title"]
    [undo] = [each["accessory"] for each in message.blocks if "Snoozed" in str(each)]
    assert undo["accessibility_label"] == f"Undo: {before[0]} · {title}"
    assert "Needs a contractor · 1" in shown(message)
    await play.restart_bot()
    await priya.press(message, "Undo")
    await until(lambda: waits(message, before[0]))
    assert "snoozed" not in shown(message).casefold()
    assert order(message, refs) == before
    assert order(await board(play), refs) == before
    assert await audited(play) == ["board.snoozed", "board.snooze_taken_back"]


async def test_undo_goes_after_its_time_and_the_list_of_what_is_snoozed_stays(
    play: Testbed, clock: Clock
) -> None:
    refs = two_rows(play)
    priya, message = play.slack.member("priya"), await everybodys(play)
    await priya.press(message, "Snooze: in a week", nth=1)
    await until(lambda: "1 snoozed." in shown(message))
    await priya.press(message, "Snooze: in a week", nth=0)
    await until(lambda: "2 snoozed." in shown(message))
    assert shown(message).count("[Undo]") == 2
    clock.ahead += 601
    message = await board(play)
    assert "[Undo]" not in shown(message)
    assert "nothing waits for you" in message.text
    chosen = wakes(message)
    assert {each["text"]["text"].split(" · ")[0] for each in chosen["options"]} == set(refs)
    await priya.choose(message, chosen["block_id"], chosen["options"][1]["text"]["text"])
    await until(lambda: "1 snoozed." in shown(message))
    ref = chosen["options"][1]["text"]["text"].split(" · ")[0]
    assert waits(message, ref)
    assert wakes(message)["block_id"] != chosen["block_id"], "nothing chosen stays in the list"
    assert not waits(message, *(each for each in refs if each != ref))


async def test_on_home_too_and_each_place_shows_it(play: Testbed, clock: Clock) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    await everybodys(play)
    morning = await morning_message(play, clock)
    priya, view = play.slack.member("priya"), await home(play)
    await priya.press(view, "Snooze: Monday")
    await until(lambda: not waits(view, "JOB-007"))
    await until(lambda: not waits(morning, "JOB-007"))
    assert "[Undo]" in shown(morning)
    await priya.press(morning, "Undo")
    await until(lambda: waits(morning, "JOB-007"))
    await until(lambda: waits(view, "JOB-007"))
    await priya.press(view, "Snooze: Monday")
    await until(lambda: not waits(view, "JOB-007"))
    chosen = wakes(view)
    await priya.enter(view, chosen["block_id"], chosen["options"][0])
    await until(lambda: waits(view, "JOB-007"))
    await until(lambda: waits(morning, "JOB-007"))


async def test_an_undo_of_what_is_over_changes_nothing(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    priya, message = play.slack.member("priya"), await everybodys(play)
    await priya.press(message, "Snooze: in a week")
    await until(lambda: "[Undo]" in shown(message))
    play.propops.edit("JOB-007", "Tom Reilly", contractor_id=contractor(play))
    await board(play)
    await priya.press(message, "Undo")
    await until(lambda: "[Undo]" not in shown(message))
    assert "JOB-007" not in shown(message)
    assert await audited(play) == ["board.snoozed", "board.snooze_undone"]


async def test_nobody_takes_back_what_somebody_else_has_snoozed(play: Testbed) -> None:
    """Of a row that both have, each has their own."""
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    await play.link("tom", "Tom Reilly")
    mine, theirs = await everybodys(play), await everybodys(play, "tom")
    for who, message in (("priya", mine), ("tom", theirs)):
        await play.slack.member(who).press(message, "Snooze: in a week")
        await until(partial(_says, message, "[Undo]"))
    await play.slack.member("tom").press(theirs, "Undo")
    await until(lambda: waits(theirs, "JOB-007"))
    assert not waits(await board(play), "JOB-007")


@pytest.mark.parametrize("moved", [False, True])
async def test_a_reminder_that_was_snoozed_is_taken_back(
    play: Testbed, clock: Clock, moved: bool
) -> None:
    await told(play)
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    priya, reminder = play.slack.member("priya"), await reminder_of(play)
    await priya.press(reminder, "Snooze: in a week")
    await until(lambda: "snoozed until" in reminder.text)
    assert reminder.buttons == ["Undo"]
    if moved:
        play.propops.edit("JOB-003", "Tom Reilly", status_id=status_id(play, "Assigned"))
        clock.ahead += 60  # what the board knows of jobs is older than that
    await priya.press(reminder, "Undo")
    words = "no longer waits for its contractor" if moved else CHASES
    await until(lambda: words in reminder.text)
    assert ("Notify again" in reminder.buttons) != moved


def _says(message: Message, words: str) -> bool:
    return words in shown(message)


def two_rows(play: Testbed) -> list[str]:
    emptied(play)
    refs = [job["job_ref"] for job in play.propops.jobs[:2]]
    for ref in refs:
        reopened(play, ref, contractor_id=None)
    return refs


def order(message: Message, refs: list[str]) -> list[str]:
    """Those that have a row, from top to bottom."""
    text = shown(message)
    return sorted((ref for ref in refs if waits(message, ref)), key=text.index)


def wakes(what: Message | View) -> dict[str, Any]:
    """The list of what is put off, with its block's id."""
    [(block, element)] = [
        (each, each["accessory"])
        for each in what.blocks
        if each.get("accessory", {}).get("type") == "static_select"
    ]
    return {**element, "block_id": block["block_id"]}


async def audited(play: Testbed) -> list[str]:
    assert play.app is not None
    entries = await play.app.stores.audit.entries()
    return [each.entry.what for each in entries if each.entry.what.startswith("board.snooz")]
