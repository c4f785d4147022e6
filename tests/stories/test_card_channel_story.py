"""Every form that makes a card says in which channel it will be."""

import pytest

from bot.sandbox.slack.views import View
from bot.sandbox.testbed import CHANNEL, Testbed
from tests.stories.acting import (
    Clock,
    answer,
    card_saying,
    dm_saying,
    linked_outside,
    send_new,
)


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


HERE = "The card goes to <#C0APPROV01>."
FORMS = {
    "Notify contractor": "/job notify JOB-003",
    "Restore job": "/job restore JOB-003",
    "Delete job": "/job delete JOB-003",
    "Add photos": "/job photos JOB-003",
    "Restore file": "/job files {with_file}",
}


async def says_where(play: Testbed, title: str) -> View:
    form = await play.slack.member("priya").modal(title=title)
    return await play.slack.until(lambda: form if HERE in str(form.blocks) else None, why=HERE)


@pytest.mark.testbed(jobs_channel="C0APPROV01", notify_quiet_hours="00:00-23:59")
@pytest.mark.parametrize(("title", "line"), FORMS.items(), ids=FORMS)
async def test_each_form_about_a_job_says_it_too(
    play: Testbed, clock: Clock, title: str, line: str
) -> None:
    clock.to_noon()
    refs = [job["job_ref"] for job in play.propops.jobs]
    with_file = next(ref for ref in refs if play.propops.archived_files(ref))
    await play.slack.member("priya").command(line.format(with_file=with_file))
    await says_where(play, title)


@pytest.mark.testbed(jobs_channel="C0APPROV01")
async def test_a_contractor_is_chosen_for_a_card_elsewhere(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await send_new(play, CHANNEL)
    card = await card_saying(play, "Job created", "approvals")
    await priya.press(card, "Choose contractor")
    await says_where(play, "Choose contractor")


@pytest.mark.testbed(jobs_channel="C0APPROV01")
async def test_a_restore_says_it_once_its_moment_is_chosen(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job restore JOB-003")
    picker = await says_where(play, "Restore job")
    await priya.fill(picker, commit_id=1)
    await play.slack.until(lambda: "What would change" in str(picker.blocks) or None)
    assert HERE in str(picker.blocks)


@pytest.mark.testbed(linked={"priya": "Priya Shah"})
async def test_who_links_first_goes_on_in_the_channel_they_typed_in(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job new Gate is broken")
    await answer(play, "tom", "isn't linked")
    await linked_outside(play, "tom", "Tom Reilly")
    await tom.press(await dm_saying(play, "Gate is broken", "tom"), "Open the form")
    form = await tom.modal(having="job_title")
    assert f"The card goes to <#{play.slack.channel(CHANNEL).id}>." in str(form.blocks)
