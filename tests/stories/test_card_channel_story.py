"""The form of a new job says in which channel its card will be."""

import pytest

from bot.sandbox.testbed import CHANNEL, Testbed
from tests.stories.acting import answer, card_saying, dm_saying, linked_outside, send_new


async def test_the_form_names_the_channel_it_was_asked_for_in(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    assert f"The card goes to <#{play.slack.channel(CHANNEL).id}>." in str(form.blocks)


@pytest.mark.testbed(jobs_channel="C0APPROV01")
async def test_the_form_names_the_jobs_channel_and_the_card_is_there(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    assert "The card goes to <#C0APPROV01>." in str(form.blocks)
    await priya.close(form)
    await send_new(play, CHANNEL)
    await card_saying(play, "Job created", "approvals")


@pytest.mark.testbed(linked={"priya": "Priya Shah"})
async def test_who_links_first_goes_on_in_the_channel_they_typed_in(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job new Gate is broken")
    await answer(play, "tom", "isn't linked")
    await linked_outside(play, "tom", "Tom Reilly")
    await tom.press(await dm_saying(play, "Gate is broken", "tom"), "Open the form")
    form = await tom.modal(having="job_title")
    assert f"The card goes to <#{play.slack.channel(CHANNEL).id}>." in str(form.blocks)
