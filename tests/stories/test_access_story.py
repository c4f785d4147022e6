"""While Slack can't say who somebody is: nobody new is let in, and nobody decides."""

import httpx
import pytest

from bot.sandbox.testbed import Testbed
from bot.workflows.changes.as_member import SLACK_SILENT
from tests.stories.acting import (
    APPROVALS,
    Clock,
    address_for,
    asked,
    card_of,
    card_saying,
    ephemeral_to,
    raised,
    send_new,
)
from tests.waiting import until

CHECK = "couldn't check with Slack who you are"
APPROVING: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)
FAULTS = ["missing_scope", "empty", "http_503", "garbage"]


@pytest.mark.testbed(link_page=True, linked={"gil": "Tom Reilly"})
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_guest_nobody_knows_gets_no_link_and_no_job(play: Testbed, fault: str) -> None:
    play.slack.fail("users.info", fault, times=-1)
    gil = play.slack.member("gil")
    for line in ("/job link", "/job show JOB-003", "/job new leak"):
        before = len(gil.ephemerals)
        await gil.command(line)
        await play.slack.until(lambda: len(gil.ephemerals) > before or None, why=line)  # noqa: B023 - awaited here
        assert CHECK in gil.ephemerals[-1].text
    assert gil.top is None
    assert len(play.propops.requests) == 0


@pytest.mark.testbed(link_page=True, linked={})
async def test_an_address_of_before_is_not_used_by_somebody_unknown(play: Testbed) -> None:
    url = await address_for(play, "tom")
    assert play.app is not None
    await play.app.stores.slack_profiles.remove_workspace("T0SANDBOX1")
    await play.restart_bot()
    play.slack.fail("users.info", "missing_scope", times=-1)
    async with httpx.AsyncClient() as browser:
        page = await browser.post(url, data={"token": play.propops.token_for("Tom Reilly")})
    assert page.status_code == 503
    assert CHECK in page.text.replace("&#x27;", "'")
    assert await play.app.stores.tokens.all() == []


async def test_a_member_known_of_old_works_on_through_a_restart(play: Testbed) -> None:
    await raised(play)
    await play.restart_bot()
    play.slack.fail("users.info", "missing_scope", times=-1)
    await send_new(play, job_title="Gate will not shut")
    await card_saying(play, "Gate will not shut")


@APPROVING
@pytest.mark.parametrize("fault", ["ratelimited", "missing_scope", "empty"])
async def test_an_approver_slack_cannot_vouch_for_now_does_not_decide(
    play: Testbed, fault: str
) -> None:
    """However well known: they may have been made a guest this minute."""
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    tom = play.slack.member("tom")
    await tom.command("/job help")
    await play.slack.until(lambda: tom.ephemerals or None, why="he is known")
    play.slack.fail("users.info", fault, times=-1, retry_after=30)
    await tom.press(card, "Approve")
    await ephemeral_to(play, "tom", CHECK)
    assert play.propops.writes == []


@APPROVING
async def test_an_approver_made_a_guest_a_moment_ago_no_longer_approves(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    tom = play.slack.member("tom")
    await tom.command("/job help")
    await play.slack.until(lambda: tom.ephemerals or None, why="he was seen as a full member")
    play.slack.workspace.people["U0TOM00001"].is_restricted = True
    await tom.press(card, "Approve")
    await ephemeral_to(play, "tom", "Guests can't")
    play.slack.workspace.people["U0TOM00001"].is_restricted = False
    await tom.press(card, "Approve")
    await card_saying(play, "Job created")


async def test_a_change_of_somebody_nobody_knows_waits_for_slack(
    play: Testbed, clock: Clock
) -> None:
    """As after an upgrade: the change is older than what is known about its member."""
    play.slack.fail("users.info", "ratelimited", times=-1, retry_after=1)
    assert play.app is not None
    store = play.app.stores.changes
    change = await asked(play, "send_assignment_notification", "JOB-003")

    async def waits() -> bool:
        row = await store.get(change)
        return row is not None and row.state == "asked" and CHECK in row.outcome.said

    await until(waits)
    assert play.propops.notified == []
    play.slack.heal()

    def notified_later() -> bool:
        clock.ahead += SLACK_SILENT
        return len(play.propops.notified) == 1

    await until(notified_later)
