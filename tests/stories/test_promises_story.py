"""What a direct message promised is brought to its outcome there, and its button goes."""

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, card_of, card_saying, dm_saying, send_new

pytestmark = pytest.mark.testbed(**APPROVALS)
CSRF = "/api/security/csrf-token"


async def settled(play: Testbed) -> None:
    assert play.app is not None
    await play.app.engine.idle()
    await play.slack.settled()


async def test_waiting_for_approval_becomes_who_approved_it(play: Testbed) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    assert told.buttons == ["Withdraw"]
    await play.slack.member("dana").press(await card_of(play), "Approve")
    await card_saying(play, "Job created")
    await settled(play)
    assert told.says("Job created")
    assert told.says("Approved by Dana")
    assert not told.says("Waiting for approval")
    assert told.buttons == []


async def test_waiting_for_approval_becomes_withdrawn(play: Testbed) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    await play.slack.member("priya").press(told, "Withdraw")
    await play.slack.until(lambda: told.says("Withdrawn") or None, timeout=8, why="withdrawn")
    assert told.buttons == []


async def test_saved_here_becomes_created(play: Testbed) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play)
    told = await dm_saying(play, "Saved. PropOps is down")
    play.propops.heal()
    await play.slack.until(lambda: told.says("Job created") or None, timeout=15, why="created")
    assert told.buttons == []
