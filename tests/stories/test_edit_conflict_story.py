"""Two people change one job."""

from typing import Any

from bot.sandbox.outline import outline_view
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import dm_saying, until_title


async def collide(play: Testbed, mine: dict[str, Any], **theirs: Any) -> View:
    """Priya's update meets somebody else's; what she is asked."""
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **mine)
    play.propops.edit("JOB-003", by="Sam", **theirs)
    await priya.submit(form)
    view: View = await until_title(priya, play, "Somebody else changed")
    return view


async def test_two_people_changed_one_field_and_each_is_chosen_by_name(play: Testbed) -> None:
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


async def test_an_edit_conflict_left_open_is_kept_as_a_draft(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="My title")
    play.propops.edit("JOB-003", by="Sam", job_title="Their title")
    play.slack.fail("views.update", "not_found", times=-1)
    await priya.submit(form)
    told = await dm_saying(play, "Your form is kept")
    play.slack.heal()
    assert priya.top is not None
    await priya.close(priya.top)
    await priya.press(told, "Resume")
    view = await until_title(priya, play, "Somebody else changed")
    assert "Their title" in outline_view(view)


async def test_choosing_theirs_everywhere_sends_nothing(play: Testbed) -> None:
    view = await collide(play, {"job_title": "My title"}, job_title="Their title")
    priya = play.slack.member("priya")
    await priya.fill(view, job_title="Theirs: Their title")
    await priya.submit(view)
    await until_title(priya, play, "nothing of yours was left")
    assert play.propops.writes == []
