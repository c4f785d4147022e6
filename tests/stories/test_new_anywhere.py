"""*New PropOps job* in Slack's ⚡ menu: the empty form, and where its card goes."""

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, answer, card_saying, dm_saying, linked_outside
from tests.stories.at_rest import at_rest


async def test_the_card_goes_to_the_channel_that_is_chosen(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.shortcut("job.new")
    form = await priya.modal(having="card_channel")
    assert form.value("job_title") in (None, "")
    await priya.fill(form, **SIX, card_channel="approvals")
    await priya.submit(form)
    card = await card_saying(play, "Job created", "approvals")
    assert "Boiler not firing" in outline(card.blocks)
    assert len(play.propops.writes) == 1


async def test_without_a_usual_channel_one_has_to_be_chosen(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.shortcut("job.new")
    form = await priya.modal(having="card_channel")
    assert form.block("card_channel")["optional"] is False
    assert form.element("card_channel")["default_to_current_conversation"] is True


@pytest.mark.testbed(jobs_channel="C0APPROV01")
@pytest.mark.parametrize(("chosen", "there"), [(None, "approvals"), ("maintenance", "maintenance")])
async def test_where_there_is_a_usual_channel_it_is_chosen(
    play: Testbed, chosen: str | None, there: str
) -> None:
    priya = play.slack.member("priya")
    await priya.shortcut("job.new")
    form = await priya.modal(having="card_channel")
    assert form.value("card_channel") == "C0APPROV01"
    await priya.fill(form, **SIX, card_channel=chosen)
    await priya.submit(form)
    await card_saying(play, "Job created", there)


async def test_a_photo_goes_to_the_same_card(play: Testbed) -> None:
    from bot.sandbox.slack import pictures  # noqa: PLC0415 - drawn for this one alone

    priya = play.slack.member("priya")
    await priya.shortcut("job.new")
    form = await priya.modal(having="card_channel")
    await priya.fill(
        form, **SIX, card_channel="approvals", photos=[priya.upload("g.png", pictures.png())]
    )
    await priya.submit(form)
    await card_saying(play, "✅ 1 photo added", "approvals")


async def test_a_channel_the_bot_can_not_post_in_is_told_and_the_job_is_there(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.shortcut("job.new")
    form = await priya.modal(having="card_channel")
    await priya.fill(form, **SIX, card_channel="private-one")
    await priya.submit(form)
    await play.slack.until(lambda: len(play.propops.writes) or None, why="the job")
    told = await answer(play, "priya", "JOB-")
    assert "card" in told.text.lower() or "post" in told.text.lower()


async def test_a_form_that_is_closed_comes_back_with_its_channel(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.shortcut("job.new")
    form = await priya.modal(having="card_channel")
    await priya.fill(form, job_title="Gate", card_channel="approvals")
    await priya.close(form)
    await priya.press(await dm_saying(play, "is kept"), "Go on")
    again = await priya.modal(having="card_channel")
    assert again.value("card_channel") == "C0APPROV01"
    await priya.fill(again, **SIX)
    await priya.submit(again)
    await card_saying(play, "Job created", "approvals")


async def test_who_has_not_linked_goes_on_where_they_were(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.shortcut("job.new")
    await answer(play, "tom", "isn't linked")
    await linked_outside(play, "tom", "Tom Reilly")
    await tom.press(await dm_saying(play, "New PropOps job", "tom"), "Open the form")
    assert "Channel of the card" in outline_view(await tom.modal(having="card_channel"))


async def test_a_guest_is_refused_in_a_direct_message(play: Testbed) -> None:
    gil = play.slack.member("gil")
    await gil.shortcut("job.new")
    told = await answer(play, "gil", "Guests can't run jobs")
    assert "Please" in told.text or "ask" in told.text


@pytest.mark.parametrize("people", [("priya", "dana"), ("priya", "dana", "tom")])
async def test_typed_among_people_it_asks_for_a_channel_too(
    play: Testbed, people: tuple[str, ...]
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new gate is broken", channel=play.slack.dm(*people))
    form = await priya.modal(having="card_channel")
    assert form.block("card_channel")["optional"] is False
    await priya.fill(form, **SIX, card_channel="maintenance")
    await priya.submit(form)
    await card_saying(play, "Job created")
    assert len(play.propops.writes) == 1


@pytest.mark.testbed(jobs_channel="C0APPROV01")
async def test_a_card_stays_in_the_channel_that_was_chosen(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.shortcut("job.new")
    form = await priya.modal(having="card_channel")
    await priya.fill(form, **SIX, card_channel="maintenance")
    await priya.submit(form)
    card = await card_saying(play, "Job created")
    for title in ("Gate", "Gate at the back"):
        await priya.press(card, "Update")
        form = await priya.modal(having="job_title")
        await priya.fill(form, job_title=title)
        await priya.submit(form)
        await card_saying(play, title)
        await at_rest(play)
    assert not [each for each in play.slack.messages("approvals") if each.says("JOB-")]
