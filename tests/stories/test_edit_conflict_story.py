"""Two people change one job."""

from typing import Any

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import card_saying, dm_saying, until_title


async def collide(play: Testbed, mine: dict[str, Any], **theirs: Any) -> View:
    """Priya's update meets somebody else's; what she is asked."""
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **mine)
    play.propops.edit("JOB-003", by="Sam", **theirs)
    await priya.submit(form)
    view: View = await until_title(priya, play, "while your form was open")
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


@pytest.mark.testbed(hurried=True)
async def test_an_edit_conflict_left_open_is_kept_as_a_draft(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="My title")
    play.propops.edit("JOB-003", by="Sam", job_title="Their title")
    play.slack.fail("views.update", "not_found", times=-1)
    play.propops.fail(Fault("get", "slow", seconds=2.0))  # longer than the form waits
    await priya.submit(form)
    told = await dm_saying(play, "Your form is kept")
    play.slack.heal()
    assert priya.top is not None
    await priya.close(priya.top)
    await priya.press(told, "Resume")
    view = await until_title(priya, play, "while your form was open")
    assert "Their title" in outline_view(view)


async def test_choosing_theirs_everywhere_sends_nothing(play: Testbed) -> None:
    view = await collide(play, {"job_title": "My title"}, job_title="Their title")
    priya = play.slack.member("priya")
    await priya.fill(view, job_title="Theirs: Their title")
    await priya.submit(view)
    await until_title(priya, play, "Nothing was sent: the job stays as the others left it")
    assert play.propops.writes == []
    assert play.propops.job("JOB-003")["job_title"] == "Their title"


async def test_the_question_names_who_and_lists_each_value_once_and_what_will_be_sent(
    play: Testbed,
) -> None:
    play.propops.edit("JOB-003", by="Tom", quote_no="Q-0", invoice_no="I-0")
    view = await collide(
        play,
        {"works_order_ref": "WO-MINE", "quote_no": "Q-MINE"},
        works_order_ref="WO-THEIRS",
        invoice_no="I-THEIRS",
    )
    shown = outline_view(view)
    assert shown.count("Sam") == 1
    assert "Tom" not in shown
    assert "Nothing has been sent yet." in shown
    assert shown.count("WO-MINE") == shown.count("WO-THEIRS") == 1
    assert "Invoice number: I-0 → I-THEIRS" in shown
    assert "Quote number: Q-MINE" in shown
    assert [block["block_id"] for block in view.blocks if block["type"] == "input"] == [
        "works_order_ref"
    ]


async def test_what_does_not_collide_is_merged_without_asking(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, works_order_ref="WO-MINE")
    play.propops.edit("JOB-003", by="Sam", job_title="Their title", quote_no="Q-THEIRS")
    await priya.submit(form)
    card = await card_saying(play, "Job updated")
    assert card.says("Sam changed Title, Quote number meanwhile; both are kept.")
    job = play.propops.job("JOB-003")
    assert (job["job_title"], job["works_order_ref"]) == ("Their title", "WO-MINE")
    assert job["quote_no"] == "Q-THEIRS"


async def test_the_same_value_from_both_is_no_question(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, works_order_ref="WO-1", quote_no="Q-MINE")
    play.propops.edit("JOB-003", by="Sam", works_order_ref="WO-1")
    await priya.submit(form)
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-003")["quote_no"] == "Q-MINE"


async def test_halves_of_two_peoples_dates_are_never_put_together(play: Testbed) -> None:
    play.propops.edit(
        "JOB-003",
        by="Sam",
        date_works_start_date="2027-03-01",
        date_works_end_date="2027-03-02",
    )
    view = await collide(
        play, {"date_works_end_date": "2027-03-03"}, date_works_start_date="2027-03-20"
    )
    shown = outline_view(view)
    assert "Works start" in shown
    assert "Works end" in shown
    assert play.propops.writes == []
