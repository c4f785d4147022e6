"""A message that offers what was kept shows what became of it, whatever kind of form it opens; its row on the board goes."""

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import dm_saying, raised, until_title
from tests.stories.boards import board, shown, status_id
from tests.stories.test_card_choices_story import change_status


async def becomes(play: Testbed, message: Message, words: str) -> None:
    await play.slack.until(lambda: message.says(words) or None, why=words)
    assert message.buttons == []
    assert "Your form" not in shown(await board(play))
    assert "Didn't go through" not in shown(await board(play))


async def asked_about_a_collision(play: Testbed) -> tuple[Message, View]:
    card = await raised(play)
    assigned = status_id(play, "Assigned")
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=assigned)
    await change_status(play, card, "In progress")
    offer = await dm_saying(play, "Tom Reilly changed this job meanwhile")
    priya = play.slack.member("priya")
    await priya.press(offer, "Resume")
    return offer, await until_title(priya, play, "Tom Reilly changed")


async def test_a_collision_in_which_mine_counts(play: Testbed) -> None:
    offer, form = await asked_about_a_collision(play)
    priya = play.slack.member("priya")
    await priya.fill(form, status_id="Mine: In progress")
    await priya.submit(form)
    await becomes(play, offer, "Job updated")
    assert play.propops.job("JOB-061")["status_name"] == "In progress"


async def test_a_collision_in_which_theirs_counts(play: Testbed) -> None:
    offer, form = await asked_about_a_collision(play)
    priya = play.slack.member("priya")
    await priya.fill(form, status_id="Theirs: Assigned")
    await priya.submit(form)
    await becomes(play, offer, "Nothing was sent: the job stays as the others left it")
    assert len(play.propops.writes) == 1


@pytest.mark.parametrize("again", ["goes through", "is withdrawn once more"])
async def test_a_note_that_was_withdrawn(play: Testbed, again: str) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    play.propops.fail(Fault("/api/security/csrf-token", "maintenance", times=None))
    await priya.command("/job note JOB-061 Rang the tenant")
    await priya.submit(await priya.modal(having="note_text"))
    offer = await dm_saying(play, "Saved. PropOps is away")
    await priya.press(offer, "Withdraw")
    await play.slack.until(lambda: offer.buttons == ["Resume"] or None, why="kept")
    if again == "goes through":
        play.propops.heal()
    await priya.press(offer, "Resume")
    resumed = await priya.modal(having="note_text")
    assert resumed.value("note_text") == "Rang the tenant"
    await priya.submit(resumed)
    if again == "goes through":
        await becomes(play, offer, "Case note added")
        return
    newer = await dm_saying(play, "Saved. PropOps is away")
    assert newer.ts != offer.ts
    await priya.press(newer, "Withdraw")
    await play.slack.until(lambda: newer.buttons == ["Resume"] or None, why="kept anew")
    await play.slack.until(lambda: offer.buttons == [] or None, why="the earlier one is over")
    assert offer.says("Withdrawn")


async def test_the_question_before_a_link_is_deleted(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job unlink")
    await play.slack.until(lambda: priya.ephemerals or None, why="the question")
    question = priya.ephemerals[-1]
    await priya.press(question, "Unlink")
    await play.slack.until(lambda: question.says("is gone") or None, why="the answer in its place")
    assert (question.buttons, len(priya.ephemerals)) == ([], 1)
