"""The Home tab: who one is, and the board, kept true while it is open."""

import asyncio
import time
from typing import Any

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    SIX,
    answer,
    card_of,
    linked_outside,
    raised,
    send_new,
    unlinked,
)
from tests.stories.boards import contractor, emptied, home, reopened, shown, waits
from tests.waiting import until


@pytest.mark.testbed(**APPROVALS, linked={"priya": "Priya Shah"})
async def test_an_approver_who_is_not_linked_has_their_approvals_on_home(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    await card_of(play)
    text = shown(await home(play, "dana"))
    assert "isn't linked to PropOps" in text
    assert "Waiting for your approval · 1" in text
    assert "[Approve…]" in text


async def test_home_says_who_one_is_and_what_waits(play: Testbed) -> None:
    emptied(play)
    await raised(play)
    view = await home(play)
    text = shown(view)
    assert "Linked to PropOps as Priya Shah" in text
    for button in ("[New job]", "[Find]", "[Link again]", "[Everybody's]"):
        assert button in text
    assert "Needs a contractor · 1" in text
    assert "Boiler not firing" in text


async def test_home_of_somebody_unlinked_offers_the_link(play: Testbed) -> None:
    view = await home(play, "nia")
    assert "isn't linked to PropOps yet. What waits" in shown(view)
    await play.slack.member("nia").press(view, "Link")
    await answer(play, "nia", "Link your account")


@pytest.mark.parametrize("who", ["gil", "sol"])
async def test_home_of_a_guest_and_of_a_stranger_says_why_there_is_nothing(
    play: Testbed, who: str
) -> None:
    text = shown(await home(play, who))
    assert "can't" in text or "Only" in text
    assert "[New job]" not in text
    assert len(play.propops.requests) == 0


async def test_an_open_home_follows_what_is_done_in_slack(play: Testbed) -> None:
    emptied(play)
    view = await home(play)
    assert "nothing waits for you" in shown(view)
    await raised(play)
    await until(lambda: "Boiler not firing" in shown(view))


async def test_also_after_a_restart_before_anybody_opens_one(play: Testbed) -> None:
    emptied(play)
    view = await home(play)
    await play.restart_bot()
    await raised(play)
    await until(lambda: "Boiler not firing" in shown(view))


async def test_an_open_home_follows_the_link_of_its_member(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    priya, view = play.slack.member("priya"), await home(play)
    await priya.press(view, "Everybody's")
    await until(lambda: "JOB-007" in shown(view))
    await unlinked(play)
    await until(lambda: "isn't linked to PropOps yet" in shown(view))
    assert "JOB-007" not in shown(view)
    await linked_outside(play, "priya", "Priya Shah")
    await until(lambda: "JOB-007" in shown(view))
    play.propops.revoke("Priya Shah")
    await priya.command("/job show JOB-007")
    await until(lambda: "JOB-007" not in shown(view))


@pytest.mark.testbed(cards_refresh_seconds=0.3)
async def test_an_open_home_follows_what_is_done_in_propops(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    view = await home(play)
    await play.slack.member("priya").press(view, "Everybody's")
    await until(lambda: "JOB-007" in shown(view))
    play.propops.edit("JOB-007", "Tom Reilly", contractor_id=contractor(play))
    await until(lambda: "JOB-007" not in shown(view))


@pytest.mark.testbed(cards_refresh_seconds=0.3)
async def test_while_propops_is_away_a_home_says_that_it_is_of_before(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    view = await home(play)
    await play.slack.member("priya").press(view, "Everybody's")
    await until(lambda: "JOB-007" in shown(view))
    play.propops.fail(Fault("*", "maintenance", times=None))
    await until(lambda: "jobs are as I saw them last" in shown(view))
    assert "JOB-007" in shown(view)
    await play.restart_bot()
    await until(lambda: "so no job is here" in shown(view))
    assert "I couldn't look at every job" in shown(view)
    play.propops.heal()
    await until(lambda: "JOB-007" in shown(view) and "PropOps can't" not in shown(view))


async def test_slack_hears_at_once_that_home_was_opened_however_slow_propops_is(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("*", "hang", times=None))
    delivery = await priya.open_home()
    assert (delivery.status, delivery.error) == (200, "")
    assert delivery.seconds < 10, "an ack that waits is given up after twenty"
    await until(lambda: play.propops.requests)
    assert {each["status"] for each in play.propops.requests} == {None}
    play.propops.heal()
    await until(lambda: priya.home is not None and "Linked to PropOps" in shown(priya.home))


async def test_buttons_of_home_open_their_forms(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    priya, view = play.slack.member("priya"), await home(play)
    await priya.press(view, "Everybody's")
    await until(lambda: "JOB-007" in shown(view))
    await priya.press(view, "Choose contractor")
    form = await priya.modal(having="contractor_id")
    await priya.fill(form, contractor_id=("", 0))
    await priya.submit(form)
    await until(lambda: "JOB-007" not in shown(view))
    await priya.press(view, "New job")
    await priya.close(await priya.modal(having="job_title"))
    await priya.press(view, "Find")
    form = await priya.modal(having="home.find")
    await priya.fill(form, {"home.find": "JOB-007"})
    await priya.submit(form)
    await until(lambda: priya.top is not None and "matches" in outline_view(priya.top))


async def test_a_press_on_home_draws_nothing_over_it(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    priya, view = play.slack.member("priya"), await home(play)
    await priya.press(view, "Everybody's")
    await until(lambda: "JOB-007" in shown(view))
    await priya.press(view, "Show")
    await answer(play, "priya", "JOB-007")
    assert "[My jobs]" in shown(view)
    await priya.press(view, "Snooze: Monday")
    await until(lambda: not waits(view, "JOB-007"))
    assert "1 snoozed." in shown(view)


async def test_twenty_presses_in_a_hurry_publish_home_no_faster_than_it_may_be(
    play: Testbed,
) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    view = await home(play)
    assert play.app is not None
    homes, member = play.app.flows.board.homes, play.member("priya")
    homes.between, before = 0.4, len(published(play))

    async def switched(number: int) -> None:
        readers = play.app.flows.board.boards.readers if play.app else None
        assert readers is not None
        await readers.show_everybody(member, everybody=bool(number % 2))
        await homes.draw(member, fresh=number == 3)

    began = time.monotonic()
    await asyncio.gather(*(switched(number) for number in range(20)))
    assert len(published(play)) - before <= 1 + (time.monotonic() - began) / homes.between
    assert ("JOB-007" in shown(view)) == ("[My jobs]" in shown(view))
    await homes.draw(member)
    reader = await play.app.flows.board.boards.readers.get(member)
    assert ("[My jobs]" in shown(view)) == reader.everybody


def published(play: Testbed) -> list[Any]:
    return [each for each in play.slack.calls if each.method == "views.publish"]


async def test_an_older_picture_of_home_never_covers_a_newer_one(play: Testbed) -> None:
    emptied(play)
    view = await home(play)
    play.slack.fail("views.publish", "hash_conflict")
    await raised(play)
    await until(lambda: "Boiler not firing" in shown(view))


async def test_while_propops_is_away_home_says_so_and_shows_what_waits_here(play: Testbed) -> None:
    emptied(play)

    play.propops.fail(Fault("list", "maintenance", times=None))
    text = shown(await home(play))
    assert "PropOps" in text
    assert "[New job]" in text


async def test_a_visit_that_has_passed_is_settled_from_home(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", date_works_start_date="2020-01-06")
    priya, view = play.slack.member("priya"), await home(play)
    await priya.press(view, "Everybody's")
    await until(lambda: "Visit passed · 1" in shown(view))
    await priya.press(view, "Update")
    form = await priya.modal(having="job_title")
    await priya.fill(form, status_id="Complete")
    await priya.submit(form)
    await until(lambda: "JOB-007" not in shown(view))
    assert play.propops.job("JOB-007")["status_name"] == "Complete"


async def test_a_form_that_was_not_sent_is_resumed_from_home(play: Testbed) -> None:
    emptied(play)
    priya, view = play.slack.member("priya"), await home(play)
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Half a form")
    await priya.close(form)
    await answer(play, "priya", "is kept")
    await priya.open_home()
    await until(lambda: "Half a form" in shown(view))
    await priya.press(view, "Resume")
    form = await priya.modal(having="job_title")
    await priya.fill(form, SIX | {"job_title": "A whole form"})
    await priya.submit(form)
    await until(lambda: "Half a form" not in shown(view))
    assert [job["job_title"] for job in play.propops.jobs[-1:]] == ["A whole form"]
