"""*Add to PropOps job* in the menu of a message: a case note with its words and its pictures."""

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack import Message
from bot.sandbox.slack import pictures as drawn
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import CHANNEL, Testbed
from tests.stories.acting import answer, dm_saying, linked_outside, raised
from tests.stories.at_rest import at_rest

DRAWN = drawn.files()
WORDS = "The plumber rang, he needs a *new valve* <@U0DANA0001> :pray:"


async def opened(play: Testbed, message: Message, who: str = "priya") -> View:
    member = play.slack.member(who)
    await member.message_shortcut("note.from_message", message)
    return await member.modal(having="note_text")


async def added(play: Testbed, count: int) -> None:
    """Until the job has these files; what the card says of them, the note may have written over."""
    await play.slack.until(
        lambda: len(play.propops.files("JOB-003")) == count or None, why=f"{count} files"
    )


def notes(play: Testbed, ref: str = "JOB-003") -> list[str]:
    return [each["note_text"] for each in play.propops.notes(ref)]


async def test_a_message_becomes_a_note_of_the_job_that_is_chosen(play: Testbed) -> None:
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    message = tom.say(WORDS, files=[tom.upload("gate.png", DRAWN["gate.png"])])
    form = await opened(play, message)
    text = str(form.value("note_text"))
    assert text.startswith(
        "The plumber rang, he needs a new valve Dana Okafor\n\nFrom Slack: Tom Reilly, https://"
    )
    assert form.value("send_email") in (None, [])
    await priya.fill(form, job_uuid=("JOB-003", 0))
    await priya.submit(form)
    await play.slack.until(lambda: notes(play) or None, why="the note")
    assert notes(play) == [text]
    await added(play, 1)
    assert [name for _, name, _ in play.propops.files("JOB-003")] == ["gate.png"]
    assert play.propops.emails == []


@pytest.mark.parametrize("where", ["card", "reply", "own reply"])
async def test_in_the_thread_of_a_card_its_job_is_chosen(play: Testbed, where: str) -> None:
    card = await raised(play)
    await at_rest(play)  # where the card is, is written down
    ref = play.propops.jobs[-1]["job_ref"]
    message = card
    if where == "reply":
        message = play.slack.member("tom").say(WORDS, thread=card)
    if where == "own reply":
        priya = play.slack.member("priya")
        await priya.command(f"/job update {ref} quote no: Q-1")
        await priya.submit(await priya.modal(having="quote_no"))
        message = await play.slack.wait_for_message(thread=card)
    form = await opened(play, message)
    assert ref in str(form.value("job_uuid"))
    if where != "reply":
        assert str(form.value("note_text")).startswith("From Slack: ")
    await play.slack.member("priya").submit(form)
    await play.slack.until(lambda: notes(play, ref) or None, why="the note")


async def test_jobs_are_found_by_reference_number_address_and_words(play: Testbed) -> None:
    form = await opened(play, play.slack.member("tom").say(WORDS))
    priya = play.slack.member("priya")
    assert (await priya.type_ahead(form, "job_uuid", ""))[:1]
    for typed in ("3", "job 3", "JOB-003", "003"):
        assert (await priya.type_ahead(form, "job_uuid", typed))[0].startswith("JOB-003"), typed
    title = play.propops.job("JOB-003")["job_title"]
    assert any("JOB-003" in each for each in await priya.type_ahead(form, "job_uuid", title))
    assert await priya.type_ahead(form, "job_uuid", "zzzz no such job") == []


async def test_without_a_job_it_is_asked_for(play: Testbed) -> None:
    form = await opened(play, play.slack.member("tom").say(WORDS))
    priya = play.slack.member("priya")
    await priya.submit(form, force=True)
    assert "Please choose a job" in form.errors["job_uuid"]
    assert notes(play) == []


async def test_one_refused_picture_of_three_and_the_note_goes_on(play: Testbed) -> None:
    play.propops.fail(Fault("/api/jobs/photos", "400", words="The disk is full"))
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    names = ("gate.png", "boiler.jpg", "ceiling.heic")
    form = await opened(play, tom.say(WORDS, files=[tom.upload(n, DRAWN[n]) for n in names]))
    await priya.fill(form, job_uuid=("JOB-003", 0))
    await priya.submit(form)
    told = await answer(play, "priya", "Not added to")
    assert "The disk is full" in told.text
    await added(play, 2)
    assert len(play.propops.files("JOB-003")) == 2
    await play.slack.until(lambda: notes(play) or None, why="the note")
    assert len(notes(play)) == 1


async def test_a_job_deleted_meanwhile_keeps_the_note(play: Testbed) -> None:
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    form = await opened(play, tom.say(WORDS, files=[tom.upload("gate.png", DRAWN["gate.png"])]))
    await priya.fill(form, job_uuid=("JOB-003", 0))
    play.propops.delete("JOB-003")
    await priya.submit(form)
    told = await answer(play, "priya", "gate.png")
    assert "Not added to" in told.text


async def test_a_form_that_is_closed_keeps_text_job_and_pictures(play: Testbed) -> None:
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    form = await opened(play, tom.say(WORDS, files=[tom.upload("gate.png", DRAWN["gate.png"])]))
    await priya.fill(form, job_uuid=("JOB-003", 0), note_text="He comes on Friday")
    await priya.close(form)
    await priya.press(await dm_saying(play, "is kept"), "Go on")
    again = await priya.modal(having="note_text")
    assert again.value("note_text") == "He comes on Friday"
    assert "JOB-003" in str(again.value("job_uuid"))
    assert "gate.png" in outline_view(again)
    await priya.submit(again)
    await added(play, 1)
    await play.slack.until(lambda: notes(play) or None, why="the note")
    assert notes(play) == ["He comes on Friday"]


async def test_who_has_not_linked_goes_on_where_they_were(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.message_shortcut("note.from_message", play.slack.member("dana").say(WORDS))
    await answer(play, "tom", "isn't linked")
    await linked_outside(play, "tom", "Tom Reilly")
    await tom.press(await dm_saying(play, "Add to PropOps job", "tom"), "Open the form")
    form = await tom.modal(having="note_text")
    assert "From Slack: Dana Okafor" in str(form.value("note_text"))


async def test_sent_twice_it_is_one_note_and_one_picture(play: Testbed) -> None:
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    form = await opened(
        play, tom.say(WORDS, CHANNEL, files=[tom.upload("gate.png", DRAWN["gate.png"])])
    )
    await priya.fill(form, job_uuid=("JOB-003", 0))
    outcome = await priya.submit(form)
    await added(play, 1)
    await play.slack.redeliver(outcome.delivery)
    await at_rest(play)
    await play.slack.until(lambda: notes(play) or None, why="the note")
    assert len(notes(play)) == 1
    assert len(play.propops.files("JOB-003")) == 1


async def test_while_propops_is_away_the_form_opens_all_the_same(play: Testbed) -> None:
    card = await raised(play)
    message = play.slack.member("tom").say(WORDS, thread=card)
    play.propops.fail(Fault("*", "drop_before", None))
    form = await opened(play, message)
    assert "The plumber rang" in str(form.value("note_text"))
    play.propops.heal()
    priya = play.slack.member("priya")
    await priya.fill(form, job_uuid=("JOB-003", 0))
    await priya.submit(form)
    await play.slack.until(lambda: notes(play) or None, why="the note")
