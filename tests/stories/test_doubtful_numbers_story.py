"""A number that nothing explains is asked about on every road to a channel, once, and never on an everyday line."""

import pytest
from structlog.testing import capture_logs

from bot.sandbox.outline import outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_of, card_saying, send_new, until_title
from tests.stories.at_rest import at_rest
from tests.stories.panels import PAGES, opened
from tests.without_ids import without_ids

LINE = "use trades till 1pm otherwise 7715"


async def test_typed_in_one_line_it_is_asked_about_in_title_and_description(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job new No hot water, {LINE}")
    form = await priya.modal(having="job_title")
    shown = outline_view(form)
    assert shown.count("Does “7715” open anything? Cards show it.") == 2
    assert shown.count("[Move to Access details] [Keep]") == 2
    await priya.press(form, "Move to Access details", nth=0)
    form = await until_title(priya, play, "Moved to Access details")
    assert form.value("job_title") == "No hot water, use trades till 1pm otherwise"
    assert form.value("access_details") == LINE
    assert "[Keep]" not in outline_view(form)
    assert str(form.value("job_description")).endswith("use trades till 1pm otherwise")
    await priya.fill(form, **{name: SIX[name] for name in ("address_id", "priority_id")})
    await priya.fill(form, job_type_id=SIX["job_type_id"])
    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job created")
    assert "7715" not in without_ids(f"{card.text}{card.blocks}")
    assert "7715" in play.propops.job("JOB-061")["access_details"]


async def test_kept_it_stays_and_is_not_asked_about_again(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | {"job_title": "Tap 166"}))
    assert "Does “166” open anything?" in (await priya.submit(form)).errors["job_title"]
    form = await until_title(priya, play, "[Keep]")
    await priya.press(form, "Keep")
    form = await until_title(priya, play, "Kept here: cards show it.")
    assert not (await priya.submit(form)).errors
    assert "Tap 166" in (await card_saying(play, "Job created")).text


async def test_what_is_kept_is_not_asked_about_again_with_another_question(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | {"job_title": "Tap 166"}))
    assert "job_title" in (await priya.submit(form)).errors
    form = await until_title(priya, play, "[Keep]")
    await priya.press(form, "Keep")
    form = await until_title(priya, play, "Kept here: cards show it.")
    await priya.fill(form, contractor_budget="500", job_total_budget="100")
    assert list((await priya.submit(form)).errors) == ["job_total_budget"]
    await priya.fill(form, job_description=f"No water, {LINE}")
    assert list((await priya.submit(form)).errors) == ["job_description"]
    form = await until_title(priya, play, "[Keep]")
    assert outline_view(form).count("[Keep]") == 1
    assert not (await priya.submit(form)).errors


async def test_what_is_moved_is_left_nowhere_else(play: Testbed) -> None:
    priya = play.slack.member("priya")
    with capture_logs() as lines:
        await priya.command(f"/job new No hot water, {LINE}")
        form = await priya.modal(having="job_title")
        needed = ("address_id", "priority_id", "job_type_id")
        await priya.fill(form, **{name: SIX[name] for name in needed})
        asked = (await priya.submit(form)).errors
        assert list(asked) == ["job_title", "job_description"]
        form = await until_title(priya, play, "[Move to Access details]")
        await priya.press(form, "Move to Access details", nth=0)
        form = await until_title(priya, play, "Moved to Access details")
        assert not (await priya.submit(form)).errors
        await card_saying(play, "Job created")
        await priya.command("/job update JOB-061")
        form = await priya.modal(having="job_title")
        await priya.fill(form, job_title="No hot water, blue one 5528")
        assert (await priya.submit(form)).errors
        form = await until_title(priya, play, "[Move to Access details]")
        await priya.press(form, "Move to Access details")
        form = await until_title(priya, play, "Moved to Access details")
        assert not (await priya.submit(form)).errors
        await card_saying(play, "Job updated")
        await priya.open_home()
        await at_rest(play)
    writes = ("chat.postMessage", "chat.update", "chat.postEphemeral", "views.publish")
    told = [str(each) for method in writes for each in play.slack.sent(method)]
    assert any("Job updated" in each for each in told)
    assert [each for each in (*told, str(lines)) if "7715" in each or "5528" in each] == []
    job = play.propops.job("JOB-061")
    assert "7715" in job["access_details"]
    assert "5528" in job["access_details"]
    assert "blue one" in job["access_details"]


async def test_the_numbers_of_the_address_that_is_chosen_are_its_own(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    house = "12"
    await priya.fill(
        form, **(SIX | {"job_title": f"Leak at {house}, flat 117, £1,450, since 2019"})
    )
    assert not (await priya.submit(form)).errors


async def test_a_case_note_asks(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job note JOB-003 {LINE}")
    form = await priya.modal(title="Add case note")
    asked = (await priya.submit(form)).errors["note_text"]
    assert asked.startswith("Does “7715” open anything? A case note has no private part")
    assert not (await priya.submit(form)).errors
    assert len(play.propops.notes("JOB-003")) > 0


@pytest.mark.testbed(propops_job_url=PAGES, work_objects_comments="on")
@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (LINE, "Does “7715” open anything?"),
        ("Gate code 9038", "This looks like it has a code in it: “Gate code 9038”."),
    ],
)
async def test_a_comment_in_the_panel_asks_once(play: Testbed, comment: str, said: str) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.open_comments(panel)
    await priya.comment(panel, comment)
    assert panel.comments_error.startswith(said)
    assert "post it again to keep it" in panel.comments_error
    assert play.propops.notes("JOB-061") == []
    await priya.comment(panel, comment)
    (note,) = play.propops.notes("JOB-061")
    assert note["note_text"] == comment
    await priya.comment(panel, "Rang 07700 900456, called 3 times")
    assert len(play.propops.notes("JOB-061")) == 2


@pytest.mark.testbed(
    approvals_channel="C0APPROV01", approvers=("U0DANA0001",), approval_budget_over=500
)
async def test_a_reason_asks(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    dana = play.slack.member("dana")
    await dana.press(card, "Reject")
    form = await dana.modal(title="Reject")
    await dana.fill(form, reason="It says 7715 on the blue one")
    assert "Does “7715” open anything?" in (await dana.submit(form)).errors["reason"]
    assert not (await dana.submit(form)).errors
    assert "7715" in (await card_of(play, "Rejected")).text


async def test_an_update_asks_about_what_is_new_alone(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Tom Reilly", job_title="Leak, blue one 7715")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Leak in loft, blue one 7715, brown one 5528")
    asked = (await priya.submit(form)).errors["job_title"]
    assert "“5528”" in asked
    assert "7715" not in asked


async def test_a_message_made_a_job_or_a_note_asks(play: Testbed) -> None:
    priya, tom = play.slack.member("priya"), play.slack.member("tom")
    message = tom.say(f"No hot water\n{LINE}")
    await priya.message_shortcut("job.from_message", message)
    form = await priya.modal(having="job_title")
    assert "Does “7715” open anything?" in outline_view(form)
    await priya.close(form)
    await priya.message_shortcut("note.from_message", message)
    form = await priya.modal(having="note_text")
    await priya.fill(form, job_uuid=("JOB-003", 0))
    assert "Does “7715” open anything?" in (await priya.submit(form)).errors["note_text"]
