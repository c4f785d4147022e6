"""The board: what waits for somebody, in a private message and on their Home, until its cause is gone."""

import re
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    Clock,
    answer,
    asked,
    card_of,
    card_saying,
    send_new,
    until_title,
)
from tests.stories.boards import board, contractor, emptied, everybodys, reopened, shown, status_id
from tests.stories.test_lost_story import lost_twice
from tests.waiting import until


def _is_other(message: Message, before: str) -> bool:
    return shown(message) != before


async def test_an_empty_board_says_so(play: Testbed) -> None:
    emptied(play)
    message = await board(play)
    assert "nothing waits for you" in message.text
    assert "nothing waits for you. When something does, it is here." in shown(message)
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
    clock.to_noon()
    today = datetime.fromtimestamp(clock(), UTC).date().isoformat()
    reopened(play, "JOB-007", date_works_start_date=today)
    assert "Visit passed" not in shown(await everybodys(play))
    clock.ahead += 86_400
    text = shown(await board(play))
    assert "Visit passed · 1" in text
    assert re.search(r"The visit was due on [^,]+, yesterday\.", text)
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
    await until_title(play.slack.member("priya"), play, "JOB-003")
    play.propops.edit("JOB-003", "Tom Reilly", status_id=status_id(play, "Assigned"))
    assert "JOB-003" not in shown(await board(play))


async def test_the_switch_is_remembered_also_after_a_restart(play: Testbed) -> None:
    await everybodys(play)
    await play.restart_bot()
    assert "*Everybody's*:" in (await board(play)).text


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


async def test_a_create_in_doubt_is_decided_on_the_board_which_stays(play: Testbed) -> None:
    emptied(play)
    await lost_twice(play)
    message = await board(play)
    text = shown(message)
    assert "Boiler not firing" in text
    assert "nobody can say whether it worked" in text
    await play.slack.member("priya").press(message, "Create it again")
    await card_saying(play, "Job created")
    assert "Didn't go through" in shown(message)  # the list is not written over by the answer
    assert len(play.propops.writes) == 1
    assert "Didn't go through" not in shown(await board(play))


async def test_a_board_of_three_hundred_jobs_is_one_page_after_another(play: Testbed) -> None:
    emptied(play)
    new = status_id(play, "New")
    like = play.propops.job("JOB-007")
    fields = {
        name: like[name]
        for name in ("job_title", "job_description", "address_id", "priority_id", "job_type_id")
    }
    for _ in range(300):
        play.propops.raise_job("Priya Shah", **fields, status_id=new)
    asked_before = len(play.propops.requests)
    message = await board(play)
    assert "300 things wait" in message.text
    reads = [
        each for each in list(play.propops.requests)[asked_before:] if each["action"] == "list"
    ]
    assert len(reads) <= 12
    await play.slack.member("priya").press(message, "more")
    await until(lambda: "[Back]" in shown(message))


async def test_a_form_that_is_no_longer_kept_is_no_longer_on_it(
    play: Testbed, clock: Clock
) -> None:
    emptied(play)
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Gate sticks")
    await priya.close(form)
    await answer(play, "priya", "Gate sticks")
    assert "Didn't go through · 1" in shown(await board(play))
    clock.ahead += 7 * 86_400 + 5
    assert "Gate sticks" not in shown(await board(play))
