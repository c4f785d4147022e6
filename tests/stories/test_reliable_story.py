"""What members see when the network lies, when two of them meet, and when they change their minds."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.jobs import undoing
from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import Kind
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.stage import Stage, stage
from bot.workflows.changes import UNDO_OVER
from bot.workflows.inline import InlineEngine
from bot.workflows.resolving import Unanswerable
from tests.stories.test_main_story import SIX, raised, until_title


async def send_new(play: Stage, **more: Any) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | more))
    await priya.submit(form)


async def dm_saying(
    play: Stage, words: str, who: str = "priya", timeout: float = 8  # noqa: ASYNC109 - patience
) -> Message:
    """The member's direct message with these words."""
    member = play.slack.member(who)

    def look() -> Message | None:
        return next((each for each in reversed(member.dms) if words in each.text), None)

    return await play.slack.until(look, timeout=timeout, why=words)


async def lost_twice(play: Stage) -> Message:
    """A create lost before it was done, twice: what the member is asked."""
    play.propops.fail(Fault("create", "drop_before", times=2))
    await send_new(play)
    return await dm_saying(play, "can't find out", timeout=15)


async def test_a_create_that_never_landed_asks_and_create_again_makes_it_once(
    play: Stage,
) -> None:
    asked = await lost_twice(play)
    assert play.propops.writes == []
    priya = play.slack.member("priya")
    await priya.press(asked, "Create it again")

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1
    told = await dm_saying(play, "again")
    assert "[Create it again]" not in outline(told.blocks)


async def test_create_again_pressed_many_times_makes_one_job(play: Stage) -> None:
    asked = await lost_twice(play)
    priya = play.slack.member("priya")
    await asyncio.gather(*(priya.press(asked, "Create it again") for _ in range(6)))

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await play.slack.settled()
    assert len(play.propops.writes) == 1


async def test_a_job_that_turned_up_meanwhile_is_not_created_again(play: Stage) -> None:
    play.propops.fail(Fault("create", "drop_after"))
    play.propops.fail(Fault("GET /api/jobs/manage", "500_before", times=2))
    await send_new(play)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created", timeout=15)
    assert len(play.propops.writes) == 1


async def test_another_member_cannot_decide_about_my_change(play: Stage) -> None:
    await lost_twice(play)
    assert play.app is not None
    [change] = await play.app.store.recent(5, state="unknown")
    with pytest.raises(Unanswerable, match="Only the person"):
        await play.app.changes.resolving.mine(change.id, play.member("tom"))


async def test_with_no_mark_the_member_says_which_job_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path, engine=InlineEngine, propops_marker="none") as play:
        await play.link("priya", "Priya Shah")
        play.propops.fail(Fault("create", "drop_after"))
        await send_new(play)
        asked = await dm_saying(play, "can't find out", timeout=15)
        assert "It is this one: JOB-061" in outline(asked.blocks)
        priya = play.slack.member("priya")
        await priya.press(asked, "It is this one: JOB-061")

        card = await play.slack.wait_for_message(channel="maintenance", containing="Job created")
        assert "JOB-061" in outline(card.blocks)
        assert len(play.propops.writes) == 1

        old = await dm_saying(play, "Thank you")
        assert "[" not in outline(old.blocks)
        assert play.app is not None
        again = await play.app.changes.resolving.again(
            await play.app.changes.resolving.mine(
                (await play.app.store.recent(1))[0].id, play.member("priya")
            ),
            1,
        )
        assert again is None


async def test_one_job_is_claimed_by_exactly_one_change(tmp_path: Path) -> None:
    async with stage(tmp_path, engine=InlineEngine, propops_marker="none") as play:
        await play.link("priya", "Priya Shah")
        play.propops.fail(Fault("create", "drop_after"))
        await send_new(play)
        first = await dm_saying(play, "can't find out", timeout=15)
        play.propops.fail(Fault("create", "drop_before"))
        await send_new(play)
        await play.slack.until(
            lambda: (
                sum("can't find out" in m.text for m in play.slack.member("priya").dms) == 2 or None
            ),
            timeout=15,
            why="two questions",
        )
        second = play.slack.member("priya").dms[-1]
        priya = play.slack.member("priya")
        await priya.press(first, "It is this one: JOB-061")
        await play.slack.wait_for_message(channel="maintenance", containing="Job created")
        await priya.press(second, "It is this one: JOB-061")
        await dm_saying(play, "was made by another change")
        assert len(play.slack.messages("maintenance")) == 1


CSRF = "/api/security/csrf-token"


async def held(play: Stage, title: str) -> Message:
    """A form sent while PropOps lets nobody write."""
    await send_new(play, job_title=title)
    return await dm_saying(play, f"{title}*: Saved here")


async def test_away_forms_are_saved_and_sent_in_order_when_propops_answers(play: Stage) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    for title in ("First", "Second", "Third"):
        await held(play, title)
    assert play.propops.writes == []
    play.propops.heal()
    await play.slack.until(lambda: len(play.propops.writes) == 3 or None, timeout=40, why="three")
    assert [w["body"]["job_title"] for w in play.propops.writes] == ["First", "Second", "Third"]


async def test_what_waits_can_be_withdrawn_and_its_form_resumed(play: Stage) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    told = await held(play, "Not this one")
    await held(play, "This one")
    priya = play.slack.member("priya")
    await priya.press(told, "Withdraw")
    gone = await dm_saying(play, "Withdrawn. Nothing was sent")
    assert "[Resume]" in outline(gone.blocks)
    play.propops.heal()
    await play.slack.wait_for_message(channel="maintenance", containing="This one", timeout=40)
    await play.slack.settled()
    assert [w["body"]["job_title"] for w in play.propops.writes] == ["This one"]

    await priya.press(gone, "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == "Not this one"


async def test_an_old_withdraw_button_tells_how_it_stands(play: Stage) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    told = await held(play, "Sent later")
    play.propops.heal()
    await play.slack.wait_for_message(channel="maintenance", containing="Job created", timeout=40)
    await play.slack.member("priya").press(told, "Withdraw")
    await dm_saying(play, "Job created already")
    assert len(play.propops.writes) == 1


async def updated(play: Stage, **fields: Any) -> Message:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **fields)
    await priya.submit(form)
    return await play.slack.wait_for_message(channel="maintenance", containing="Job updated")


async def test_undo_puts_the_job_back_as_it_was_before_the_update(play: Stage) -> None:
    before = play.propops.job("JOB-003")
    card = await updated(play, job_title="Wrong title")
    await play.slack.member("priya").press(card, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Job restored")
    assert play.propops.job("JOB-003")["job_title"] == before["job_title"]
    [_, restore] = play.propops.writes
    assert restore["action"] == "restore_commit"
    [now] = play.slack.messages("maintenance")
    assert "[Undo]" not in outline(now.blocks)


async def test_undo_never_loses_what_somebody_else_changed_since(play: Stage) -> None:
    card = await updated(play, job_title="Mine")
    play.propops.edit("JOB-003", by="Sam", job_title="Theirs")
    await play.slack.member("priya").press(card, "Undo")
    await dm_saying(play, "changed again since that update")
    assert play.propops.job("JOB-003")["job_title"] == "Theirs"


async def test_undo_pressed_many_times_restores_once(play: Stage) -> None:
    card = await updated(play, job_title="Wrong title")
    priya = play.slack.member("priya")
    await asyncio.gather(*(priya.press(card, "Undo") for _ in range(5)))
    await play.slack.wait_for_message(channel="maintenance", containing="Job restored")
    await play.slack.settled()
    assert [w["action"] for w in play.propops.writes] == ["update", "restore_commit"]


async def test_undo_ends_after_ten_minutes(tmp_path: Path) -> None:
    async with stage(tmp_path, engine=InlineEngine) as play:
        await play.link("priya", "Priya Shah")
        card = await updated(play, job_title="Kept")
        assert play.app is not None
        [change] = await play.app.store.recent(1)
        assert change.finished_at is not None
        await play.app.store.put(change.id, finished_at=change.finished_at - undoing.FOR)
        await play.slack.member("priya").press(card, "Undo")
        await dm_or_whisper(play, "that time is over")
        assert len(play.propops.writes) == 1
        changed = await play.app.store.get(change.id)
        assert changed is not None
        work = play.app.chores.works[UNDO_OVER]
        assert await work(changed)
        [shown] = play.slack.messages("maintenance")
        assert "[Undo]" not in outline(shown.blocks)


async def dm_or_whisper(play: Stage, words: str) -> Message:
    priya = play.slack.member("priya")

    def look() -> Message | None:
        said = [*priya.dms, *priya.whispers]
        return next((each for each in reversed(said) if words in each.text), None)

    return await play.slack.until(look, timeout=5, why=words)


async def collide(play: Stage, mine: dict[str, Any], **theirs: Any) -> View:
    """Priya's update meets somebody else's; what she is asked."""
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **mine)
    play.propops.edit("JOB-003", by="Sam", **theirs)
    await priya.submit(form)
    view: View = await until_title(priya, play, "Somebody else changed")
    return view


async def test_two_people_changed_one_field_and_each_is_chosen_by_name(play: Stage) -> None:
    was = play.propops.job("JOB-003")["job_title"]
    view = await collide(
        play,
        {"job_title": "My title", "works_order_ref": "WO-MINE"},
        job_title="Their title",
        works_order_ref="WO-THEIRS",
    )
    shown = outline_view(view)
    for words in ("My title", "Their title", was, "WO-MINE", "WO-THEIRS"):
        assert words in shown
    assert play.propops.writes == []
    priya = play.slack.member("priya")
    await priya.fill(view, job_title="Mine: My title", works_order_ref="Theirs: WO-THEIRS")
    await priya.submit(view)
    await play.slack.wait_for_message(channel="maintenance", containing="Job updated")
    job = play.propops.job("JOB-003")
    assert (job["job_title"], job["works_order_ref"]) == ("My title", "WO-THEIRS")


async def test_a_collision_left_open_is_kept_as_a_draft(play: Stage) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="My title")
    play.propops.edit("JOB-003", by="Sam", job_title="Their title")
    play.slack.fail("views.update", "not_found", times=-1)
    await priya.submit(form)
    told = await dm_saying(play, "Your form is kept")
    play.slack.heal()
    await priya.close(priya.top)
    await priya.press(told, "Resume")
    view = await until_title(priya, play, "Somebody else changed")
    assert "Their title" in outline_view(view)


async def test_choosing_theirs_everywhere_sends_nothing(play: Stage) -> None:
    view = await collide(play, {"job_title": "My title"}, job_title="Their title")
    priya = play.slack.member("priya")
    await priya.fill(view, job_title="Theirs: Their title")
    await priya.submit(view)
    await until_title(priya, play, "nothing of yours was left")
    assert play.propops.writes == []


async def test_a_notification_in_doubt_is_never_repeated_by_itself(play: Stage) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    play.propops.fail(Fault("send_assignment_notification", "drop_before"))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    asked = await dm_saying(play, "can't find out", timeout=15)
    assert play.propops.notified == []
    await priya.press(asked, "Notify again")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500_after", "garbage"])
async def test_an_update_whose_answer_was_lost_is_done_once(play: Stage, kind: Kind) -> None:
    play.propops.fail(Fault("update", kind))
    await updated(play, job_title="New title")
    assert play.propops.job("JOB-003")["job_title"] == "New title"
    assert len(play.propops.writes) == 1


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "html_after"])
async def test_a_restore_whose_answer_was_lost_is_done_once(play: Stage, kind: Kind) -> None:
    card = await updated(play, job_title="Wrong title")
    play.propops.fail(Fault("restore_commit", kind))
    await play.slack.member("priya").press(card, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Job restored", timeout=15)
    assert [w["action"] for w in play.propops.writes] == ["update", "restore_commit"]


async def test_a_create_that_lands_after_the_settle_time_is_told_by_the_audit(
    tmp_path: Path,
) -> None:
    """The case that can't be won: two jobs, and the member hears of it."""
    async with stage(
        tmp_path,
        engine=InlineEngine,
        propops_settle_seconds=1,
        propops_timeout_seconds=0.5,
    ) as play:
        await play.link("priya", "Priya Shah")
        play.propops.fail(Fault("create", "late", seconds=3))
        await send_new(play)
        await play.slack.wait_for_message(
            channel="maintenance", containing="Job created", timeout=15
        )
        told = await dm_saying(play, "twice", timeout=20)
        assert "JOB-062" in told.text or "JOB-061" in told.text
        assert len(play.propops.writes) == 2


async def test_ended_changes_are_emptied_and_drafts_dropped_in_time(play: Stage) -> None:
    await raised(play, access_details="Key safe 4471")
    assert play.app is not None
    [change] = await play.app.store.recent(1)
    upkeep = play.app.upkeep
    assert (await upkeep.round())["changes"] == 0
    assert change.finished_at is not None
    await play.app.store.put(change.id, finished_at=change.finished_at - 8 * 86400)
    assert (await upkeep.round())["private"] == 1
    kept = await play.app.store.get(change.id)
    assert kept is not None
    assert "access_details" not in kept.fields
    assert kept.fields["job_title"] == "Boiler not firing"
    await play.app.store.put(change.id, finished_at=change.finished_at - 366 * 86400)
    assert (await upkeep.round())["changes"] == 1
    emptied = await play.app.store.get(change.id)
    assert emptied is not None
    assert emptied.fields == {}
