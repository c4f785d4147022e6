"""What PropOps won't allow is not offered, or warned of; its own 403 decides and is explained."""

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import ephemeral_to, raised

MANAGE, NOTES = "api.jobs.manage.manage", "api.jobs.case-notes.manage"


async def test_help_leaves_out_what_cannot_work_and_says_so(play: Testbed) -> None:
    play.propops.forbid("Priya Shah", MANAGE)
    await play.slack.member("priya").command("/job help")
    said = await ephemeral_to(play, "priya", "PropOps jobs from Slack")
    assert "/job show" in said
    assert "/job update" not in said
    assert "/job delete" not in said
    assert "/job link" in said
    assert "Left out is what your PropOps account can't do" in said


async def test_help_is_whole_for_who_may_everything_and_for_who_is_not_linked(
    play: Testbed,
) -> None:
    for who in ("priya", "tom"):
        await play.slack.member(who).command("/job help")
        said = await ephemeral_to(play, who, "PropOps jobs from Slack")
        assert "/job update" in said
        assert "Left out" not in said


async def test_a_shown_job_offers_only_what_can_work(play: Testbed) -> None:
    play.propops.forbid("Priya Shah", NOTES)
    priya = play.slack.member("priya")
    await priya.command("/job show JOB-003")
    await ephemeral_to(play, "priya", "JOB-003")
    shown = outline(priya.ephemerals[-1].blocks)
    assert "[Update]" in shown
    assert "Add note" not in shown
    await priya.command("/job find boiler")
    await ephemeral_to(play, "priya", "match “boiler”")
    assert "[… Show | Update]" in outline(priya.ephemerals[-1].blocks)


async def test_a_form_warns_before_it_is_filled_in_for_nothing(play: Testbed) -> None:
    play.propops.forbid("Priya Shah", MANAGE)
    play.propops.permit("Priya Shah", "api.jobs.manage.list")
    priya = play.slack.member("priya")
    await priya.command("/job new boiler")
    form = await priya.modal(having="job_title")
    shown = outline_view(form)
    assert "(Priya Shah) may not be allowed to" in shown
    assert "administrator" in shown


async def test_without_a_readable_map_nothing_is_hidden(play: Testbed) -> None:
    play.propops.fail(Fault("/api/users/permissions", "garbage", times=None))
    await play.slack.member("priya").command("/job help")
    assert "/job update" in await ephemeral_to(play, "priya", "PropOps jobs from Slack")


async def test_a_refused_case_note_names_its_own_permission(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await priya.press(card, "Add note")
    form = await priya.modal(title="Add case note")
    play.propops.forbid("Priya Shah", NOTES)
    await priya.fill(form, note_text="Tenant rang")
    await priya.submit(form)
    await play.slack.until(
        lambda: (priya.top and NOTES in outline_view(priya.top)) or None, why="the reason"
    )
