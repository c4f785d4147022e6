"""The board, Home and the morning message of somebody whose rights in PropOps become fewer, or end."""

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    Clock,
    answer,
    card_of,
    linked_outside,
    raised,
    send_new,
    unlinked,
)
from tests.stories.boards import (
    board,
    emptied,
    everybodys,
    home,
    morning_message,
    reopened,
    shown,
)
from tests.waiting import until

MANAGE = "api.jobs.manage.manage"
LIST = "api.jobs.manage.list"


def open_jobs(play: Testbed, count: int = 3) -> list[str]:
    emptied(play)
    refs = [job["job_ref"] for job in play.propops.jobs[:count]]
    for ref in refs:
        reopened(play, ref, contractor_id=None)
    return refs


@pytest.mark.testbed(**APPROVALS, linked={"priya": "Priya Shah", "dana": "Tom Reilly"})
async def test_who_may_list_no_jobs_still_has_what_waits_for_their_approval(
    play: Testbed, clock: Clock
) -> None:
    refs = open_jobs(play)
    await send_new(play, job_total_budget="900")
    await card_of(play)
    assert refs[0] in shown(await everybodys(play, "dana"))
    play.propops.forbid("Tom Reilly", MANAGE, LIST)
    text = shown(await board(play, "dana"))
    assert "Waiting for your approval · 1" in text
    assert "1 thing waits" in text
    assert "doesn't let your account list jobs" in text
    assert not any(ref in text for ref in refs)
    view = await home(play, "dana")
    await until(lambda: "Waiting for your approval · 1" in shown(view))
    assert not any(ref in shown(view) for ref in refs)
    message = await morning_message(play, clock, "dana")
    assert "1 thing waits" in message.text


@pytest.mark.testbed(cards_refresh_seconds=0.3)
async def test_what_somebody_may_no_longer_see_goes_from_their_boards(
    play: Testbed, clock: Clock
) -> None:
    refs = open_jobs(play)
    await everybodys(play)
    message = await morning_message(play, clock)
    view = await home(play)
    await until(lambda: refs[0] in shown(view))
    play.propops.forbid("Priya Shah", MANAGE, LIST)
    await until(lambda: not any(ref in shown(view) for ref in refs))
    await until(lambda: not any(ref in shown(message) for ref in refs))
    assert "3 things" not in message.text
    play.propops.permit("Priya Shah", MANAGE, LIST)
    await until(lambda: refs[0] in shown(view))


async def test_a_morning_message_follows_the_link_of_its_reader(
    play: Testbed, clock: Clock
) -> None:
    """Without one it holds no job, and no button that can't work."""
    refs = open_jobs(play)
    await everybodys(play)
    priya, message = play.slack.member("priya"), await morning_message(play, clock)
    assert refs[0] in shown(message)
    await unlinked(play)
    await until(lambda: "isn't linked to PropOps yet" in shown(message))
    assert not any(ref in shown(message) or ref in message.text for ref in refs)
    assert "[Choose contractor]" not in shown(message)
    await priya.press(message, "Link")
    await answer(play, "priya", "Link your account")
    await linked_outside(play, "priya", "Priya Shah")
    await until(lambda: refs[0] in shown(message))
    play.propops.revoke("Priya Shah")
    await priya.press(message, "Choose contractor", nth=0)
    await until(lambda: refs[0] not in shown(message))
    assert "[Link]" in shown(message)


async def test_without_a_link_nothing_is_said_to_be_unsent_where_it_would_only_read(
    play: Testbed,
) -> None:
    await unlinked(play)
    for line in ("board", "open", "show JOB-003"):
        await play.slack.member("priya").command(f"/job {line}")
    await until(lambda: len(_invitations(play)) == 3)
    assert not any("sent" in text for text in _invitations(play))


@pytest.mark.testbed(
    approval_actions=(),
    undo_minutes=0,
    linked={"priya": "Priya Shah", "tom": "Tom Reilly", "nia": "Rebecca Lister"},
)
async def test_only_who_could_read_its_card_hears_who_deleted_a_job(play: Testbed) -> None:
    """Nia is not in #approvals, where the job was raised."""
    await raised(play, "approvals")
    ref = play.propops.jobs[-1]["job_ref"]
    priya = play.slack.member("priya")
    await priya.command(f"/job delete {ref}", channel="approvals")
    form = await priya.modal(title="Delete job", having="job_ref")
    await priya.fill(form, job_ref=ref)
    await priya.submit(form)
    await card_of(play, "Job deleted")
    for who, words in (("tom", "was deleted by"), ("nia", ref)):
        await play.slack.member(who).command(f"/job show {ref}")
        told = await answer(play, who, words)
        assert ("deleted" in told.text) == (who == "tom")


def _invitations(play: Testbed) -> list[str]:
    priya = play.slack.member("priya")
    return [each.text for each in (*priya.ephemerals, *priya.dms) if "isn't linked" in each.text]
