"""The board: what waits for somebody, in a private message and on their Home, until its cause is gone."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    Clock,
    answer,
    asked,
    card_of,
    card_saying,
    raised,
    send_new,
)
from tests.waiting import until


def contractor(play: Testbed, number: int = 0) -> int:
    return int(play.propops.rows("contractors")[number]["ID"])


def emptied(play: Testbed) -> None:
    """PropOps has no open job any more."""
    closed = next(row["ID"] for row in play.propops.rows("statuses") if row["name"] == "Closed")
    for job in play.propops.jobs:
        play.propops.edit(job["job_ref"], "Tom Reilly", status_id=closed)


def reopened(play: Testbed, ref: str, **fields: Any) -> None:
    """This job is open again, with nothing that waits for anybody but what `fields` say."""
    new = next(row["ID"] for row in play.propops.rows("statuses") if row["name"] == "New")
    calm = {
        "status_id": new,
        "contractor_id": contractor(play),
        "date_works_start_date": None,
        "date_works_end_date": None,
    }
    play.propops.edit(ref, "Tom Reilly", **(calm | fields))


async def board(play: Testbed, who: str = "priya") -> Message:
    member = play.slack.member(who)
    seen = len(member.ephemerals)
    await member.command("/job board")
    return await play.slack.until(
        lambda: member.ephemerals[-1] if len(member.ephemerals) > seen else None, why="the board"
    )


async def everybodys(play: Testbed, who: str = "priya") -> Message:
    """The same after the switch to everybody's jobs."""
    member, message = play.slack.member(who), await board(play, who)
    await member.press(message, "Everybody's")
    await until(lambda: "*Everybody's*" in message.text)
    return message


async def home(play: Testbed, who: str = "priya") -> View:
    member = play.slack.member(who)
    await member.open_home()
    return await play.slack.until(lambda: member.home, why="a home")


def shown(what: Message | View) -> str:
    return outline_view(what) if isinstance(what, View) else outline(what.blocks)


def _is_other(message: Message, before: str) -> bool:
    return shown(message) != before


async def test_an_empty_board_says_so(play: Testbed) -> None:
    emptied(play)
    message = await board(play)
    assert "nothing waits for you" in message.text
    assert "Nothing waits for you." in shown(message)
    await play.slack.member("priya").press(message, "Everybody's")
    await until(lambda: "[My jobs]" in shown(message))


async def test_a_job_without_a_contractor_goes_when_it_has_one_whoever_chose(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    message = await everybodys(play)
    text = shown(message)
    assert "Needs a contractor · 1" in text
    assert "JOB-007" in text
    assert "No contractor chosen, raised" in text
    assert "[Choose contractor]" in text
    play.propops.edit("JOB-007", "Tom Reilly", contractor_id=contractor(play))
    assert "JOB-007" not in shown(await board(play))


async def test_a_visit_is_on_it_from_the_day_after(play: Testbed, clock: Clock) -> None:
    emptied(play)
    today = datetime.now(UTC).date().isoformat()
    reopened(play, "JOB-007", date_works_start_date=today)
    assert "Visit passed" not in shown(await everybodys(play))
    clock.ahead += 86_400
    text = shown(await board(play))
    assert "Visit passed · 1" in text
    assert "The visit was due on" in text
    assert "[Update]" in text


async def test_who_was_told_and_does_not_accept_is_on_it_until_they_do(
    play: Testbed, clock: Clock
) -> None:
    emptied(play)
    reopened(play, "JOB-003")
    await asked(play, "send_assignment_notification", "JOB-003")
    await card_saying(play, "Contractor notified")
    assert "Told, not accepted" not in shown(await board(play))
    clock.ahead += 8 * 86_400
    message = await board(play)
    text = shown(message)
    assert "Told, not accepted · 1" in text
    assert "and has not accepted yet" in text
    await play.slack.member("priya").press(message, "Notify again")
    form = await play.slack.member("priya").modal()
    assert "JOB-003" in outline_view(form)
    assigned = next(r["ID"] for r in play.propops.rows("statuses") if r["name"] == "Assigned")
    play.propops.edit("JOB-003", "Tom Reilly", status_id=assigned)
    assert "JOB-003" not in shown(await board(play))


async def test_one_row_is_snoozed_until_the_job_changes(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    message = await everybodys(play)
    await play.slack.member("priya").press(message, "Snooze: tomorrow")
    await until(lambda: "JOB-007" not in shown(message))
    assert "1 snoozed." in shown(message)
    assert "JOB-007" not in shown(await board(play))
    play.propops.edit("JOB-007", "Tom Reilly", job_title="Only another title")
    assert "another title" not in shown(await board(play))
    tomorrow = "2031-01-01"
    play.propops.edit("JOB-007", "Tom Reilly", date_works_start_date=tomorrow)
    assert "JOB-007" in shown(await board(play))


async def test_a_snooze_ends_by_itself(play: Testbed, clock: Clock) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    message = await everybodys(play)
    await play.slack.member("priya").press(message, "Snooze: in a week")
    await until(lambda: "JOB-007" not in shown(message))
    clock.ahead += 6 * 86_400
    assert "JOB-007" not in shown(await board(play))
    clock.ahead += 2 * 86_400
    assert "JOB-007" in shown(await board(play))


async def test_the_switch_is_remembered_also_after_a_restart(play: Testbed) -> None:
    await everybodys(play)
    await play.restart_bot()
    assert "*Everybody's*" in (await board(play)).text


async def test_it_pages_through_everything(play: Testbed) -> None:
    emptied(play)
    refs = [job["job_ref"] for job in play.propops.jobs][:30]
    for ref in refs:
        reopened(play, ref, contractor_id=None)
    priya, message = play.slack.member("priya"), await everybodys(play)
    seen: set[str] = set()
    while True:
        text = shown(message)
        seen |= {ref for ref in refs if ref in text}
        if "more]" not in text:
            break
        await priya.press(message, "more")
        await until(partial(_is_other, message, text))
    assert seen == set(refs)
    await priya.press(message, "Back")
    await until(lambda: "more]" in shown(message))


async def test_somebody_who_may_not_see_a_job_has_no_row_of_it(play: Testbed) -> None:
    """Rebecca Lister is an agent in PropOps, and sees the jobs of one agent alone."""
    await play.link("tom", "Rebecca Lister")
    emptied(play)
    refs = [job["job_ref"] for job in play.propops.jobs[:6]]
    agents = [int(row["ID"]) for row in play.propops.rows("agents")]
    for number, ref in enumerate(refs):
        reopened(play, ref, contractor_id=None, agent_id=agents[number % len(agents)])
    whole, theirs = shown(await everybodys(play)), shown(await everybodys(play, "tom"))
    visible = {ref for ref in refs if play.propops.job(ref)["agent_id"] == 301}
    assert {ref for ref in refs if ref in whole} == set(refs)
    assert {ref for ref in refs if ref in theirs} == visible
    assert 0 < len(visible) < len(refs)


@pytest.mark.testbed(**APPROVALS, linked={"priya": "Priya Shah", "dana": "Tom Reilly"})
async def test_an_approver_has_what_waits_for_them_until_somebody_decides(play: Testbed) -> None:
    emptied(play)
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    text = shown(await board(play, "dana"))
    assert "Waiting for your approval · 1" in text
    assert "Priya Shah asked" in text
    assert "£900" in text
    assert "[Approve…]" in text
    assert "Waiting for your approval" not in shown(await board(play))
    await play.slack.member("dana").press(card, "Approve")
    await card_saying(play, "Job created")
    assert "Waiting for your approval" not in shown(await board(play, "dana"))


async def test_a_form_that_was_closed_is_on_it_until_it_is_sent(play: Testbed) -> None:
    emptied(play)
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Half a form")
    await priya.close(form)
    await answer(play, "priya", "is kept")
    message = await board(play)
    text = shown(message)
    assert "Didn't go through · 1" in text
    assert "Half a form" in text
    await priya.press(message, "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == "Half a form"
    assert "[Resume]" in shown(message)
    await priya.press((await answer(play, "priya", "is kept")), "Discard")
    await answer(play, "priya", "Discarded")
    assert "Half a form" not in shown(await board(play))


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
    assert "isn't linked to PropOps" in shown(view)
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
    assert "Nothing waits for you" in shown(view)
    await raised(play)
    await until(lambda: "Boiler not firing" in shown(view))


@pytest.mark.testbed(cards_refresh_seconds=0.3)
async def test_an_open_home_follows_what_is_done_in_propops(play: Testbed) -> None:
    emptied(play)
    reopened(play, "JOB-007", contractor_id=None)
    view = await home(play)
    await play.slack.member("priya").press(view, "Everybody's")
    await until(lambda: "JOB-007" in shown(view))
    play.propops.edit("JOB-007", "Tom Reilly", contractor_id=contractor(play))
    await until(lambda: "JOB-007" not in shown(view))


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
    await until(lambda: "JOB-007" not in shown(view))
    assert "1 snoozed." in shown(view)


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
