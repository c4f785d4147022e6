"""A card's buttons are everybody's: nobody's press takes them away from the others."""

import asyncio
import copy
from dataclasses import replace

import pytest

from bot.jobs.change import Change, Place, change_id
from bot.sandbox.outline import outline
from bot.sandbox.slack import Member
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    answer,
    card_of,
    ephemeral_to,
    raised,
    send_new,
    updated,
)
from tests.stories.at_rest import at_rest
from tests.without_ids import without_ids

WITH_APPROVALS: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)
APPROVERS = {"approvals_channel": "C0APPROV01", "approvers": ("S0APPROVER", "U0TOM00001")}
KINDS = {
    "unlinked": "dana",
    "guest": "gil",
    "without the permission": "tom",
    "with a dead link": "tom",
}
"""Who can't carry a press through → who it is."""


async def somebody(play: Testbed, kind: str) -> Member:
    """The member, made to be of this kind."""
    if KINDS[kind] == "tom":
        await play.link("tom", "Tom Reilly")
        if kind == "with a dead link":
            play.propops.revoke("Tom Reilly")
        else:
            for right in ("api.jobs.manage.manage", "api.jobs.restore-commit.manage"):
                play.propops.forbid("Tom Reilly", right)
            play.propops.forbid("Tom Reilly", "api.jobs.send-assignment-notification.manage")
    return play.slack.member(KINDS[kind])


async def told(play: Testbed, member: Member) -> None:
    """Waits until the member has had an answer, and nothing more is under way."""
    await play.slack.until(lambda: member.ephemerals or member.dms or member.top, why="an answer")
    await at_rest(play)


@pytest.mark.parametrize("kind", KINDS)
async def test_notify_works_for_the_next_member_at_once(play: Testbed, kind: str) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    first = await somebody(play, kind)
    await first.press(card, "Notify contractor")
    await told(play, first)
    assert play.propops.notified == []
    await play.slack.member("priya").press(card, "Notify contractor")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1


@pytest.mark.testbed(**APPROVERS)
@pytest.mark.parametrize("kind", KINDS)
async def test_undo_works_for_its_member_whoever_pressed_before(play: Testbed, kind: str) -> None:
    before = play.propops.job("JOB-003")["job_title"]
    card = await updated(play, job_title="Wrong title")
    first = await somebody(play, kind)
    await first.press(card, "Undo")
    await told(play, first)
    assert play.propops.job("JOB-003")["job_title"] == "Wrong title"
    await play.slack.member("priya").press(card, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    assert play.propops.job("JOB-003")["job_title"] == before
    assert [each["action"] for each in play.propops.writes] == ["update", "restore_commit"]


@pytest.mark.parametrize("button", ["Restore", "Update", "Add note", "Delete"])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_button_that_opens_a_form_opens_it_for_the_next_member(
    play: Testbed, kind: str, button: str
) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    first = await somebody(play, kind)
    if kind == "without the permission":
        first = play.slack.member("dana")  # a form opens for them too
    await first.press(card, button)
    await told(play, first)
    priya = play.slack.member("priya")
    await priya.press(card, button)
    await play.slack.until(lambda: priya.top, why="a form")


@WITH_APPROVALS
async def test_an_approver_needs_no_link_and_the_one_who_asked_stops_nobody(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    play.slack.channel("approvals").members.add(play.member("priya").user)
    priya = play.slack.member("priya")
    await priya.press(card, "Approve")
    await told(play, priya)
    await play.slack.member("dana").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_everybody_at_once_is_one_notification(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    people = [play.slack.member(who) for who in ("dana", "priya", "tom", "gil", "priya", "dana")]
    await asyncio.gather(*(each.press(card, "Notify contractor") for each in people))
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    await at_rest(play)
    assert len(play.propops.notified) == 1


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_who_comes_second_hears_who_was_first(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    as_priya_saw_it = copy.deepcopy(card)
    await play.slack.member("tom").press(card, "Notify contractor")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    await play.slack.member("priya").press(as_priya_saw_it, "Notify contractor")
    said = await ephemeral_to(play, "priya", "Contractor notified already, by Tom Reilly")
    assert "your" not in said.casefold()
    assert len(play.propops.notified) == 1


async def test_a_press_before_linking_goes_on_after_it_for_its_member(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    dana = play.slack.member("dana")
    await dana.press(card, "Notify contractor")
    await told(play, dana)
    await play.link("dana", "Tom Reilly")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1


async def test_a_press_before_linking_asks_when_somebody_did_it_meanwhile(
    play: Testbed, clock: object
) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    dana = play.slack.member("dana")
    await dana.press(card, "Notify contractor")
    await told(play, dana)
    await play.slack.member("priya").press(card, "Notify contractor")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    setattr(clock, "ahead", 2 * 86400)  # noqa: B010 - longer than a repeated press is asked about
    await play.link("dana", "Tom Reilly")
    await answer(play, "dana", "was told 2 days ago")
    assert len(play.propops.notified) == 1


async def test_whose_place_was_taken_hears_of_it_and_nothing_more_is_sent(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    tom = await somebody(play, "with a dead link")
    await tom.press(card, "Notify contractor")
    await told(play, tom)
    await play.slack.member("priya").press(card, "Notify contractor")
    await answer(play, "tom", "Priya Shah pressed Notify contractor too")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    await play.link("tom", "Tom Reilly")
    assert play.app is not None
    await play.app.flows.members.waiting.resume()
    await at_rest(play)
    assert len(play.propops.notified) == 1


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_undo_is_not_for_any_other_member(play: Testbed) -> None:
    card = await updated(play, job_title="Priya's title")
    await play.slack.member("tom").press(card, "Undo")
    said = await ephemeral_to(play, "tom", "Only Priya Shah, who made that update")
    assert "Restore" in said
    assert [each["action"] for each in play.propops.writes] == ["update"]


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"}, **APPROVERS)
async def test_undo_is_for_approvers_too(play: Testbed) -> None:
    before = play.propops.job("JOB-003")["job_title"]
    card = await updated(play, job_title="Wrong title")
    await play.slack.member("tom").press(card, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    assert play.propops.job("JOB-003")["job_title"] == before


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_the_right_to_undo_is_asked_again_before_the_send(play: Testbed) -> None:
    """As of an approver who was taken off the list while PropOps did not answer."""
    await updated(play, job_title="Priya's title")
    assert play.app is not None
    [update] = await play.app.stores.changes.recent(1)
    key = f"T0SANDBOX1:undo:{update.id}:1"
    place = Place(channel=play.channel())
    undone = Change(change_id(key), key, "restore_commit", play.member("tom"), place)
    target = {"undo_of": update.id}
    await play.app.flows.changes.accept(
        replace(undone, job_uuid=update.job_uuid, job_ref="JOB-003", target=target)
    )
    await answer(play, "tom", "Only Priya Shah, who made that update")
    assert [each["action"] for each in play.propops.writes] == ["update"]


async def test_undo_names_what_comes_back(play: Testbed) -> None:
    before = play.propops.job("JOB-003")["job_title"]
    card = await updated(play, job_title="Wrong title", access_details="Key safe 4471")
    [button] = [
        element
        for block in card.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "card.undo"
    ]
    asked = button["confirm"]["text"]["text"]
    assert f"JOB-003 goes back to: Title: {before}" in asked
    assert " · Access details: as before" in asked
    assert "4471" not in outline(card.blocks) + without_ids(button)


async def test_an_update_that_is_back_already_is_not_undone_again(play: Testbed) -> None:
    before = play.propops.job("JOB-003")["job_title"]
    card = await updated(play, job_title="Wrong title")
    play.propops.edit("JOB-003", by="Sam", job_title=before)
    await play.slack.member("priya").press(card, "Undo")
    await answer(play, "priya", "already as it was before that update")
    assert [each["action"] for each in play.propops.writes] == ["update"]
