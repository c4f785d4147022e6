"""Approvals where something goes wrong: unreadable groups, approvers who leave, deleted cards."""

import re
from copy import deepcopy
from typing import Any

import pytest

from bot.jobs.change import Change, Place, change_id
from bot.jobs.working_time import working_hours_after
from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
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
    unlinked,
    until_title,
)
from tests.stories.at_rest import at_rest
from tests.waiting import until

pytestmark = pytest.mark.testbed(**APPROVALS)


async def rejected(play: Testbed, card: Any, who: str, reason: str) -> None:
    member = play.slack.member(who)
    await member.press(card, "Reject")
    form = await member.modal(having="reason")
    await member.fill(form, reason=reason)
    await member.submit(form)


@pytest.mark.testbed(
    approval_actions=(), rules='[[deny]]\nactions = ["delete"]\nmembers = ["S0COORDIN1"]\n'
)
async def test_a_rule_about_a_group_is_closed_while_slack_cannot_tell(play: Testbed) -> None:
    play.slack.fail("usergroups.users.list", "http_500", times=-1)
    await asked(play, "delete", "JOB-004")
    await ephemeral_to(play, "priya", "couldn't check with Slack")
    assert play.propops.job_by("JOB-004") is not None


async def test_a_no_is_heard_by_who_has_unlinked_meanwhile(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await unlinked(play)
    await rejected(play, card, "dana", "Get a second quote first")
    told = await answer(play, "priya", "Get a second quote first")
    await card_of(play, "Rejected")
    await play.link("priya", "Priya Shah")
    priya = play.slack.member("priya")
    await priya.press(told, "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_total_budget") == "900", "what was typed is kept"


async def test_so_is_one_while_propops_is_away_and_the_form_is_kept(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await play.restart_bot()
    play.propops.fail(Fault("*", "maintenance", times=None))
    await rejected(play, card, "dana", "Get a second quote first")
    await answer(play, "priya", "Your form is kept: press Resume.")


async def test_a_yes_is_seen_on_the_card_even_when_propops_is_not_reached(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await unlinked(play)
    await play.slack.member("dana").press(card, "Approve")
    over = await card_of(play, "It is being sent to PropOps")
    assert "[Approve]" not in outline(over.blocks)
    assert "Approved by Dana Okafor" in outline(over.blocks)


@pytest.mark.testbed(approval_actions=())
async def test_a_restore_waits_with_its_difference_and_counts_its_sums(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Somebody", job_total_budget=9000)
    play.propops.edit("JOB-003", by="Somebody", job_total_budget=100)
    job = play.propops.job("JOB-003")
    dear = next(
        c
        for c in play.propops.commits("JOB-003")
        if "9000" in str(c) and "9000" in str(c.get("fields") or c.get("snapshot") or c)
    )
    assert play.app is not None
    key = f"T0SANDBOX1:restore:{job['uuid']}"
    await play.app.flows.changes.accept(
        Change(
            id=change_id(key),
            key=key,
            action="restore_commit",
            member=play.member("priya"),
            place=Place(channel=play.channel()),
            job_uuid=job["uuid"],
            job_ref="JOB-003",
            target={"commit_id": next(dear[k] for k in ("commit_id", "id", "ID") if k in dear)},
        )
    )
    shown = outline((await card_of(play)).blocks)
    assert "£9,000.00 is above £500.00" in shown
    assert "Total budget: £100.00 → £9,000.00" in shown
    assert re.search(r"Back to the state of \w{3} \d+ \w+ \d{4}, \d\d:\d\d, saved by", shown)


@pytest.mark.testbed(approval_second_over=800)
async def test_a_yes_taken_back_by_a_no_keeps_its_reason(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await play.slack.member("dana").press(card, "Approve")
    card = await card_of(play, "second approver")
    await rejected(play, card, "dana", "I misread the sum")
    await until_title(play.slack.member("priya"), play, "I misread the sum")
    over = await card_of(play, "Rejected by Dana Okafor: I misread the sum")
    assert "[Approve]" not in outline(over.blocks)


async def test_a_yes_after_the_end_counts_for_nothing(play: Testbed, clock: Clock) -> None:
    await send_new(play, job_total_budget="900")
    card = deepcopy(await card_of(play))
    clock.ahead = 30 * 86400
    await play.slack.member("dana").press(card, "Approve")
    await ephemeral_to(play, "dana", "expired already")
    assert play.propops.writes == []


async def test_rules_changed_meanwhile_count_at_the_press(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = deepcopy(await card_of(play))
    await play.stop_bot()
    play.settings = play.settings.model_copy(update={"approvers": ("U0TOM00001",)})
    await play.start_bot()
    await play.slack.member("dana").press(card, "Approve")
    await ephemeral_to(play, "dana", "Only its approvers can decide this")
    assert play.propops.writes == []
    await play.slack.member("tom").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")


async def test_a_card_that_could_not_be_posted_is_there_with_the_reminder(
    play: Testbed, clock: Clock
) -> None:
    play.slack.fail("chat.postMessage", "not_in_channel", times=1, channel="C0APPROV01")
    await send_new(play, job_total_budget="900")
    await ephemeral_to(play, "priya", "I'm not in it. Somebody who is in it can invite me")
    await at_rest(play)
    assert play.slack.messages("approvals") == []
    assert play.app is not None
    [known] = await play.app.flows.approvals.store.due(clock() + 30 * 86400)
    clock.ahead = known.next_at - clock() + 1  # at work, whatever day it is
    await play.app.flows.reminders.poll()
    assert "[Approve] [Reject]" in outline((await card_of(play)).blocks)


@pytest.mark.testbed(
    approval_reminders=(1, 200),
    approval_expiry_days=2,
    approval_escalate_to=("U0TOM00001",),
    approvers=("S0APPROVER",),
)
async def test_more_people_are_asked_also_where_the_end_comes_early(
    play: Testbed, clock: Clock
) -> None:
    await send_new(play, job_total_budget="900")
    await card_of(play)
    await at_rest(play)  # where the card is, is written down
    assert play.app is not None
    [known] = await play.app.flows.approvals.store.due(clock() + 30 * 86400)
    clock.ahead = known.next_at - clock() + 1
    await play.app.flows.reminders.poll()
    card = await card_of(play, "nobody decided in time")
    await play.slack.member("tom").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")


@pytest.mark.testbed(approval_reminders=(1, 4), approval_escalate_to=("U0WES00001",))
async def test_reminders_that_were_missed_while_the_bot_was_down_are_one(
    play: Testbed, clock: Clock
) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await at_rest(play)
    assert play.app is not None
    clock.ahead = working_hours_after(clock(), 5, play.settings.zone) - clock()
    while await play.app.flows.reminders.poll():
        pass
    [reply] = [m.text for m in play.slack.thread(card)]
    assert "More people may decide" in reply


@pytest.mark.testbed(approvers=("U0PRIYA001",))
async def test_where_nobody_else_can_approve_it_is_said_at_once(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    await ephemeral_to(play, "priya", "nobody else can approve it")
    assert "Too few people can approve this" in outline((await card_of(play)).blocks)


async def test_what_is_withdrawn_keeps_its_form(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    await card_of(play)
    priya = play.slack.member("priya")
    await ephemeral_to(play, "priya", "Waiting for approval")
    await priya.close(await until_title(priya, play, "Waiting for approval"))
    waiting = next(m for m in priya.dms if "Waiting for approval" in m.text)
    await priya.press(waiting, "Withdraw")
    await ephemeral_to(play, "priya", "press Resume")
    kept = next(m for m in reversed(priya.dms) if "Resume" in m.text)
    await priya.press(kept, "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == SIX["job_title"]


@pytest.mark.testbed(
    approval_actions=("send_assignment_notification",),
    notify_quiet_hours="00:00-23:59",
)
async def test_an_approved_notification_is_not_asked_about_again_after_an_outage(
    play: Testbed, clock: Clock
) -> None:
    clock.to_noon()
    await asked(play, "send_assignment_notification", "JOB-003")
    card = await card_of(play)
    assert "PropOps tells" in outline(card.blocks)
    play.propops.fail(Fault("*", "drop_before", times=None))
    await play.slack.member("dana").press(card, "Approve")
    await ephemeral_to(play, "priya", "Saved. PropOps is away")
    play.propops.heal()
    await play.slack.until(lambda: play.propops.notified or None, why="told once")
    over = await card_of(play, "Approved · Contractor notified")
    assert "PropOps tells" in outline(over.blocks)


async def test_asked_again_only_the_newest_message_offers_to_withdraw(play: Testbed) -> None:
    priya, dana = play.slack.member("priya"), play.slack.member("dana")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_total_budget="900")
    await priya.submit(form)
    card, first = await card_of(play), await dm_saying(play, "Waiting for approval")
    play.propops.edit("JOB-003", by="Tom Reilly", priority_id=41)
    await dana.press(card, "Approve")
    newer = await dm_saying(play, "It has to be approved again: the job has changed")
    await until(lambda: not first.buttons)
    assert first.says("Please see my newer message about it")
    assert newer.buttons == ["Withdraw"]
    await priya.press(newer, "Withdraw")
    await until(lambda: not newer.buttons)
    assert first.says("Please see my newer message about it")
    assert play.propops.writes == []
