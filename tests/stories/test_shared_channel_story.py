"""Amounts stay out of a channel that another company reads, from the form to the last reply."""

import asyncio
import re
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed
from bot.slack import channel_directory
from tests.stories.acting import card_saying, raised, send_new, went_through
from tests.stories.at_rest import at_rest

SHARED = "elm-contractors"
ELM = "C0SHARED01"
_MONEY = {"job_total_budget": "7501", "contractor_budget": "4302", "vat_percentage": "17"}
_AMOUNT = re.compile(r"£|7,?501|4,?302|5,?033|17%")


def posted(play: Testbed, channel: str) -> str:
    """All that everybody in the channel can read."""
    messages = [each for each in play.slack.channel(channel).messages if each.only_to is None]
    return "\n".join(f"{outline(each.blocks)}\n{each.text}\n{each.blocks}" for each in messages)


async def test_the_form_says_where_the_card_goes_and_the_card_has_no_amount(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new leak £7501", channel=SHARED)
    form = await priya.modal(having="job_title")
    assert (
        f"The card goes to <#{ELM}>, which is shared with another company: no budget is shown there."
        in str(form.blocks)
    )
    await priya.close(form)

    card = await raised(play, SHARED, job_title="Leak, LL pays £7501", **_MONEY)

    assert "Leak" in outline(card.blocks)
    assert "Amounts are not shown here" in outline(card.blocks)
    assert not _AMOUNT.search(posted(play, SHARED))
    assert play.propops.job("JOB-061")["job_total_budget"] == 7501


async def test_an_update_and_its_replies_have_none(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await raised(play, SHARED, **_MONEY)
    await priya.command("/job update JOB-061", channel=SHARED)
    form = await priya.modal(title="Update job", having="job_title")
    assert "no budget is shown there" in outline_view(form)
    await priya.fill(form, contractor_budget="4303", status_id="In progress")
    await priya.submit(form)
    card = await card_saying(play, "Job updated", SHARED)
    await play.slack.until(lambda: play.slack.thread(card) or None, why="the reply")
    await priya.press(card, "Undo")
    await card_saying(play, "Update undone", SHARED)

    assert "In progress" in posted(play, SHARED)
    assert not re.search(r"£|4,?30\d", posted(play, SHARED))


async def test_our_own_channel_shows_them_also_of_the_same_job(play: Testbed) -> None:
    card = await raised(play, **_MONEY)
    assert "£7,501.00" in outline(card.blocks)

    await play.slack.member("priya").command("/job update JOB-061", channel=SHARED)
    form = await play.slack.member("priya").modal(title="Update job", having="job_title")
    await play.slack.member("priya").fill(form, job_total_budget="7502")
    await play.slack.member("priya").submit(form)
    await card_saying(play, "Job updated", SHARED)
    await play.slack.until(lambda: "£7,502.00" in posted(play, "maintenance") or None, why="ours")

    assert not re.search(r"£|7,?50\d", posted(play, SHARED))


@pytest.mark.testbed(approvals_channel=ELM, approvers=("U0DANA0001",), approval_budget_over=500)
async def test_an_approval_asked_for_in_a_shared_channel_has_none(play: Testbed) -> None:
    await send_new(play, **_MONEY)
    card = await card_saying(play, "Approval needed", SHARED)
    assert "The total budget of (amount, not shown here) is above" in outline(card.blocks)
    await play.slack.member("dana").press(card, "Approve")
    await card_saying(play, "Approved", SHARED)

    assert not _AMOUNT.search(posted(play, SHARED))


async def test_a_channel_that_is_shared_later_loses_the_amounts_of_its_cards(play: Testbed) -> None:
    card = await raised(play, **_MONEY)
    priya = play.slack.member("priya")
    updates: list[dict[str, Any]] = [
        {"contractor_budget": "4303"},
        {"status_id": "In progress", "job_total_budget": "7501.5"},
    ]
    for fields in updates:
        await priya.command("/job update JOB-061")
        form = await priya.modal(title="Update job", having="job_title")
        await priya.fill(form, **fields)
        await priya.submit(form)
        await went_through(priya, play, "Job updated")
    await play.slack.until(lambda: len(play.slack.thread(card)) == 2 or None, why="two replies")
    assert len(_AMOUNT.findall(posted(play, "maintenance"))) > 6
    await at_rest(play)  # where card and replies are, is written down
    play.slack.channel("maintenance").is_shared = True
    await play.slack.emit(
        {"type": "channel_shared", "connected_team_id": "E163Q94DX", "channel": play.channel()}
    )

    await play.slack.until(
        lambda: not _AMOUNT.search(posted(play, "maintenance")) or None, why="no amounts"
    )
    card = play.slack.messages("maintenance")[0]
    assert "Boiler not firing" in outline(card.blocks)
    assert "Changed in PropOps" not in card.text


@pytest.mark.testbed(
    approvals_channel="C0APPROV01", approvers=("U0DANA0001",), approval_budget_over=500
)
async def test_so_does_an_approval_that_waits_there(play: Testbed) -> None:
    await send_new(play, **_MONEY)
    card = await card_saying(play, "Approval needed", "approvals")
    assert "£7,501.00" in outline(card.blocks)
    await at_rest(play)  # where the card is, is written down
    play.slack.channel("approvals").is_shared = True
    await play.slack.emit(
        {"type": "channel_shared", "connected_team_id": "E163Q94DX", "channel": "C0APPROV01"}
    )

    await play.slack.until(
        lambda: not _AMOUNT.search(posted(play, "approvals")) or None, why="no amounts"
    )
    assert "[Approve] [Reject]" in posted(play, "approvals")


async def test_without_the_event_a_look_finds_it_out(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    await raised(play, **_MONEY)
    await at_rest(play)  # where the card is, is written down
    play.slack.channel("maintenance").is_shared = True
    assert play.app is not None
    look = play.app.flows.cards.shared_channels.look
    assert await look() == 0
    assert _AMOUNT.search(posted(play, "maintenance"))

    monkeypatch.setattr(channel_directory, "CACHED_FOR", 0.0)
    assert await look() == 1
    assert not _AMOUNT.search(posted(play, "maintenance"))
    assert await look() == 0


async def test_a_channel_that_is_our_own_again_meanwhile_is_redrawn_once(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    await raised(play, **_MONEY)
    await at_rest(play)  # where the card is, is written down
    assert play.app is not None
    shared = play.app.flows.cards.shared_channels
    monkeypatch.setattr(shared._directory, "learn_shared", shared._directory.forget)
    assert await asyncio.wait_for(shared.shared(play.channel()), 10) == 1
    assert "£7,501.00" in posted(play, "maintenance")


async def test_no_longer_shared_it_shows_them_with_the_next_change(play: Testbed) -> None:
    await raised(play, SHARED, **_MONEY)
    play.slack.channel(SHARED).is_shared = False
    await play.slack.emit(
        {"type": "channel_unshared", "previously_connected_team_id": "E1", "channel": ELM}
    )
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-061", channel=SHARED)
    form = await priya.modal(title="Update job", having="job_title")
    await priya.fill(form, job_title="Boiler dead")
    await priya.submit(form)
    card = await card_saying(play, "Job updated", SHARED)

    assert "£7,501.00" in outline(card.blocks)


@pytest.mark.parametrize("error", ["missing_scope", "http_500", "garbage", "drop_before", "empty"])
async def test_where_slack_does_not_say_there_are_none(play: Testbed, error: str) -> None:
    play.slack.fail("conversations.info", error, times=-1)
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    assert "I can't tell whether another company reads it" in outline_view(form)
    await priya.close(form)

    await raised(play, **_MONEY)

    assert not _AMOUNT.search(posted(play, "maintenance"))


async def test_what_slack_said_stands_while_it_is_silent(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    await priya.close(await priya.modal(having="job_title"))
    monkeypatch.setattr(channel_directory, "CACHED_FOR", 0.0)
    play.slack.fail("conversations.info", "http_500", times=-1)

    await raised(play, **_MONEY)

    assert "£7,501.00" in posted(play, "maintenance")
