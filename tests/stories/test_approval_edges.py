"""Approvals where something goes wrong: groups nobody can name, people who leave, cards that vanish."""

from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.change import Change, Place, change_id
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed, open_testbed
from tests.stories.telling import SIX, Clock, asked, card_of, ephemeral_to, until_title

NO_FILE = Path("/nonexistent/policy.toml")
APPROVALS: dict[str, Any] = {
    "approvals_channel": "C0APPROV01",
    "approvers": ("S0APPROVER", "U0TOM00001"),
    "approval_budget_over": 500,
    "policy_file": NO_FILE,
}


@pytest.fixture
async def drafts(tmp_path: Path) -> AsyncIterator[Testbed]:
    async with open_testbed(tmp_path, engine=InMemoryEngine, **APPROVALS) as here:
        await here.link("priya", "Priya Shah")
        yield here


async def sent(play: Testbed, budget: str = "900") -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX, job_total_budget=budget)
    await priya.submit(form)


async def rejected(play: Testbed, card: Any, who: str, reason: str) -> None:
    member = play.slack.member(who)
    await member.press(card, "Reject")
    form = await member.modal(having="reason")
    await member.fill(form, reason=reason)
    await member.submit(form)


async def test_a_rule_about_a_group_is_closed_while_slack_cannot_tell(tmp_path: Path) -> None:
    rules = tmp_path / "policy.toml"
    rules.write_text('[[deny]]\nactions = ["delete"]\nmembers = ["S0COORDIN1"]\n')
    settings = APPROVALS | {"policy_file": rules, "approval_actions": ()}
    async with open_testbed(tmp_path, engine=InMemoryEngine, **settings) as play:
        await play.link("priya", "Priya Shah")
        play.slack.fail("usergroups.users.list", "http_500", times=-1)
        await asked(play, "delete", "JOB-004")
        await ephemeral_to(play, "priya", "couldn't check with Slack")
        assert play.propops.job_by("JOB-004") is not None


async def test_a_no_is_heard_by_who_has_unlinked_meanwhile(drafts: Testbed) -> None:
    await sent(drafts)
    card = await card_of(drafts)
    await drafts.slack.member("priya").command("/job unlink")
    await ephemeral_to(drafts, "priya", "link to PropOps is gone")
    await rejected(drafts, card, "dana", "Get a second quote first")
    await ephemeral_to(drafts, "priya", "Get a second quote first")
    await card_of(drafts, "Rejected")


async def test_a_yes_is_seen_on_the_card_even_when_propops_is_not_reached(drafts: Testbed) -> None:
    await sent(drafts)
    card = await card_of(drafts)
    await drafts.slack.member("priya").command("/job unlink")
    await ephemeral_to(drafts, "priya", "link to PropOps is gone")
    await drafts.slack.member("dana").press(card, "Approve")
    over = await card_of(drafts, "It is being sent to PropOps")
    assert "[Approve]" not in outline(over.blocks)
    assert "Approved by Dana Okafor" in outline(over.blocks)


async def test_a_restore_waits_with_its_difference_and_counts_its_sums(tmp_path: Path) -> None:
    async with open_testbed(
        tmp_path, engine=InMemoryEngine, **(APPROVALS | {"approval_actions": ()})
    ) as play:
        await play.link("priya", "Priya Shah")
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
        assert "Back to the state of" in shown


async def test_a_yes_taken_back_by_a_no_keeps_its_reason(tmp_path: Path) -> None:
    async with open_testbed(
        tmp_path, engine=InMemoryEngine, **(APPROVALS | {"approval_second_over": 800})
    ) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        card = await card_of(play)
        await play.slack.member("dana").press(card, "Approve")
        card = await card_of(play, "second approver")
        await rejected(play, card, "dana", "I misread the sum")
        await until_title(play.slack.member("priya"), play, "I misread the sum")
        over = await card_of(play, "Rejected by Dana Okafor: I misread the sum")
        assert "[Approve]" not in outline(over.blocks)


async def test_a_yes_after_the_end_counts_for_nothing(tmp_path: Path) -> None:
    clock = Clock()
    async with open_testbed(tmp_path, engine=InMemoryEngine, clock=clock, **APPROVALS) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        card = deepcopy(await card_of(play))
        clock.ahead = 30 * 86400
        await play.slack.member("dana").press(card, "Approve")
        await ephemeral_to(play, "dana", "expired already")
        assert play.propops.writes == []


async def test_rules_changed_meanwhile_count_at_the_press(tmp_path: Path) -> None:
    async with open_testbed(tmp_path, engine=InMemoryEngine, **APPROVALS) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        card = deepcopy(await card_of(play))
        await play.stop_bot()
        play.settings = play.settings.model_copy(update={"approvers": ("U0TOM00001",)})
        await play.start_bot()
        await play.slack.member("dana").press(card, "Approve")
        await ephemeral_to(play, "dana", "Only its approvers can decide this")
        assert play.propops.writes == []
        await play.slack.member("tom").press(card, "Approve")
        await play.slack.wait_for_message(channel="maintenance", containing="Job created")


async def test_a_card_that_could_not_be_posted_is_there_with_the_reminder(tmp_path: Path) -> None:
    clock = Clock()
    async with open_testbed(tmp_path, engine=InMemoryEngine, clock=clock, **APPROVALS) as play:
        await play.link("priya", "Priya Shah")
        play.slack.fail("chat.postMessage", "not_in_channel", times=1)
        await sent(play)
        await ephemeral_to(play, "priya", "I can't post in")
        assert play.slack.messages("approvals") == []
        assert play.app is not None
        clock.ahead = 5 * 86400 / 2
        await play.app.flows.reminders.poll()
        assert "[Approve] [Reject]" in outline((await card_of(play)).blocks)


async def test_more_people_are_asked_also_where_the_end_comes_early(tmp_path: Path) -> None:
    clock = Clock()
    settings = APPROVALS | {
        "approval_reminders": (1, 200),
        "approval_expiry_days": 2,
        "approval_escalate_to": ("U0TOM00001",),
        "approvers": ("S0APPROVER",),
    }
    async with open_testbed(tmp_path, engine=InMemoryEngine, clock=clock, **settings) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        await card_of(play)
        assert play.app is not None
        [known] = await play.app.flows.approvals.store.due(clock() + 30 * 86400)
        clock.ahead = known.next_at - clock() + 1
        await play.app.flows.reminders.poll()
        card = await card_of(play, "nobody decided in time")
        await play.slack.member("tom").press(card, "Approve")
        await play.slack.wait_for_message(channel="maintenance", containing="Job created")


async def test_where_nobody_else_can_approve_it_is_said_at_once(tmp_path: Path) -> None:
    own = APPROVALS | {"approvers": ("U0PRIYA001",)}
    async with open_testbed(tmp_path, engine=InMemoryEngine, **own) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        await ephemeral_to(play, "priya", "nobody else can approve it")
        assert "Too few people can approve this" in outline((await card_of(play)).blocks)


async def test_what_is_withdrawn_keeps_its_form(drafts: Testbed) -> None:
    await sent(drafts)
    await card_of(drafts)
    priya = drafts.slack.member("priya")
    await ephemeral_to(drafts, "priya", "Waiting for approval")
    await priya.close(await until_title(priya, drafts, "Waiting for approval"))
    waiting = next(m for m in priya.dms if "Waiting for approval" in m.text)
    await priya.press(waiting, "Withdraw")
    await ephemeral_to(drafts, "priya", "press Resume")
    kept = next(m for m in reversed(priya.dms) if "Resume" in m.text)
    await priya.press(kept, "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == SIX["job_title"]


async def test_an_approved_notification_is_not_asked_about_again_after_an_outage(
    tmp_path: Path,
) -> None:
    settings = APPROVALS | {
        "approval_actions": ("send_assignment_notification",),
        "notify_quiet_hours": "00:00-23:59",
    }
    async with open_testbed(tmp_path, engine=InMemoryEngine, **settings) as play:
        await play.link("priya", "Priya Shah")
        await asked(play, "send_assignment_notification", "JOB-003")
        card = await card_of(play)
        assert "PropOps tells" in outline(card.blocks)
        play.propops.fail(Fault("*", "drop_before", times=None))
        await play.slack.member("dana").press(card, "Approve")
        await ephemeral_to(play, "priya", "Saved here")
        play.propops.heal()
        await play.slack.until(lambda: play.propops.notified or None, timeout=25, why="told once")
        over = await card_of(play, "Approved · Contractor notified")
        assert "PropOps tells" in outline(over.blocks)
