"""*Notify contractor* tells whom the question named, or asks again by name."""

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from bot.workflows.changes.lifecycle import DOUBLE_CLICK
from tests.stories.acting import Clock, answer, card_saying, dm_saying, until_title, updated

AIRE = 202


async def test_a_press_never_tells_another_contractor_than_its_question_named(
    play: Testbed,
) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit("JOB-003", by="Sam", contractor_id=AIRE)
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    asked = await answer(play, "priya", "it is Aire Valley Plumbing Ltd now")
    assert play.propops.notified == []
    await priya.press(asked, "Notify anyway")
    await card_saying(play, "Contractor notified")
    [told] = play.propops.notified
    assert told["contractor_id"] == AIRE


async def test_a_form_never_tells_another_contractor_than_it_named(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job notify JOB-003")
    form = await until_title(priya, play, "PropOps will tell")
    play.propops.edit("JOB-003", by="Sam", contractor_id=AIRE)
    await priya.submit(form)
    await until_title(priya, play, "it is Aire Valley Plumbing Ltd now")
    assert play.propops.notified == []


async def test_a_contractor_who_changes_again_is_asked_about_again(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit("JOB-003", by="Sam", contractor_id=AIRE)
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    asked = await answer(play, "priya", "it is Aire Valley Plumbing Ltd now")
    play.propops.edit("JOB-003", by="Sam", contractor_id=201)
    await priya.press(asked, "Notify anyway")
    await answer(play, "priya", "it is Ace Gas now")
    assert play.propops.notified == []


async def test_a_refusal_of_propops_without_a_full_stop_does_not_run_on(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    words = "Contractor has no e-mail address on file"
    play.propops.fail(Fault("send_assignment_notification", "400", words=words))
    await play.slack.member("priya").press(card, "Notify contractor")
    told = await answer(play, "priya", words)
    assert f"{words}. Please put that right in PropOps first. Press Notify contractor" in told.text


async def test_the_answer_to_a_press_comes_where_it_was_pressed(play: Testbed) -> None:
    card = await updated(play, contractor_id=None)
    priya = play.slack.member("priya")
    before = len(priya.dms)
    await priya.press(card, "Notify contractor")
    told = await answer(play, "priya", "has no contractor")
    assert told.only_to == "U0PRIYA001"
    assert told.channel == card.channel
    assert len(priya.dms) == before


async def test_a_second_notification_is_asked_about_where_it_was_pressed(
    play: Testbed, clock: Clock
) -> None:
    card = await updated(play, job_title="Boiler leaks")
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    card = await card_saying(play, "Contractor notified")
    clock.ahead += DOUBLE_CLICK
    await priya.press(card, "Notify contractor")
    asked = await answer(play, "priya", "Tell them all the same?")
    assert asked.channel == card.channel
    await priya.press(asked, "Notify anyway")
    await play.slack.until(lambda: asked.says("Sent anyway") or None, why="its outcome there")
    assert asked.buttons == []


async def test_where_the_channel_takes_no_answer_a_direct_message_does(play: Testbed) -> None:
    card = await updated(play, contractor_id=None)
    play.slack.fail("chat.postEphemeral", "not_in_channel", times=2)
    await play.slack.member("priya").press(card, "Notify contractor")
    await dm_saying(play, "has no contractor")


async def test_of_a_closed_job_the_form_says_so(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job notify JOB-035")
    assert "The job is Complete." in outline_view(await priya.modal(title="Notify contractor"))
    await priya.command("/job notify JOB-052")
    assert "The job is" not in outline_view(await until_title(priya, play, "JOB-052"))
