"""What needs a second pair of eyes, told by clicks."""

from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed, open_testbed
from tests.stories.telling import SIX, Clock, asked, card_of, ephemeral_to, until_title

APPROVALS: dict[str, Any] = {
    "approvals_channel": "C0APPROV01",
    "approvers": ("S0APPROVER", "U0TOM00001"),
    "approval_budget_over": 500,
    "policy_file": Path("/nonexistent/policy.toml"),
}


@pytest.fixture
async def drafts(tmp_path: Path) -> AsyncIterator[Testbed]:
    async with open_testbed(tmp_path, engine=InMemoryEngine, **APPROVALS) as here:
        await here.link("priya", "Priya Shah")
        yield here


async def sent(play: Testbed, budget: str = "900", **more: Any) -> None:
    """Priya sends a new job with this budget."""
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | more), job_total_budget=budget)
    await priya.submit(form)


async def test_a_dear_job_waits_until_somebody_else_approves_it(drafts: Testbed) -> None:
    await sent(drafts)
    card = await card_of(drafts)
    shown = outline(card.blocks)
    assert "The total budget of £900.00 is above £500.00." in shown
    assert "[Approve] [Reject]" in shown
    await until_title(drafts.slack.member("priya"), drafts, "Waiting for approval")
    await ephemeral_to(drafts, "priya", "Waiting for approval")
    assert drafts.propops.writes == []

    await drafts.slack.member("dana").press(card, "Approve")
    await drafts.slack.wait_for_message(channel="maintenance", containing="Job created")

    [write] = drafts.propops.writes
    assert write["by"] == "Priya Shah"
    over = await card_of(drafts, "Approved · Job created")
    assert "Approved by Dana Okafor" in outline(over.blocks)
    assert "[Approve]" not in outline(over.blocks)
    notes = [
        r for r in drafts.propops.requests if r["action"] == "add" or "case-notes" in r["path"]
    ]
    assert notes
    [job_card] = [m for m in drafts.slack.messages("maintenance") if "Job created" in m.text]
    assert "Approved by Dana Okafor" in outline(job_card.blocks)


async def test_a_cheap_job_waits_for_nobody(drafts: Testbed) -> None:
    await sent(drafts, budget="500")
    await drafts.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert drafts.slack.messages("approvals") == []


async def test_nobody_approves_their_own(tmp_path: Path) -> None:
    own: dict[str, Any] = APPROVALS | {"approvers": ("U0PRIYA001", "U0DANA0001")}
    async with open_testbed(tmp_path, engine=InMemoryEngine, **own) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        card = await card_of(play)
        await play.slack.member("priya").press(card, "Approve")

        await ephemeral_to(play, "priya", "somebody else has to approve it")
        assert play.propops.writes == []


async def test_who_is_no_approver_is_told_so(tmp_path: Path) -> None:
    async with open_testbed(
        tmp_path, engine=InMemoryEngine, **(APPROVALS | {"approvers": ("S0APPROVER",)})
    ) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        card = await card_of(play)
        await play.slack.member("tom").press(card, "Approve")
        await play.slack.member("tom").press(card, "Reject")

        await ephemeral_to(play, "tom", "Only its approvers can decide this")
        assert play.slack.member("tom").top is None
        assert play.propops.writes == []


async def test_a_rejection_takes_a_reason_and_the_requester_reads_it(drafts: Testbed) -> None:
    await sent(drafts)
    card = await card_of(drafts)
    dana = drafts.slack.member("dana")
    await dana.press(card, "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Get a second quote first")
    await dana.submit(form)

    back = await until_title(drafts.slack.member("priya"), drafts, "Get a second quote first")
    assert back.value("job_title") == SIX["job_title"]
    over = await card_of(drafts, "Rejected")
    assert "Rejected by Dana Okafor: Get a second quote first" in outline(over.blocks)
    assert drafts.propops.writes == []


async def test_two_at_once_are_one_decision_and_the_second_hears_who_was_first(
    drafts: Testbed,
) -> None:
    await sent(drafts)
    card = deepcopy(await card_of(drafts))  # as a slow client still shows it
    await drafts.slack.member("dana").press(card, "Approve")
    await drafts.slack.wait_for_message(channel="maintenance", containing="Job created")
    await drafts.slack.member("tom").press(card, "Approve")

    await ephemeral_to(drafts, "tom", "approved already, by Dana Okafor")
    assert len(drafts.propops.writes) == 1


async def test_without_approvers_it_is_refused_and_says_what_to_set(tmp_path: Path) -> None:
    async with open_testbed(tmp_path, engine=InMemoryEngine, approval_budget_over=500) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        back = await until_title(
            play.slack.member("priya"), play, "APPROVERS and APPROVALS_CHANNEL"
        )

        assert back.value("job_title") == SIX["job_title"]
        assert play.propops.writes == []


async def test_deleting_waits_by_default_and_goes_on_as_the_requester(drafts: Testbed) -> None:
    await asked(drafts, "delete", "JOB-004")
    card = await card_of(drafts)
    assert "JOB-004" in outline(card.blocks)
    await drafts.slack.member("tom").press(card, "Approve")

    await drafts.slack.until(lambda: drafts.propops.writes or None, why="the delete")
    assert [w["action"] for w in drafts.propops.writes] == ["delete"]
    assert drafts.propops.writes[0]["by"] == "Priya Shah"


async def test_a_job_that_moved_since_voids_the_approval_and_asks_anew(drafts: Testbed) -> None:
    await asked(drafts, "delete", "JOB-004")
    card = await card_of(drafts)
    drafts.propops.edit("JOB-004", by="Somebody", job_total_budget=4000)
    await drafts.slack.member("tom").press(card, "Approve")

    anew = await drafts.slack.wait_for_message(channel="approvals", containing="Asked again")
    assert "Total budget" in outline(anew.blocks)
    await card_of(drafts, "Cancelled: asked again")
    assert drafts.propops.writes == []
    await drafts.slack.member("dana").press(anew, "Approve")
    await drafts.slack.until(lambda: drafts.propops.writes or None, why="the delete")


async def test_above_the_second_limit_two_people_must_approve(tmp_path: Path) -> None:
    async with open_testbed(
        tmp_path, engine=InMemoryEngine, **APPROVALS, approval_second_over=2000
    ) as play:
        await play.link("priya", "Priya Shah")
        await sent(play, budget="2500")
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


async def test_the_requester_may_withdraw(drafts: Testbed) -> None:
    await sent(drafts)
    card = deepcopy(await card_of(drafts))
    await ephemeral_to(drafts, "priya", "Waiting for approval")
    priya = drafts.slack.member("priya")
    await priya.press(priya.dms[-1], "Withdraw")
    await card_of(drafts, "Withdrawn")
    await drafts.slack.member("dana").press(card, "Approve")

    await ephemeral_to(drafts, "dana", "withdrawn already, by Priya Shah")
    assert drafts.propops.writes == []


async def test_waiting_survives_a_restart(tmp_path: Path) -> None:
    async with open_testbed(tmp_path, **APPROVALS) as play:
        await play.link("priya", "Priya Shah")
        await sent(play)
        card = await card_of(play)
        await play.restart_bot()
        await play.slack.member("dana").press(card, "Approve")

        await play.slack.wait_for_message(channel="maintenance", containing="Job created")
        assert len(play.propops.writes) == 1


async def test_approvers_are_reminded_then_more_people_asked_then_it_ends(tmp_path: Path) -> None:
    clock = Clock()
    group: dict[str, Any] = APPROVALS | {"approvers": ("U0DANA0001", "U0WES00001")}
    more: dict[str, Any] = {"approval_escalate_to": ("U0TOM00001",), "approval_reminders": (1, 4)}
    async with open_testbed(tmp_path, engine=InMemoryEngine, clock=clock, **group, **more) as play:
        assert play.app is not None
        await play.link("priya", "Priya Shah")
        change = await asked(play, "delete", "JOB-004")
        card = await card_of(play)
        for stage_ in (1, 2):
            known = await play.app.approvals.store.get(change)
            assert known is not None
            clock.ahead += known.next_at - clock() + 1
            await play.app.approval_clock.poll()
            known = await play.app.approvals.store.get(change)
            assert known is not None
            assert known.reminders_sent == stage_
        replies = [m.text for m in play.slack.thread(card)]
        assert len(replies) == 2
        assert "Still waiting" in replies[0]
        assert "<@U0WES00001>" in replies[0].partition("No longer here")[2]
        assert "More people may decide" in replies[1]

        clock.ahead += 12 * 86400
        await play.app.approval_clock.poll()
        await card_of(play, "Expired")
        await ephemeral_to(play, "priya", "Nobody approved it in time")
        assert play.propops.writes == []


async def test_what_is_private_is_not_on_the_approval_card(drafts: Testbed) -> None:
    await sent(drafts, access_details="Key safe 4471", private_contact_name="Mrs Doubtful")
    card = await card_of(drafts)

    for secret in ("4471", "Doubtful"):
        assert secret not in f"{card.text} {card.blocks}"


async def test_updating_over_the_budget_waits_with_the_difference(drafts: Testbed) -> None:
    priya = drafts.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_total_budget="1200")
    await priya.submit(form)
    card = await card_of(drafts)

    assert "What would change" in outline(card.blocks)
    assert "→ £1,200.00" in outline(card.blocks)
    await drafts.slack.member("dana").press(card, "Approve")
    await drafts.slack.wait_for_message(channel="maintenance", containing="Job updated")
    assert "waiting" not in outline_view(priya.top) if priya.top else True


async def test_the_whole_way_of_deleting_from_the_command_to_the_card_that_is_gone(
    drafts: Testbed,
) -> None:
    priya = drafts.slack.member("priya")
    await priya.command("/job delete JOB-004")
    form = await priya.modal(title="Delete job", having="job_ref")
    await priya.fill(form, job_ref="JOB-004")
    await priya.submit(form)
    card = await card_of(drafts)
    await until_title(priya, drafts, "Waiting for approval")
    assert drafts.propops.job_by("JOB-004") is not None
    await drafts.slack.member("dana").press(card, "Approve")

    await card_of(drafts, "Approved · Job deleted")
    await drafts.slack.wait_for_message(channel="maintenance", containing="Job deleted")
    assert drafts.propops.job_by("JOB-004") is None
    assert drafts.propops.writes[-1]["by"] == "Priya Shah"
    assert drafts.slack.complaints == []


async def test_an_approver_is_told_when_it_was_withdrawn_another_way(drafts: Testbed) -> None:
    id_ = await asked(drafts, "delete", "JOB-004")
    card = deepcopy(await card_of(drafts))
    assert drafts.app is not None
    change = await drafts.app.store.get(id_)
    assert change is not None
    assert await drafts.app.changes.resolving.withdraw(change) is not None
    await drafts.slack.member("dana").press(card, "Approve")

    await ephemeral_to(drafts, "dana", "withdrawn already")
    assert drafts.propops.writes == []
