"""Notifying the contractor; deleting, and bringing back."""

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, answer, card_saying, dm_saying, raised, until_title
from tests.stories.at_rest import at_rest
from tests.stories.test_jobs_story import ask


async def test_a_second_notification_within_the_hour_needs_a_second_yes(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    told = await card_saying(play, "Ace Gas told")
    await priya.press(told, "Notify contractor")

    asked = await answer(play, "priya", "Ace Gas was told just now")
    assert len(play.propops.notified) == 1
    await priya.press(asked, "Notify anyway")
    await play.slack.until(
        lambda: len(play.propops.notified) == 2 or None, why="a second notification"
    )
    await at_rest(play)
    assert len(play.propops.notified) == 2


async def test_the_card_says_that_the_job_changed_since_the_notification(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    await card_saying(play, "Ace Gas told")
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Boiler dead")
    await priya.command("/job show JOB-061")

    fresh = await card_saying(play, "Changed in PropOps")
    assert "job changed since" in outline(fresh.blocks)
    assert "Boiler dead" in outline(fresh.blocks)


async def test_notify_by_command_says_who_is_told_and_when_they_last_were(play: Testbed) -> None:
    await raised(play, contractor_id=("Ace", 0))
    form = await ask(play, "/job notify JOB-061", "Notify contractor")
    priya = play.slack.member("priya")
    form = await until_title(priya, play, "not been told yet")
    await priya.submit(form)
    await card_saying(play, "Contractor notified")

    await priya.command("/job notify JOB-061")
    again = await until_title(priya, play, "was told just now")
    await priya.submit(again)
    await play.slack.until(
        lambda: len(play.propops.notified) == 2 or None, why="a second notification"
    )


@pytest.mark.testbed(notify_quiet_hours="00:00-23:59")
async def test_in_quiet_hours_a_press_asks_first(play: Testbed, clock: Clock) -> None:
    clock.to_noon()
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    asked = await answer(play, "priya", "in quiet hours")
    assert play.propops.notified == []
    await priya.press(asked, "Notify anyway")
    await play.slack.until(lambda: play.propops.notified or None, why="a notification")


# deleting


@pytest.mark.testbed(approval_actions=(), undo_minutes=0)
async def test_delete_needs_the_reference_typed_and_leaves_a_card_without_buttons(
    play: Testbed,
) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-061")
    form = await priya.modal(title="Delete job", having="job_ref")
    assert "• Saved states: 1" in outline_view(form)
    await priya.fill(form, job_ref="JOB-060")
    assert "JOB-061" in (await priya.submit(form)).errors["job_ref"]
    assert play.propops.job_by("JOB-061") is not None

    await priya.fill(form, job_ref="job-061")
    await priya.submit(form)
    gone = await card_saying(play, "Job deleted")
    assert play.propops.job_by("JOB-061") is None
    assert "[" not in outline(gone.blocks)

    offer = await answer(play, "priya", "Raise again")
    await priya.press(offer, "Raise again")
    again = await priya.modal(title="New job", having="job_title")
    assert again.value("job_title") == "Boiler not firing"
    assert again.value("job_description") == "No hot water since Sunday."
    assert "what you typed" not in outline_view(again)
    writes = [write["action"] for write in play.propops.writes]
    assert writes == ["create", "delete"]


async def raised_again_form(play: Testbed) -> tuple[Message, View]:
    """The offer that a deletion leaves, and the form it opens."""
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-061")
    form = await priya.modal(title="Delete job", having="job_ref")
    await priya.fill(form, job_ref="JOB-061")
    await priya.submit(form)
    offer = await dm_saying(play, "Was that a mistake?")
    await priya.press(offer, "Raise again")
    return offer, await priya.modal(title="New job", having="job_title")


@pytest.mark.testbed(approval_actions=(), undo_minutes=0)
async def test_raised_again_after_a_refusal_is_offered_no_longer(play: Testbed) -> None:
    offer, form = await raised_again_form(play)
    priya = play.slack.member("priya")
    play.propops.fail(Fault("create", "400", words="Not on a Sunday."))
    refused = await priya.submit(form)
    assert refused.view is not None
    assert "Not on a Sunday" in refused.view.outline()
    await priya.submit(refused.view)
    await play.slack.until(lambda: offer.says("Raised again") or None, why="over")
    assert offer.buttons == []


@pytest.mark.testbed(approval_actions=(), undo_minutes=0)
async def test_raised_again_by_a_form_that_was_closed_first_is_offered_no_longer(
    play: Testbed,
) -> None:
    offer, form = await raised_again_form(play)
    priya = play.slack.member("priya")
    await priya.fill(form, job_title="Boiler not firing again")
    await priya.close(form)
    closed = await dm_saying(play, "Not sent")
    await priya.press(closed, "Go on")
    await priya.submit(await priya.modal(title="New job", having="job_title"))
    await play.slack.until(lambda: offer.says("Raised again") or None, why="over")
    assert offer.buttons == []


async def test_archive_instead_changes_only_the_status(play: Testbed) -> None:
    await raised(play)
    form = await ask(play, "/job delete JOB-061", "Delete job")
    priya = play.slack.member("priya")
    form = await priya.modal(title="Delete job", having="job_ref")
    await priya.press(form, "Archive instead")
    await card_saying(play, "Job updated")
    job = play.propops.job("JOB-061")
    assert job["status_name"] == "Archived"
    assert job["job_title"] == "Boiler not firing"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("goes with it. Your PropOps account isn't allowed to do that.", id="refused"),
        pytest.param(
            "PropOps couldn't",
            marks=pytest.mark.testbed(propops_delete_without_preview=True),
            id="allowed",
        ),
    ],
)
async def test_without_a_preview_delete_is_refused_unless_the_operator_allows_it(
    play: Testbed, words: str
) -> None:
    play.propops.fail(Fault("preview_delete", "403", times=9))
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-003")
    view = await until_title(priya, play, words)
    assert view.has("job_ref") is (words == "PropOps couldn't")


# bringing back


async def test_an_archived_file_comes_back(play: Testbed) -> None:
    refs = [job["job_ref"] for job in play.propops.jobs]
    with_file = next(ref for ref in refs if play.propops.archived_files(ref))
    await ask(play, f"/job files {with_file}", "Restore file")
    priya = play.slack.member("priya")
    form = await priya.modal(title="Restore file", having="file_id")
    await priya.fill(form, file_id="before-and-after.pdf")
    await priya.submit(form)
    await card_saying(play, "File restored")
    assert play.propops.writes[-1]["action"] == "restore_archived_file"


async def test_a_purged_file_says_so(play: Testbed) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job files JOB-061")
    none = await until_title(priya, play, "There are none")
    assert "gone for good" in outline_view(none)


async def test_restore_by_command_warns_when_the_contractor_was_notified_since(
    play: Testbed,
) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    await card_saying(play, "Ace Gas told")
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Boiler dead")
    await priya.command("/job restore JOB-061")
    picker = await priya.modal(title="Restore job", having="commit_id")
    await priya.fill(picker, commit_id=1)
    ready = await until_title(priya, play, "What would change")
    assert "Boiler dead → Boiler not firing" in outline_view(ready)


@pytest.mark.testbed(approval_actions=(), undo_minutes=0)
async def test_only_whoever_deleted_a_job_is_offered_to_raise_it_again(play: Testbed) -> None:
    await play.link("tom", "Tom Reilly")
    priya, tom = play.slack.member("priya"), play.slack.member("tom")
    await raised(play)
    await priya.command("/job delete JOB-061")
    form = await priya.modal(title="Delete job", having="job_ref")
    await priya.fill(form, job_ref="JOB-061")
    await priya.submit(form)
    await answer(play, "priya", "Raise again")
    assert not [m for m in [*tom.ephemerals, *tom.dms] if "Raise again" in m.text]
