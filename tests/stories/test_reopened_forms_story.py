"""A form that is opened again from its offer is still that one form: closed once more or sent, it is offered once or not at all."""

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    card_of,
    card_saying,
    dm_saying,
    send_new,
    until_title,
)
from tests.stories.at_rest import at_rest
from tests.stories.test_edit_conflict_story import collide
from tests.stories.test_unsent_forms_story import note_form, offers, reopened
from tests.waiting import until

APPROVING: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)
ASKED = "while your form was open"


async def closed_conflict(play: Testbed) -> View:
    """What a closed question about an edit conflict is opened as again."""
    view = await collide(play, {"job_title": "My title"}, job_title="Their title")
    priya = play.slack.member("priya")
    await priya.close(view)
    told = await dm_saying(play, "Not sent")
    await priya.press(told, "Go on")
    view_again: View = await until_title(priya, play, ASKED)
    return view_again


async def test_a_conflict_that_is_closed_twice_is_offered_once(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.close(await closed_conflict(play))
    await at_rest(play)
    [offer] = offers(play)
    assert offer.buttons == ["Go on", "Discard"]


@pytest.mark.parametrize("whose", ["Mine: My title", "Theirs: Their title"])
async def test_a_conflict_that_is_decided_is_offered_no_longer(play: Testbed, whose: str) -> None:
    priya = play.slack.member("priya")
    view = await closed_conflict(play)
    await priya.fill(view, job_title=whose)
    await priya.submit(view)
    await at_rest(play)
    assert [each.text for each in priya.dms if "Go on" in each.buttons] == []


async def test_a_form_that_is_closed_again_as_it_was_is_still_offered(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.close(await note_form(play, "Rang the tenant"))
    await dm_saying(play, "Note on JOB-003")
    await priya.close(await reopened(play, "note_text"))
    await at_rest(play)
    [offer] = offers(play)
    assert offer.buttons == ["Go on", "Discard"]


async def closed_reason(play: Testbed) -> View:
    """What the closed question for the reason of a no is opened as again."""
    dana = play.slack.member("dana")
    await send_new(play, job_total_budget="900")
    await dana.press(await card_of(play), "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Get a second quote")
    await dana.close(form)
    await at_rest(play)
    [offer] = offers(play, "dana")
    await dana.press(offer, "Go on")
    return await dana.modal(having="reason")


@APPROVING
async def test_a_reason_that_is_closed_twice_is_offered_once(play: Testbed) -> None:
    dana = play.slack.member("dana")
    form = await closed_reason(play)
    await dana.fill(form, reason="Get a second quote first")
    await dana.close(form)
    await at_rest(play)
    [offer] = offers(play, "dana")
    assert offer.buttons == ["Go on", "Discard"]
    assert "Get a second quote first" in outline(offer.blocks)


@APPROVING
async def test_a_reason_that_was_given_is_offered_no_longer(play: Testbed) -> None:
    dana = play.slack.member("dana")
    form = await closed_reason(play)
    await dana.submit(form)
    await card_of(play, "Rejected")
    await at_rest(play)
    assert [each.text for each in dana.dms if "Go on" in each.buttons] == []


async def test_one_of_several_that_goes_through_later_leaves_the_others_on_offer(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.close(await note_form(play, "Rang the tenant"))
    await at_rest(play)
    play.propops.fail(Fault("update", "400", words="Not on a Sunday."))
    await priya.command("/job update JOB-003 priority low")
    await priya.submit(await priya.modal(having="job_title"))
    await priya.close(await until_title(priya, play, "Not on a Sunday"))
    offer = await dm_saying(play, "2 of your forms")
    await priya.press(offer, "Go on", nth=0)
    form = await priya.modal(having="job_title")
    play.propops.fail(Fault("/api/security/csrf-token", "maintenance", times=None))
    await priya.submit(form)
    waits = await dm_saying(play, "Saved. PropOps is away")
    await until(lambda: offer.says("Not sent: *Note on JOB-003*"))
    play.propops.heal()
    await until(lambda: waits.says("Job updated"))
    await at_rest(play)
    assert offer.buttons == ["Go on", "Discard"]
    await priya.press(offer, "Go on")
    await priya.submit(await priya.modal(having="note_text"))
    await card_saying(play, "Case note added")
    await until(lambda: offer.buttons == [])
    assert offer.says("has been sent")
