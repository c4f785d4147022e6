"""A contractor accepts by what they do in PropOps: board, reminders and the card's last line know it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops.state import stamp
from bot.sandbox.testbed import Testbed
from bot.workflows.cards.acceptance import LOOK_EVERY, MOST_LOOKS
from tests.stories.acting import Clock, asked, card_saying
from tests.stories.at_rest import at_rest
from tests.stories.boards import board, home, reopened, shown
from tests.stories.comparing import compare
from tests.stories.test_chasing_story import is_put_off, planned, reminders, to_work, told
from tests.waiting import until

GROUP = "Told, not accepted"
LATE = 8 * 86_400


def iso(moment: float) -> str:
    return stamp(datetime.fromtimestamp(moment, UTC))


def reads(play: Testbed) -> list[str]:
    """What PropOps was asked for one job at a time, that a board needs only to see who acted."""
    actions = [str(each["action"]) for each in play.propops.requests]
    return [each for each in actions if each in {"case_notes", "list_commits"}]


async def told_too_long_ago(play: Testbed, clock: Clock) -> None:
    await told(play)
    await late(play, clock)


async def late(play: Testbed, clock: Clock) -> None:
    """The reminders have come, or wait for the next working day: each of them looks at what contractors did."""
    await until(lambda: planned(play))
    clock.ahead += LATE
    clock.to_noon()  # no working day begins while boards are looked at

    async def none_is_under_way() -> bool:
        return not await planned(play) or await is_put_off(play, clock, 3600)

    await until(none_is_under_way)


async def test_a_case_note_of_the_contractor_ends_it(play: Testbed, clock: Clock) -> None:
    await told_too_long_ago(play, clock)
    assert GROUP in shown(await board(play))
    play.propops.add_note("JOB-003", "Tom Reilly", "Rang them", at=iso(clock()))
    clock.ahead += LOOK_EVERY + 1
    assert GROUP in shown(await board(play)), "somebody else's says nothing"
    play.propops.add_note("JOB-003", "Ace Gas", "We come on Thursday", at=iso(clock()))
    assert GROUP in shown(await board(play)), "not looked for again so soon"
    for _ in range(6):  # case notes and changes are looked at in turn, a few jobs at a time
        clock.ahead += LOOK_EVERY + 1
        text = shown(await board(play))
        if GROUP not in text:
            break
    assert GROUP not in text
    before = len(reads(play))
    await play.restart_bot()
    assert GROUP not in shown(await board(play))
    assert len(reads(play)) == before, "once found, never looked for again"
    assert play.app is not None
    card = await card_saying(play, "Contractor notified")
    await play.app.flows.cards.redraws.draw_due()
    await until(lambda: "Next: agree a date for the visit" in outline(card.blocks))


async def test_a_home_that_is_open_knows_it_once_the_case_notes_were_read(
    play: Testbed, clock: Clock
) -> None:
    await told_too_long_ago(play, clock)
    view = await home(play)
    assert GROUP in shown(view)
    play.propops.add_note("JOB-003", "Ace Gas", "We come on Thursday", at=iso(clock()))
    await compare(play)
    await until(lambda: GROUP not in shown(play.slack.member("priya").home or view), 20)


async def test_a_change_by_the_contractor_ends_it(play: Testbed, clock: Clock) -> None:
    await told_too_long_ago(play, clock)
    for part in (
        "boiler",
        "pump",
        "valve",
    ):  # each a second later at least: PropOps counts in seconds
        play.propops.edit("JOB-003", "Ace Gas", job_description=f"<p>The {part} is ordered</p>")
    for _ in range(2):  # case notes and changes are looked at in turn
        text = shown(await board(play))
        clock.ahead += LOOK_EVERY + 1
    assert GROUP not in shown(await board(play)), text


@pytest.mark.parametrize(
    ("fields", "then"),
    [
        ({"date_works_start_date": "2031-03-05"}, "visit on Wed 5 March 2031"),
        ({"job_description": "<p>The pump is ordered</p>"}, "agree a date for the visit"),
        ({"priority_id": 43}, "agree a date for the visit"),
    ],
)
async def test_a_card_knows_of_a_change_by_the_contractor_within_one_refresh(
    play: Testbed, clock: Clock, fields: dict[str, Any], then: str
) -> None:
    await told(play)
    card = await card_saying(play, "Contractor notified")
    await compare(play)
    play.propops.edit("JOB-003", "Tom Reilly", job_title="Boiler out")
    await compare(play)
    await redrawn(play)
    assert "Next: Ace Gas to accept" in card.text, "somebody else's says nothing"
    clock.ahead += 5
    play.propops.edit("JOB-003", "Ace Gas", **fields)
    await compare(play)
    await redrawn(play)
    assert f"Next: {then}" in card.text
    clock.ahead += LATE
    assert GROUP not in shown(await board(play)), "the board agrees"


async def redrawn(play: Testbed) -> None:
    """What is to be drawn anew is."""
    assert play.app is not None
    await play.app.flows.cards.redraws.draw_due()
    await at_rest(play)


async def test_another_contractor_starts_afresh(play: Testbed, clock: Clock) -> None:
    await told(play)
    play.propops.add_note("JOB-003", "Ace Gas", "We come", at=iso(clock() + 60))
    await compare(play)
    card = await card_saying(play, "Contractor notified")
    assert play.app is not None
    await play.app.flows.cards.redraws.draw_due()
    await until(lambda: "Next: agree a date" in outline(card.blocks))
    play.propops.edit("JOB-003", "Tom Reilly", contractor_id=202)
    await compare(play)
    await until(lambda: "Next: tell Aire Valley" in outline(card.blocks))


async def test_nobody_is_reminded_of_a_contractor_who_wrote(play: Testbed, clock: Clock) -> None:
    await told(play)
    await until(lambda: planned(play))
    play.propops.add_note("JOB-003", "Ace Gas", "We come on Thursday", at=iso(clock() + 60))
    to_work(clock, 8.1)

    async def none_is_planned() -> bool:
        return not await planned(play)

    await until(none_is_planned)
    assert reminders(play) == []


async def test_a_board_asks_for_a_few_jobs_at_a_time(play: Testbed, clock: Clock) -> None:
    refs = [job["job_ref"] for job in play.propops.jobs[: 2 * MOST_LOOKS]]
    for ref in refs:
        reopened(play, ref)
        await asked(play, "send_assignment_notification", ref)
    assert play.app is not None
    await play.app.engine.idle()
    await late(play, clock)
    await at_rest(play)
    before = len(reads(play))
    await board(play)
    assert len(reads(play)) - before <= MOST_LOOKS
    await board(play)
    await board(play)
    assert len(reads(play)) - before <= len(refs)
