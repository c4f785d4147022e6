"""Approvals: requested, decided, reminded, expired."""

from copy import deepcopy

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    SIX,
    Clock,
    answer,
    asked,
    card_of,
    dm_saying,
    ephemeral_to,
    send_new,
    until_title,
)
from tests.stories.at_rest import at_rest
from tests.without_ids import without_ids

pytestmark = pytest.mark.testbed(**APPROVALS, undo_minutes=0)


async def test_a_dear_job_waits_until_somebody_else_approves_it(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    shown = outline(card.blocks)
    assert "The total budget of £900.00 is above £500.00." in shown
    assert "[Approve] [Reject]" in shown
    assert "•" not in f"{shown} {card.text}"  # no line for what it has not: tenants, VAT
    await until_title(play.slack.member("priya"), play, "Waiting for approval")
    await ephemeral_to(play, "priya", "Waiting for approval")
    assert play.propops.writes == []

    await play.slack.member("dana").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")

    [write] = play.propops.writes
    assert write["by"] == "Priya Shah"
    over = await card_of(play, "Approved · Job created")
    assert "Approved by Dana Okafor" in outline(over.blocks)
    assert "[Approve]" not in outline(over.blocks)
    notes = [r for r in play.propops.requests if r["action"] == "add" or "case-notes" in r["path"]]
    assert notes
    [job_card] = [m for m in play.slack.messages("maintenance") if "Job created" in m.text]
    assert "Approved by Dana Okafor" in outline(job_card.blocks)


async def test_a_cheap_job_waits_for_nobody(play: Testbed) -> None:
    await send_new(play, job_total_budget="500")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert play.slack.messages("approvals") == []


@pytest.mark.testbed(approvers=("U0PRIYA001", "U0DANA0001"))
async def test_nobody_approves_their_own(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await play.slack.member("priya").press(card, "Approve")

    await ephemeral_to(play, "priya", "somebody else has to approve it")
    assert play.propops.writes == []


@pytest.mark.testbed(approvers=("S0APPROVER",))
async def test_a_member_who_is_no_approver_is_told_so(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await play.slack.member("tom").press(card, "Approve")
    await play.slack.member("tom").press(card, "Reject")

    told = await ephemeral_to(play, "tom", "Only its approvers can decide this: @approvers.")
    assert "S0APPROVER" not in told
    assert play.slack.member("tom").top is None
    assert play.propops.writes == []


@pytest.mark.testbed(approvers=("S0APPROVER",))
async def test_a_group_that_slack_does_not_name_is_told_as_one(play: Testbed) -> None:
    play.slack.fail("usergroups.list", "missing_scope", times=-1)
    await send_new(play, job_total_budget="900")
    await play.slack.member("tom").press(await card_of(play), "Approve")
    told = await ephemeral_to(play, "tom", "can decide this: the approvers' group.")
    assert "S0APPROVER" not in told


async def test_a_rejection_takes_a_reason_and_the_requester_reads_it(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    dana = play.slack.member("dana")
    await dana.press(card, "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Get a second quote first")
    await dana.submit(form)

    back = await until_title(play.slack.member("priya"), play, "Get a second quote first")
    assert back.value("job_title") == SIX["job_title"]
    told = await dm_saying(play, "Get a second quote first")
    await at_rest(play)
    assert play.slack.member("priya").dms == [told]  # once, and no more *Waiting for approval*
    assert "Code for" not in outline(told.blocks) + outline_view(back)  # a no is no failure
    over = await card_of(play, "Rejected")
    assert "Rejected by Dana Okafor: Get a second quote first" in outline(over.blocks)
    assert play.propops.writes == []


async def test_two_at_once_are_one_decision_and_the_second_hears_who_was_first(
    play: Testbed,
) -> None:
    await send_new(play, job_total_budget="900")
    card = deepcopy(await card_of(play))  # as a slow client still shows it
    await play.slack.member("dana").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await play.slack.member("tom").press(card, "Approve")

    await ephemeral_to(play, "tom", "approved already, by Dana Okafor")
    assert len(play.propops.writes) == 1


@pytest.mark.testbed(approvals_channel=None, approvers=())
async def test_without_approvers_it_is_refused_and_says_what_to_set(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    back = await until_title(play.slack.member("priya"), play, "APPROVERS and APPROVALS_CHANNEL")

    assert back.value("job_title") == SIX["job_title"]
    assert play.propops.writes == []


async def test_deleting_waits_by_default_and_goes_on_as_the_requester(play: Testbed) -> None:
    await asked(play, "delete", "JOB-004")
    card = await card_of(play)
    assert "JOB-004" in outline(card.blocks)
    await play.slack.member("tom").press(card, "Approve")

    await play.slack.until(lambda: play.propops.writes or None, why="the delete")
    assert [w["action"] for w in play.propops.writes] == ["delete"]
    assert play.propops.writes[0]["by"] == "Priya Shah"


async def test_a_job_changed_since_makes_the_approval_invalid_and_it_is_asked_again(
    play: Testbed,
) -> None:
    await asked(play, "delete", "JOB-004")
    card = await card_of(play)
    play.propops.edit("JOB-004", by="Somebody", job_total_budget=4000)
    await play.slack.member("tom").press(card, "Approve")

    anew = await play.slack.wait_for_message(channel="approvals", containing="Asked again")
    assert "Total budget" in outline(anew.blocks)
    await card_of(play, "Cancelled: asked again")
    assert play.propops.writes == []
    await play.slack.member("dana").press(anew, "Approve")
    await play.slack.until(lambda: play.propops.writes or None, why="the delete")


@pytest.mark.testbed(approval_second_over=2000)
async def test_above_the_second_limit_two_people_must_approve(play: Testbed) -> None:
    await send_new(play, job_total_budget="2500")
    card = await card_of(play)
    await play.slack.member("dana").press(card, "Approve")
    await card_of(play, "waits for a second approver")
    await play.slack.member("dana").press(card, "Approve")
    await ephemeral_to(play, "dana", "You have approved this already")
    assert play.propops.writes == []

    await play.slack.member("tom").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    over = await card_of(play, "Approved · Job created")
    assert "Approved by Tom Reilly" in outline(over.blocks)


async def test_the_requester_may_withdraw(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = deepcopy(await card_of(play))
    waits = await answer(play, "priya", "Waiting for approval")
    await play.slack.member("priya").press(waits, "Withdraw")
    await card_of(play, "Withdrawn")
    await play.slack.member("dana").press(card, "Approve")

    await ephemeral_to(play, "dana", "withdrawn already, by Priya Shah")
    assert play.propops.writes == []


@pytest.mark.testbed(engine=None)
async def test_waiting_survives_a_restart(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await play.restart_bot()
    await play.slack.member("dana").press(card, "Approve")

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1


@pytest.mark.testbed(
    approvers=("U0DANA0001", "U0WES00001"),
    approval_escalate_to=("U0TOM00001",),
    approval_reminders=(1, 4),
)
async def test_approvers_are_reminded_then_more_people_asked_then_it_ends(
    play: Testbed, clock: Clock
) -> None:
    assert play.app is not None
    await play.link("priya", "Priya Shah")
    change = await asked(play, "delete", "JOB-004")
    card = await card_of(play)
    await at_rest(play)  # where the card is, is written down
    for stage_ in (1, 2):
        known = await play.app.flows.approvals.store.get(change)
        assert known is not None
        clock.ahead += known.next_at - clock() + 1
        await play.app.flows.reminders.poll()
        known = await play.app.flows.approvals.store.get(change)
        assert known is not None
        assert known.reminders_sent == stage_
    replies = [m.text for m in play.slack.thread(card)]
    assert len(replies) == 2
    assert "Still waiting" in replies[0]
    assert "<@U0WES00001>" in replies[0].partition("No longer here")[2]
    assert "More people may decide" in replies[1]

    clock.ahead += 12 * 86400
    await play.app.flows.reminders.poll()
    await card_of(play, "Expired")
    await ephemeral_to(play, "priya", "Nobody approved it in time")
    assert play.propops.writes == []


async def test_what_is_private_is_not_on_the_approval_card(play: Testbed) -> None:
    await send_new(
        play,
        job_total_budget="900",
        access_details="Key safe 4471",
        private_contact_name="Mrs Doubtful",
    )
    card = await card_of(play)

    for secret in ("4471", "Doubtful"):
        assert secret not in without_ids(f"{card.text} {card.blocks}")


async def test_updating_over_the_budget_waits_with_the_difference(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_total_budget="1200")
    await priya.submit(form)
    card = await card_of(play)

    assert "What would change" in outline(card.blocks)
    assert "→ £1,200.00" in outline(card.blocks)
    await play.slack.member("dana").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Job updated")
    assert "waiting" not in outline_view(priya.top) if priya.top else True


async def test_the_whole_way_of_deleting_from_the_command_to_the_card_that_is_gone(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-004")
    form = await priya.modal(title="Delete job", having="job_ref")
    await priya.fill(form, job_ref="JOB-004")
    await priya.submit(form)
    card = await card_of(play)
    await until_title(priya, play, "Waiting for approval")
    assert play.propops.job_by("JOB-004") is not None
    await play.slack.member("dana").press(card, "Approve")

    await card_of(play, "Approved · Job deleted")
    await play.slack.wait_for_message(channel="maintenance", containing="Job deleted")
    assert play.propops.job_by("JOB-004") is None
    assert play.propops.writes[-1]["by"] == "Priya Shah"
    assert play.slack.complaints == []


async def test_an_approver_is_told_when_it_was_withdrawn_another_way(play: Testbed) -> None:
    id_ = await asked(play, "delete", "JOB-004")
    card = deepcopy(await card_of(play))
    assert play.app is not None
    change = await play.app.stores.changes.get(id_)
    assert change is not None
    assert await play.app.flows.changes.resolution.withdraw(change) is not None
    await play.slack.member("dana").press(card, "Approve")

    await ephemeral_to(play, "dana", "withdrawn already")
    assert play.propops.writes == []
