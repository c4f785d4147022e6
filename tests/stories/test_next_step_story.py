"""The last line of a card: what its job waits for, through every way in which that can change."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
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
    updated,
)
from tests.stories.boards import reopened, status_id
from tests.stories.comparing import compare
from tests.waiting import until

LONDON = ZoneInfo("Europe/London")
AIRE = 202


def day(clock: Clock, ahead: int) -> datetime:
    return datetime.fromtimestamp(clock(), LONDON) + timedelta(days=ahead)


def shown(card: Message) -> str:
    return outline(card.blocks)


async def says(card: Message, words: str) -> None:
    await until(lambda: words in shown(card))
    assert words in card.text


async def test_a_card_says_what_comes_next_until_the_visit_is_over(
    play: Testbed, clock: Clock
) -> None:
    card = await raised(play)
    await says(card, "Next: choose a contractor")
    ref, priya = "JOB-061", play.slack.member("priya")
    visit = day(clock, 3)
    play.propops.edit(ref, "Tom Reilly", contractor_id=201)
    await compare(play)
    await says(card, "Next: tell Ace Gas")
    play.propops.edit(ref, "Tom Reilly", date_works_start_date=visit.date().isoformat())
    await compare(play)
    await priya.press(card, "Notify contractor")
    await says(card, "Next: Ace Gas to accept, told on")
    await play.restart_bot()
    later = day(clock, 4).date().isoformat()
    play.propops.edit(ref, "Tom Reilly", date_works_start_date=later)
    await compare(play)
    await says(card, "by Priya Shah about an earlier date")
    await says(card, "Next: tell Ace Gas the new date")
    play.propops.edit(
        ref,
        "Tom Reilly",
        date_works_start_date=visit.date().isoformat(),
        status_id=status_id(play, "Assigned"),
    )
    await compare(play)
    await says(card, f"Next: visit on {visit:%a} {visit.day} {visit:%B}")
    assert play.app is not None
    due = (await play.app.stores.agenda.read()).card
    assert due == datetime.combine(day(clock, 4), time.min, LONDON).timestamp()
    await play.app.flows.cards.redraws.draw_due()
    assert "say how" not in shown(card)
    clock.ahead += 4 * 86_400
    await play.app.flows.cards.redraws.draw_due()
    await says(card, "Next: say how the visit went")
    assert (await play.app.stores.agenda.read()).card is None

    play.propops.edit(ref, "Tom Reilly", status_id=status_id(play, "Closed"))
    await compare(play)
    await until(lambda: "Next:" not in shown(card))


async def test_another_contractor_has_not_been_told(play: Testbed) -> None:
    reopened(play, "JOB-003")
    card = await updated(play, job_title="Boiler leaks")
    await play.slack.member("priya").press(card, "Notify contractor")
    await says(card, "Ace Gas told")
    play.propops.edit("JOB-003", "Tom Reilly", contractor_id=AIRE)
    await compare(play)
    await says(card, ", Aire Valley Plumbing Ltd not yet")
    await says(card, "Next: tell Aire Valley Plumbing Ltd")


async def test_a_contractor_who_could_not_be_told_stands_on_the_card(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.fail(Fault("send_assignment_notification", "400", words="No e-mail address"))
    await play.slack.member("priya").press(card, "Notify contractor")
    await says(card, "Ace Gas could not be told: press Notify contractor again")
    play.propops.heal()
    await asked(play, "send_assignment_notification", "JOB-003")
    await says(card, "Ace Gas told")
    assert "could not be told" not in shown(card)


@pytest.mark.testbed(**APPROVALS, linked={"priya": "Priya Shah", "dana": "Tom Reilly"})
async def test_an_approval_that_waits_comes_next_and_goes_with_the_decision(play: Testbed) -> None:
    await send_new(play)
    card = await card_saying(play, "Job created")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-061")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_total_budget="900")
    await priya.submit(form)
    approval = await card_of(play)
    await says(card, "Next: approval of “Update job”, asked by Priya")
    dana = play.slack.member("dana")
    await dana.press(approval, "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Too much")
    await dana.submit(form)
    await answer(play, "priya", "rejected")
    await says(card, "Next: choose a contractor")


@pytest.mark.testbed(**APPROVALS, linked={"priya": "Priya Shah", "dana": "Tom Reilly"})
async def test_what_no_longer_waits_goes_also_where_the_job_could_not_be_read_then(
    play: Testbed,
) -> None:
    await send_new(play)
    card = await card_saying(play, "Job created")
    priya, dana = play.slack.member("priya"), play.slack.member("dana")
    await priya.command("/job update JOB-061")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_total_budget="900")
    await priya.submit(form)
    await says(card, "Next: approval of “Update job”")
    play.propops.edit("JOB-061", "Tom Reilly", job_title="Boiler leaks")
    await compare(play)
    play.propops.fail(Fault("get", "maintenance", times=None))
    await dana.press(await card_of(play), "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Too much")
    await dana.submit(form)
    await answer(play, "priya", "rejected")
    await until(lambda: _tried_to_draw(play))
    play.propops.heal()

    async def is_true() -> bool:
        await compare(play)
        return "Next: choose a contractor" in shown(card)

    await until(is_true)


async def _tried_to_draw(play: Testbed) -> bool:
    """No card is to be drawn anew any more, as far as deferred tasks know."""
    assert play.app is not None
    tasks = play.app.flows.deferred_tasks
    due = (await play.app.stores.agenda.read()).task
    return (due is None or due > play.clock()) and not tasks._running
