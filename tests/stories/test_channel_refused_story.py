"""A channel that takes no messages: the member reads who can do what, and whoever runs the bot is told once."""

import pytest
from structlog.testing import capture_logs

from bot.sandbox.outline import outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import ephemeral_to, send_new, until_title

SETTINGS = {"approvers": ("U0DANA0001",), "approval_budget_over": 500}
ARCHIVED = pytest.mark.testbed(approvals_channel="C0OLDJOBS1", **SETTINGS)


@ARCHIVED
async def test_an_archived_approvals_channel(play: Testbed) -> None:
    with capture_logs() as lines:
        for number in range(2):
            await send_new(play, job_total_budget="900", job_title=f"Boiler {number} not firing")
            told = await ephemeral_to(play, "priya", "in direct messages instead")
    assert "it is archived." in told
    assert "whoever runs me can choose another channel (APPROVALS_CHANNEL)" in told
    assert "Please pick another one" not in told
    errors = [each for each in lines if "APPROVALS_CHANNEL" in each["event"]]
    assert [(each["log_level"], each["problem"]) for each in errors] == [("error", "is_archived")]
    assert not play.propops.writes


@pytest.mark.testbed(approvals_channel="C0NOTHING1", **SETTINGS)
async def test_an_approvals_channel_that_the_bot_does_not_see(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    told = await ephemeral_to(play, "priya", "in direct messages instead")
    assert "Somebody who is in it can invite me" in told
    assert "(APPROVALS_CHANNEL)" in told


@pytest.mark.testbed(jobs_channel="C0OLDJOBS1")
async def test_an_archived_channel_of_all_cards(play: Testbed) -> None:
    await send_new(play)
    told = await ephemeral_to(play, "priya", "is done, but I can't post its card")
    assert "whoever runs me can choose another channel (JOBS_CHANNEL)" in told
    assert len(play.propops.writes) == 1


@pytest.mark.parametrize("command", ["/job follow", "/job settings"])
async def test_in_a_direct_message_both_open_their_modal(play: Testbed, command: str) -> None:
    priya = play.slack.member("priya")
    await priya.command(command, channel=play.slack.member("priya").dm)
    form = await until_title(priya, play, "direct message")
    assert "can't" in outline_view(form)
