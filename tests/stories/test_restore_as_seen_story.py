"""Restore brings back what its form has shown, and nothing that somebody changed meanwhile."""

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import card_saying, until_title, updated

CHANGED = "was changed after you saw what that brings back"


async def compared(play: Testbed) -> View:
    """Priya's form of Restore, which shows that the title would change."""
    priya = play.slack.member("priya")
    await updated(play, job_title="Wrong title")
    await priya.command("/job restore JOB-003")
    picker = await priya.modal(title="Restore job", having="commit_id")
    await priya.fill(picker, commit_id=1)
    return await until_title(priya, play, "What would change")


async def restores(play: Testbed) -> list[str]:
    return [each["action"] for each in play.propops.writes if each["action"] == "restore_commit"]


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"job_title": "Third title"},
        {"access_details": "Dog in the yard"},
        {"job_description": "Loft too"},
    ],
)
async def test_what_somebody_changed_meanwhile_is_not_taken_back_unseen(
    play: Testbed, meanwhile: dict[str, object]
) -> None:
    form = await compared(play)
    priya = play.slack.member("priya")
    play.propops.edit("JOB-003", by="Tom Reilly", **meanwhile)
    before = play.propops.job("JOB-003")
    await priya.submit(form)
    shown = await until_title(priya, play, CHANGED)
    assert "press Restore again" in outline_view(shown).replace("Restore\nagain", "Restore again")
    assert await restores(play) == []
    assert play.propops.job("JOB-003") == before


async def test_a_note_meanwhile_changes_nothing_of_it(play: Testbed) -> None:
    form = await compared(play)
    play.propops.add_note("JOB-003", by="Tom Reilly", text="Rang the tenant.")
    await play.slack.member("priya").submit(form)
    await card_saying(play, "Job restored")
    assert len(await restores(play)) == 1


async def test_the_same_change_made_there_leaves_nothing_unseen(play: Testbed) -> None:
    form = await compared(play)
    was = play.propops.job("JOB-003")["quote_no"]
    for number in ("Q-7", was):
        play.propops.edit("JOB-003", by="Tom Reilly", quote_no=number)
    await play.slack.member("priya").submit(form)
    await card_saying(play, "Job restored")


async def test_a_moment_that_is_not_compared_yet_is_not_sent(play: Testbed) -> None:
    form = await compared(play)
    priya = play.slack.member("priya")
    await updated(play, job_title="Third title")
    await priya.command("/job restore JOB-003")
    form = await priya.modal(title="Restore job", having="commit_id")
    await priya.fill(form, commit_id=1)
    form = await until_title(priya, play, "What would change")
    other = form.state["commit_id"]["commit_id"]["selected_option"] | {"value": "999"}
    form.state["commit_id"]["commit_id"]["selected_option"] = other
    await priya.submit(form, force=True)
    assert "isn't shown yet" in form.errors["commit_id"]
    assert await restores(play) == []


async def test_after_it_was_refused_the_form_shows_the_difference_of_now(play: Testbed) -> None:
    form = await compared(play)
    priya = play.slack.member("priya")
    play.propops.edit("JOB-003", by="Tom Reilly", job_title="Third title")
    await priya.submit(form)
    await until_title(priya, play, CHANGED)
    while priya.top is not None:
        await priya.close(priya.top)
    await priya.command("/job restore JOB-003")
    picker = await priya.modal(title="Restore job", having="commit_id")
    await priya.fill(picker, commit_id=2)
    form = await until_title(priya, play, "Third title")
    await priya.submit(form)
    await card_saying(play, "Job restored")
