"""What members see when the network lies, when two of them meet, and when they change their minds."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.stage import Stage
from bot.workflows import audit, chores
from tests.stories.test_main_story import SIX, raised, until_title

SURE = ("job_description", "works_order_ref", "none")


async def send_new(play: Stage, **more: Any) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | more))
    await priya.submit(form)


async def dm_saying(play: Stage, words: str, who: str = "priya", timeout: float = 8) -> Message:
    """The member's direct message with these words."""
    member = play.slack.member(who)

    def look() -> Message | None:
        return next((each for each in reversed(member.dms) if words in each.text), None)

    return await play.slack.until(look, timeout=timeout, why=words)


async def lost_twice(play: Stage) -> Message:
    """A create lost before it was done, twice: what the member is asked."""
    play.propops.fail(Fault("create", "drop_before", times=2))
    await send_new(play)
    return await dm_saying(play, "can't find out", timeout=15)


async def test_a_create_that_never_landed_asks_and_create_again_makes_it_once(
    play: Stage,
) -> None:
    asked = await lost_twice(play)
    assert play.propops.writes == []
    priya = play.slack.member("priya")
    await priya.press(asked, "Create it again")

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1
    told = await dm_saying(play, "again")
    assert "[Create it again]" not in outline(told.blocks)


async def test_create_again_pressed_many_times_makes_one_job(play: Stage) -> None:
    asked = await lost_twice(play)
    priya = play.slack.member("priya")
    await asyncio.gather(*(priya.press(asked, "Create it again") for _ in range(6)))

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await play.slack.settled()
    assert len(play.propops.writes) == 1


async def test_a_job_that_turned_up_meanwhile_is_not_created_again(play: Stage) -> None:
    play.propops.fail(Fault("create", "drop_after"))
    play.propops.fail(Fault("GET /api/jobs/manage", "500_before", times=2))
    await send_new(play)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created", timeout=15)
    assert len(play.propops.writes) == 1


async def test_another_member_cannot_decide_about_my_change(play: Stage) -> None:
    await lost_twice(play)
    assert play.app is not None
    [change] = await play.app.store.recent(5, state="unknown")
    await play.link("tom", "Tom Bell" if False else "Priya Shah")
    resolving = play.app.changes.resolving
    with pytest.raises(Exception, match="Only the person"):
        await resolving.mine(change.id, play.member("tom"))


async def test_down_the_form_is_saved_told_and_sent_in_order_when_propops_answers(
    play: Stage,
) -> None:
    play.propops.fail(Fault("*", "maintenance", times=None))
    priya = play.slack.member("priya")
    play.propops.heal()
    for title in ("First", "Second", "Third"):
        await priya.command("/job new")
        form = await priya.modal(having="job_title")
        await priya.fill(form, **(SIX | {"job_title": title}))
        play.propops.fail(Fault("GET /api/csrf/token", "maintenance", times=None))
        play.propops.fail(Fault("create", "maintenance", times=0))
        play.propops.fail(Fault(lambda call: "csrf" in call.path, "maintenance", times=None))
        await priya.submit(form)
        play.propops.heal()
        play.propops.fail(Fault(lambda call: "csrf" in call.path, "maintenance", times=None))
        await dm_saying(play, f"{title}*: Saved here")
        await priya.close(form) if hasattr(priya, "close") else None
        play.propops.heal()
        play.propops.fail(Fault(lambda call: "csrf" in call.path, "maintenance", times=None))
    assert play.propops.writes == []
    play.propops.heal()
    await play.slack.until(lambda: len(play.propops.writes) == 3 or None, timeout=30, why="three")
    assert [w["body"]["job_title"] for w in play.propops.writes] == ["First", "Second", "Third"]
