"""A message stands in Slack, whose answer is still on its way: what comes of it meanwhile is on it in the end."""

import pytest

from bot.jobs.outcome import Outcome
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.promises import GRACE
from tests.stories.acting import APPROVALS, SIX, Clock, card_of, dm_saying, send_new
from tests.stories.at_rest import at_rest
from tests.waiting import until

pytestmark = pytest.mark.testbed(**APPROVALS)


async def asked(play: Testbed) -> tuple[Message, str]:
    """The card of which the bot does not know yet where it is, and the id of its change."""
    play.slack.fail("chat.postMessage", "timeout_after", channel="approvals")
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    assert play.app is not None
    [change] = await play.app.stores.changes.recent(1)
    return card, change.id


@pytest.mark.testbed(approval_second_over=800)
@pytest.mark.parametrize("press", ["Approve", "Reject"])
async def test_the_first_of_two_decisions(play: Testbed, press: str) -> None:
    card, change = await asked(play)
    dana = play.slack.member("dana")
    await dana.press(card, press)
    if press == "Reject":
        form = await dana.modal(having="reason")
        await dana.fill(form, reason="Too dear")
        await dana.submit(form)
    assert play.app is not None
    store = play.app.flows.approvals.store

    async def is_decided() -> bool:
        found = await store.get(change)
        return found is not None and bool(found.decisions)

    await until(is_decided)
    play.slack.heal()
    done = press == "Reject"
    await until(lambda: card.says("Rejected by Dana" if done else "Approved by Dana"))
    await at_rest(play)
    assert card.buttons == ([] if done else ["Approve", "Reject"])
    assert card.says("It waits for a second approver.") != done
    assert len(play.slack.messages("approvals")) == 1


async def test_a_change_that_is_taken_back_on_the_command_line(play: Testbed, clock: Clock) -> None:
    card, change = await asked(play)
    told = await dm_saying(play, "Waiting for approval")
    assert play.app is not None
    outcome = Outcome("withdrawn", "Whoever runs the bot took it back.")
    await play.app.stores.changes.move(change, {"waiting"}, "withdrawn", outcome=outcome)
    clock.ahead += GRACE
    await until(lambda: told.says("Withdrawn"))
    play.slack.heal()
    await until(lambda: card.says("Withdrawn"))
    assert card.buttons == []


@pytest.mark.parametrize("line", ["/job new", "/job note JOB-003 Rang the tenant"])
async def test_what_waits_is_withdrawn_and_its_form_stays_kept(play: Testbed, line: str) -> None:
    play.propops.fail(Fault("/api/security/csrf-token", "maintenance", times=None))
    priya = play.slack.member("priya")
    await priya.command(line)
    form = await priya.modal(having="job_title" if line == "/job new" else "note_text")
    if line == "/job new":
        await priya.fill(form, **SIX)
    play.slack.fail("chat.postMessage", "timeout_after", channel=priya.dm)
    await priya.submit(form)
    told = await dm_saying(play, "Saved. PropOps is away")
    await priya.press(told, "Withdraw")
    await until(lambda: told.buttons == ["Resume"])
    play.slack.heal()
    await at_rest(play)
    assert told.buttons == ["Resume"]
    await priya.press(told, "Resume")
    again = await priya.modal(having="job_title" if line == "/job new" else "note_text")
    play.propops.heal()
    await priya.submit(again)
    await until(lambda: told.says("Job created" if line == "/job new" else "Case note added"))
    assert told.buttons == []
