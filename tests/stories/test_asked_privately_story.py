"""Approvals whose channel takes no card: the approvers are asked in their direct messages, and decide there."""

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, Clock, answer, card_of, dm_saying, send_new
from tests.stories.at_rest import at_rest

GONE = {"approvals_channel": "C0OLDJOBS1", "approval_budget_over": 500}
HOUR = 3600.0


async def asked(play: Testbed, who: str = "dana") -> Message:
    """The card in an approver's direct messages."""
    return await dm_saying(play, "Approval needed", who)


async def becomes(play: Testbed, message: Message, words: str) -> None:
    await play.slack.until(lambda: message.says(words) or None, why=words)
    await play.slack.until(lambda: message.buttons == [] or None, why="no button")


@pytest.mark.testbed(**GONE, approvers=("U0DANA0001",))
async def test_an_archived_channel(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    told = await answer(play, "priya", "in direct messages instead")
    assert told.says("it is archived")
    assert told.says("So I asked Dana Okafor")
    card = await asked(play)
    assert "£900.00" in outline(card.blocks)
    assert card.buttons == ["Approve", "Reject"]
    why = await dm_saying(play, "I can't post approval cards", "dana")
    assert why.says("whoever runs me can choose another channel (APPROVALS_CHANNEL)")

    await play.slack.member("dana").press(card, "Approve")
    await becomes(play, card, "Job created")
    await becomes(play, told, "Approved by Dana")
    assert len(play.propops.writes) == 1


@pytest.mark.testbed(**GONE, approvers=("U0DANA0001",))
async def test_why_is_told_once_however_many_are_asked_for(play: Testbed) -> None:
    for number in range(3):
        await send_new(play, job_total_budget="900", job_title=f"Boiler {number} dead")
        await dm_saying(play, f"Boiler {number} dead", "dana")
    whys = [each for each in play.slack.member("dana").dms if each.says("I can't post approval")]
    assert len(whys) == 1


@pytest.mark.testbed(
    approvals_channel="C0NOTHING1", approval_budget_over=500, approvers=("U0DANA0001",)
)
async def test_a_channel_that_is_not_there_and_a_rejection(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card, dana = await asked(play), play.slack.member("dana")
    await dana.press(card, "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Too dear")
    await dana.submit(form)
    await becomes(play, card, "Rejected by Dana Okafor: Too dear")
    await answer(play, "priya", "Dana Okafor rejected it: Too dear")
    assert not play.propops.writes


@pytest.mark.testbed(**GONE, approvers=("S0APPROVER", "U0TOM00001"))
async def test_of_two_who_are_asked_the_first_counts(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    of_tom, of_dana = await asked(play, "tom"), await asked(play)
    await play.slack.member("tom").press(of_tom, "Approve")
    await becomes(play, of_dana, "Job created")
    await becomes(play, of_tom, "Approved by Tom Reilly")


@pytest.mark.testbed(**GONE, approvers=("U0DANA0001", "U0PRIYA001"))
async def test_whoever_asks_is_not_asked(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    await asked(play)
    await at_rest(play)
    assert not any(each.says("Approval needed") for each in play.slack.member("priya").dms)


@pytest.mark.testbed(**GONE, approvers=("U0DANA0001",))
async def test_withdrawn_it_asks_nobody_any_more(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await asked(play)
    await play.slack.member("priya").press(
        await dm_saying(play, "Waiting for approval"), "Withdraw"
    )
    await becomes(play, card, "Withdrawn")


@pytest.mark.testbed(**GONE, approvers=("U0DANA0001",))
async def test_where_no_approver_can_be_reached_its_requester_reads_that_nobody_was_asked(
    play: Testbed,
) -> None:
    dana = play.slack.member("dana").person
    dana.deleted = True
    await send_new(play, job_total_budget="900")
    await answer(play, "priya", "nobody was asked yet")


@pytest.mark.testbed(**APPROVALS, approval_reminders=(1.0, 2.0), approval_expiry_days=20)
async def test_a_channel_that_is_archived_while_it_waits_is_found_out_by_the_next_reminder(
    play: Testbed, clock: Clock
) -> None:
    clock.to_noon()
    await send_new(play, job_total_budget="900")
    await card_of(play)
    await at_rest(play)  # where the card is, is written down
    play.slack.archive("approvals")
    clock.ahead += 6 * 24 * HOUR
    card = await asked(play)
    reminder = await dm_saying(play, "Still waiting", "dana")
    assert reminder.says("please approve or reject it")
    await play.slack.member("dana").press(card, "Approve")
    await becomes(play, card, "Job created")
