"""What can't be taken back is asked about first, where it was asked for."""

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, card_of, ephemeral_to

pytestmark = pytest.mark.testbed(**APPROVALS, undo_minutes=0)
MANAGE = "api.jobs.manage.manage"


async def test_the_delete_form_says_at_once_that_it_needs_approval_and_asks_why(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-003")
    form = await priya.modal(having="job_ref")
    shown = form.outline()
    assert "It will be sent once somebody has approved it." in shown
    assert shown.count("undone") + shown.count("bring a deleted job back") == 1
    await priya.fill(form, job_ref="JOB-003", why="Raised twice by the tenant")
    await priya.submit(form)
    card = await card_of(play)
    assert "Why: Raised twice by the tenant" in outline(card.blocks)
    assert play.propops.job_by("JOB-003") is not None


@pytest.mark.testbed(approval_actions=())
async def test_without_approvals_nothing_is_said_of_them(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-003")
    form = await priya.modal(having="job_ref")
    assert "approved" not in form.outline()
    await priya.fill(form, job_ref="JOB-003")
    await priya.submit(form)
    await play.slack.until(lambda: play.propops.job_by("JOB-003") is None or None, why="the delete")


async def test_unlink_asks_before_it_forgets_the_token(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job unlink")
    await ephemeral_to(play, "priya", "Delete your link to *Priya Shah*")
    assert play.app is not None
    assert await play.app.stores.tokens.get(play.member("priya")) is not None
    await priya.press(priya.ephemerals[-1], "Unlink")
    await ephemeral_to(play, "priya", "link to PropOps is gone")
    assert await play.app.stores.tokens.get(play.member("priya")) is None


@pytest.mark.parametrize("may", [True, False])
async def test_what_an_account_may_not_do_is_said_when_it_is_linked(
    play: Testbed, *, may: bool
) -> None:
    if not may:
        play.propops.forbid("Tom Reilly", MANAGE)
    await play.link("tom", "Tom Reilly")
    assert play.app is not None
    await play.app.flows.members.linking._after.resume(play.member("tom"), "Tom Reilly")
    told = play.slack.member("tom").dms[-1].text
    assert "Linked as *Tom Reilly*" in told
    assert ("doesn't let this account raise" in told) is not may
