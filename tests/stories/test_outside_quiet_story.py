"""What happened in PropOps is told as each channel wants it, and is read no faster than people leave room for."""

import re
import time
from typing import Any

import pytest

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.propops.faults import Fault
from bot.sandbox.propops.notifications import PATH
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import CHANNEL, Testbed
from bot.wiring.waits import USUAL
from bot.workflows.cards.channel_bursts import MOST, SPAN
from tests.stories.acting import Clock, raised, send_new, updated
from tests.stories.boards import status_id
from tests.stories.comparing import compare, make_due, told
from tests.without_ids import without_ids

pytestmark = pytest.mark.testbed(cards_refresh_seconds=0)
SHARED = "elm-contractors"
TRADES = (
    "Tap",
    "Roof",
    "Door",
    "Lock",
    "Sink",
    "Lamp",
    "Wall",
    "Gate",
    "Fence",
    "Drain",
    "Boiler",
    "Window",
    "Gutter",
)


async def settings(play: Testbed, **entered: Any) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job settings")
    form = await priya.modal(having="quiet_hours")
    await priya.fill(form, **entered)
    await priya.submit(form)


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_new_status_is_in_the_channel_too_where_that_is_wanted(
    play: Testbed, *, wanted: bool
) -> None:
    card = await updated(play, job_title="Boiler leaks")
    await settings(play, told=["A new status", "Case notes"] if wanted else ["Case notes"])
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    await compare(play)
    play.propops.edit("JOB-003", by="Sam", date_works_start_date="2026-12-03")
    await compare(play)
    assert [each.broadcast for each in told(play, card)] == [wanted, False]


async def test_case_notes_stay_out_of_threads_where_they_are_not_wanted(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    await settings(play, told=["A new status"])
    play.propops.add_note("JOB-003", "Ace Gas", "on my way")
    await compare(play)
    assert told(play, card) == []
    play.propops.add_note("JOB-003", "Ace Gas", "there")
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    await compare(play)
    [message] = told(play, card)
    assert "note" not in message.text


async def test_another_company_reads_no_amount_and_nothing_private(play: Testbed) -> None:
    card = await raised(play, SHARED, job_title="Leak, LL pays £7501")
    ref = play.propops.jobs[-1]["job_ref"]
    fields = {"job_total_budget": 7502, "access_details": "Key safe 4471"}
    play.propops.edit(ref, by="sam@example.com", status_id=status_id(play, "In progress"), **fields)
    await compare(play)
    [message] = told(play, card)
    assert "→ In progress" in message.text
    for words in ("750", "£", "4471", "sam@example.com"):
        assert words not in message.text + without_ids(message.blocks)


async def test_every_channel_with_a_card_is_told(play: Testbed) -> None:
    here = await updated(play, job_title="Boiler leaks")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003", channel="approvals")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Boiler leaks badly")
    await priya.submit(form)
    there = await play.slack.wait_for_message(channel="approvals", containing="Job updated")
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    await compare(play)
    assert [len(told(play, each)) for each in (here, there)] == [1, 1]


def looks(play: Testbed) -> list[float]:
    """When jobs and case notes were read."""
    paths = {"get", "list"}
    return [
        each["at"]
        for each in play.propops.requests
        if each["action"] in paths and {"uuid", "job_uuid"} & each["query"].keys()
    ]


@pytest.mark.testbed(propops=SandboxPropOps(rate_limit=100, rate_window=600))
async def test_half_of_the_rate_limit_is_left_to_people(play: Testbed, clock: Clock) -> None:
    for number in range(4):
        await send_new(play, job_title=f"Leak {number}")
        await play.slack.wait_for_message(channel="maintenance", containing=f"Leak {number}")
    assert play.app is not None
    await play.app.engine.idle()
    reconciler = play.app.flows.cards.reconciler
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    reconciler.sleep = sleep
    assert len(play.propops.requests) < 46, "so that something is spare"
    for _ in range(5):
        await make_due(play.app)
        await reconciler.compare_due()
    assert 46 <= len(play.propops.requests) <= 52, "up to the half of people, and no further"
    assert {each["status"] for each in play.propops.requests} == {200, 201}
    assert pauses[0] > 10, "what is spare lasts for the window"
    priya = play.slack.member("priya")
    await priya.command("/job show JOB-003")
    await play.slack.until(lambda: priya.ephemerals or None, why="an answer")


async def test_a_429_stops_it_for_as_long_as_propops_says(play: Testbed) -> None:
    await updated(play, job_title="Boiler leaks")
    await updated(play, job_title="Boiler leaks badly")
    play.propops.fail(Fault("get", "429", times=1, seconds=30))
    before = len(looks(play))
    for _ in range(3):
        await compare(play)
    assert len(looks(play)) - before == 1


@pytest.mark.testbed(cards_refresh_seconds=1, waits=USUAL)
async def test_at_one_second_several_cards_are_read_in_turn_and_told_in_time(play: Testbed) -> None:
    for number in range(8):
        await send_new(play, job_title=f"Leak {number}")
    card = await play.slack.wait_for_message(channel="maintenance", containing="Leak 7")
    ref = play.propops.jobs[-1]["job_ref"]
    began = time.time()
    play.propops.edit(ref, by="Sam", date_works_start_date="2026-12-03")
    await play.slack.until(lambda: told(play, card) or None, why="the news")
    read = [each for each in looks(play) if each > began]
    assert max(_within(read, 0.1)) <= 6, "no burst"


def _within(moments: list[float], seconds: float) -> list[int]:
    return [sum(0 <= other - each < seconds for other in moments) for each in moments] or [0]


def the_card(play: Testbed) -> Message:
    return next(each for each in play.slack.messages("maintenance") if not each.is_reply)


async def hinted(play: Testbed, clock: Clock, title: str = "Boiler leaks") -> bool:
    """Whether the feed makes the bot look at a job before its turn."""
    assert play.app is not None
    hints = play.app.flows.cards.feed_hints
    await updated(play, job_title=title)
    await compare(play)
    clock.ahead += 101
    await hints.ask()  # what was there before
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    clock.ahead += 101
    return bool(await hints.ask())


@pytest.mark.testbed(cards_refresh_seconds=300)
async def test_the_notification_feed_says_what_to_look_at_first(
    play: Testbed, clock: Clock
) -> None:
    assert await hinted(play, clock)
    card = the_card(play)
    await play.slack.until(lambda: told(play, card) or None, why="the news")


def having(feed: str) -> Any:
    return pytest.param(
        False, marks=pytest.mark.testbed(propops=SandboxPropOps(feed=feed)), id=feed
    )


@pytest.mark.parametrize("refused", [having("absent"), having("notices"), True])
async def test_without_a_feed_it_goes_on_and_says_so_once(
    play: Testbed, clock: Clock, *, refused: bool
) -> None:
    if refused:
        play.propops.forbid("Priya Shah", "api.system.notifications.view")
    for title in ("Boiler leaks", "Boiler leaks badly"):
        assert not await hinted(play, clock, title)
    assert len([each for each in play.propops.requests if each["path"] == PATH]) == 1
    await compare(play)
    assert told(play, the_card(play))


@pytest.mark.testbed(cards_refresh_seconds=300)
async def test_a_board_sees_how_many_cards_there_are_and_how_many_are_true(
    play: Testbed, clock: Clock
) -> None:
    await updated(play, job_title="Boiler leaks")
    assert play.app is not None
    page = (await play.app.metrics.page()).decode()
    for line in ("within_reach 150.0", "open 1.0", "kept_true 1.0"):
        assert f"propops_bot_cards_{line}" in page
    await compare(play)
    page = (await play.app.metrics.page()).decode()
    assert re.search(r'cards_compared_total{outcome="same"} 1', page)


@pytest.mark.testbed(cards_refresh_seconds=300)
async def test_a_card_that_nobody_can_read_is_not_counted_as_kept_true(
    play: Testbed, clock: Clock
) -> None:
    """Though somebody looked at it in time: nobody knows what its job has become."""
    await raised(play)
    assert play.app is not None
    rights = ("api.jobs.manage.list", "api.jobs.manage.manage")
    play.propops.forbid("Priya Shah", *rights)
    await compare(play)
    page = (await play.app.metrics.page()).decode()
    assert "propops_bot_cards_open 1.0" in page
    assert "propops_bot_cards_kept_true 0.0" in page
    play.propops.permit("Priya Shah", *rights)
    await compare(play)
    assert "propops_bot_cards_kept_true 1.0" in (await play.app.metrics.page()).decode()


async def test_where_many_change_at_once_the_channel_is_told_of_the_first_few(
    play: Testbed, clock: Clock
) -> None:
    """Each of them is in the thread of its card, whatever the channel hears; of all processes together."""
    cards = []
    for trade in TRADES:
        await send_new(play, job_title=trade)
        cards.append(await play.slack.wait_for_message(containing=f"{trade}\n"))
    assert len(cards) == MOST + 3
    refs = [job["job_ref"] for job in play.propops.jobs[-len(cards) :]]
    for some in (refs[:6], refs[6:]):
        for ref in some:
            play.propops.edit(ref, by="Sam", status_id=status_id(play, "In progress"))
        await compare(play)
        await play.restart_bot()
    replies = [reply for card in cards for reply in told(play, card)]
    assert len(replies) == len(cards)
    assert sum(each.broadcast for each in replies) == MOST
    said = [each for each in play.slack.messages(CHANNEL) if each.text.startswith("🔄 Many jobs")]
    assert len(said) == 1
    clock.ahead += SPAN
    play.propops.edit(refs[0], by="Sam", status_id=11)
    await compare(play)
    assert told(play, cards[0])[-1].broadcast


@pytest.mark.testbed(cards_refresh_seconds=300)
async def test_a_page_in_the_way_does_not_cost_the_feed_for_a_day(
    play: Testbed, clock: Clock
) -> None:
    play.propops.fail(Fault(PATH, "maintenance"))
    assert not await hinted(play, clock)
    assert await hinted(play, clock, "Boiler leaks badly")
