"""An approval card stands in Slack, whose answer is still on its way: what comes of it meanwhile is on the card in the end."""

import pytest

from bot.jobs.outcome import Outcome
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.promises import GRACE
from tests.stories.acting import APPROVALS, Clock, card_of, dm_saying, send_new
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
