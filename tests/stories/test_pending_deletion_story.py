"""A deletion waits before it is sent: for approval, then for whoever wants to undo it; the card says so."""

import copy
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, Clock, answer, card_of, dm_saying, raised, until_title
from tests.stories.at_rest import at_rest

LINKED: dict[str, Any] = {"linked": {"priya": "Priya Shah", "tom": "Tom Reilly"}}
NO_APPROVAL: dict[str, Any] = {"approval_actions": ()}
FREE: pytest.MarkDecorator = pytest.mark.testbed(**NO_APPROVAL)
FREE_OF_TWO: pytest.MarkDecorator = pytest.mark.testbed(**(NO_APPROVAL | LINKED))
APPROVED: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)
WAITS, DELETES = "waits for approval", "to be deleted"
MINUTE = 60.0


async def deleted(play: Testbed, ref: str = "JOB-061", who: str = "priya") -> None:
    """The form is sent, with the reference typed."""
    member = play.slack.member(who)
    await member.command(f"/job delete {ref}")
    form = await member.modal(having="job_ref")
    await member.fill(form, job_ref=ref)
    await member.submit(form)


async def says(play: Testbed, card: Message, words: str) -> None:
    await play.slack.until(lambda: words in outline(card.blocks) or None, why=words)


async def silent(play: Testbed, card: Message, words: str) -> None:
    await play.slack.until(lambda: words not in outline(card.blocks) or None, why=f"no {words}")


def is_there(play: Testbed) -> bool:
    return play.propops.job_by("JOB-061") is not None


@FREE
async def test_a_deletion_waits_and_is_undone_from_the_card(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, DELETES)
    assert card.buttons[-2:] == ["Undo", "Delete now"]
    assert is_there(play)
    await play.slack.member("priya").press(card, "Undo")
    await silent(play, card, DELETES)
    assert "Delete now" not in card.buttons
    assert "Update" in card.buttons
    await at_rest(play)
    assert is_there(play)


@FREE
async def test_delete_now_asks_and_does_not_wait(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, DELETES)
    priya = play.slack.member("priya")
    await priya.press(card, "Delete now")
    assert "JOB-061" in str(priya.asked[-1])
    await says(play, card, "Job deleted")
    assert not is_there(play)
    assert card.buttons == []


@FREE
async def test_it_is_sent_when_its_time_is_over(play: Testbed, clock: Clock) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, DELETES)
    clock.ahead = 9 * MINUTE
    assert play.app is not None
    play.app.flows.dispatcher.wake()
    await at_rest(play)
    assert is_there(play)
    clock.ahead = 11 * MINUTE
    play.app.flows.dispatcher.wake()
    await says(play, card, "Job deleted")
    assert not is_there(play)


@FREE
async def test_the_wait_outlives_a_restart(play: Testbed, clock: Clock) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, DELETES)
    await play.restart_bot()
    await at_rest(play)
    assert is_there(play)
    await play.restart_bot()
    clock.ahead = 11 * MINUTE
    assert play.app is not None
    play.app.flows.dispatcher.wake()
    await says(play, card, "Job deleted")


@FREE
@pytest.mark.testbed(undo_minutes=0.01)
async def test_a_fraction_of_a_minute(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, "Job deleted")
    assert not is_there(play)


@FREE
@pytest.mark.testbed(undo_minutes=0)
async def test_without_a_wait_it_is_sent_at_once(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, "Job deleted")
    assert not is_there(play)
    assert play.app is not None
    [change] = await play.app.stores.changes.recent(1)
    assert change.send_at == 0


@APPROVED
async def test_the_card_says_that_it_waits_for_approval_and_then_for_undo(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, WAITS)
    assert "Delete now" not in card.buttons
    approval = await card_of(play)
    await play.slack.member("dana").press(approval, "Approve")
    await says(play, card, DELETES)
    assert WAITS not in outline(card.blocks)
    await dm_saying(play, "Undo")
    assert is_there(play)
    await says(play, approval, "sent once the time for Undo is over")
    await play.slack.member("dana").press(card, "Undo")  # an approver may
    await silent(play, card, DELETES)
    await says(play, approval, "Withdrawn")
    await dm_saying(play, "Dana Okafor")
    await at_rest(play)
    assert is_there(play)


@APPROVED
@pytest.mark.parametrize(
    ("press", "ending"), [("Undo", "stays: nothing was deleted"), ("Delete now", "Job deleted")]
)
async def test_once_approved_no_message_says_any_more_that_it_waits_for_approval(
    play: Testbed, press: str, ending: str
) -> None:
    await raised(play)
    await deleted(play)
    priya = play.slack.member("priya")
    await dm_saying(play, "Waiting for approval")
    await play.slack.member("dana").press(await card_of(play), "Approve")
    told = await dm_saying(play, "Until then you can press Undo")
    await play.slack.until(lambda: priya.dms == [told] or None, why="the other message gone")
    await priya.press(told, press)
    await dm_saying(play, ending)
    await at_rest(play)
    assert [ending in each.text for each in priya.dms].count(True) == 1


@APPROVED
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("*", "drop_before", times=None), "Saved. PropOps is away"),
        (Fault("delete", "drop_after"), "I'm checking"),
    ],
)
async def test_no_message_offers_undo_once_it_is_sent(
    play: Testbed, fault: Fault, said: str
) -> None:
    card = await raised(play)
    await deleted(play)
    priya = play.slack.member("priya")
    await priya.close(await until_title(priya, play, "Waiting for approval"))
    await play.slack.member("dana").press(await card_of(play), "Approve")
    waits = await dm_saying(play, "will be deleted")
    await says(play, card, DELETES)
    play.propops.fail(fault)
    await priya.press(card, "Delete now")
    told = await dm_saying(play, said)
    await play.slack.until(lambda: waits.deleted or None, why="gone")
    play.propops.heal()
    await play.slack.until(lambda: told.says("Job deleted") or None, why="deleted")
    await at_rest(play)
    assert [each.ts for each in priya.dms if each.says("Job deleted")] == [told.ts]


@APPROVED
async def test_the_line_goes_when_it_is_rejected(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, WAITS)
    dana = play.slack.member("dana")
    await dana.press(await card_of(play), "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Not this one")
    await dana.submit(form)
    await silent(play, card, WAITS)
    assert "Update" in card.buttons


@APPROVED
async def test_the_line_goes_when_it_is_withdrawn(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, WAITS)
    await play.slack.member("priya").press(
        await dm_saying(play, "Waiting for approval"), "Withdraw"
    )
    await silent(play, card, WAITS)


@FREE_OF_TWO
async def test_who_did_not_ask_and_approves_nothing_may_do_neither(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, DELETES)
    for label in ("Undo", "Delete now"):
        await play.slack.member("tom").press(card, label)
        told = await answer(play, "tom", "Only Priya Shah")
        assert "approver" in told.text
    await at_rest(play)
    assert is_there(play)
    assert DELETES in outline(card.blocks)


@FREE
async def test_old_buttons_tell_how_it_is(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, DELETES)
    stale = copy.deepcopy(card)
    priya = play.slack.member("priya")
    await priya.press(card, "Undo")
    await silent(play, card, DELETES)
    await priya.press(stale, "Delete now")
    await answer(play, "priya", "Withdrawn")
    await at_rest(play)
    assert is_there(play)


@FREE
async def test_other_changes_go_on_meanwhile_and_the_card_keeps_the_line(play: Testbed) -> None:
    card = await raised(play)
    await deleted(play)
    await says(play, card, DELETES)
    priya = play.slack.member("priya")
    if priya.top is not None:
        await priya.close(priya.top)
    await priya.command("/job update JOB-061")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Boiler leaks")
    await priya.submit(form)
    await says(play, card, "Boiler leaks")
    assert DELETES in outline(card.blocks)
    assert card.buttons.count("Undo") == 1  # the one of the deletion


@FREE
async def test_the_card_shows_what_was_changed_in_propops_meanwhile(play: Testbed) -> None:
    card = await raised(play)
    play.propops.edit("JOB-061", by="Sam", job_title="Changed there")
    await deleted(play)
    await says(play, card, DELETES)
    assert "Changed there" in outline(card.blocks)


@FREE
async def test_the_form_says_so_too_and_undoes(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await deleted(play)
    shown = await until_title(priya, play, "Delete now")
    assert "JOB-061" in outline_view(shown)
    await priya.press(shown, "Undo")
    await until_title(priya, play, "stays")
    await silent(play, card, DELETES)
    assert is_there(play)


@FREE
async def test_without_a_card_a_message_has_the_buttons(play: Testbed) -> None:
    await deleted(play, "JOB-060")
    told = await dm_saying(play, "Until then you can press Undo")
    await play.slack.member("priya").press(told, "Undo")
    await play.slack.until(lambda: told.says("stays") or None, why="its answer")
    await at_rest(play)
    assert play.propops.job_by("JOB-060") is not None
