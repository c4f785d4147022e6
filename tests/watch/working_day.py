"""A team at work, so that there is something to watch: every sort of number moves."""

import asyncio
import contextlib
from typing import Any

from bot.sandbox.propops import Fault
from bot.sandbox.slack.refusals import DeliveryFailed, NotPossible
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, SIX, card_of, send_new
from tests.stories.conftest import QUICK

CSRF = "/api/security/csrf-token"
GIVEN: dict[str, Any] = {
    **APPROVALS,
    "waits": QUICK,
    "propops_settle_seconds": 0.5,
    "cards_refresh_seconds": 2,
}


async def one_of_each(play: Testbed) -> None:
    """A job raised, one refused, one that waits for approval; an unlinked member; a stranger's request."""
    await play.link("priya", "Priya Shah")
    priya = play.slack.member("priya")
    await send_new(play, job_title="Boiler")
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await send_new(play, job_title="Dear", job_total_budget="900")
    await card_of(play)
    await priya.command("/job show JOB-003")
    await play.slack.member("tom").command("/job mine")
    play.propops.fail(Fault("create", "400"))
    await send_new(play, job_title="Refused", job_total_budget="1")
    assert play.app is not None
    await play.app.engine.idle()
    play.propops.heal()


async def work_for(play: Testbed, seconds: float) -> None:
    """People raise, look, approve; in the middle PropOps is away for a while."""
    loop = asyncio.get_running_loop()
    began, number = loop.time(), 0
    await play.link("priya", "Priya Shah")
    priya, dana = play.slack.member("priya"), play.slack.member("dana")
    while (passed := loop.time() - began) < seconds:
        number += 1
        away = 0.45 < passed / seconds < 0.6
        if away:
            play.propops.fail(Fault(CSRF, "maintenance", times=None))
        else:
            play.propops.heal()
        budget = "900" if number % 7 == 0 else "1"
        with contextlib.suppress(NotPossible, DeliveryFailed, TimeoutError):
            if priya.top is not None:
                await priya.close(priya.top)
            await priya.command("/job new")
            form = await priya.modal(having="job_title")
            words = SIX | {"job_title": f"Boiler {number}", "job_total_budget": budget}
            await priya.fill(form, **words)
            await priya.submit(form)
            await priya.command(f"/job show JOB-00{number % 9 + 1}")
            if number % 3 == 0:
                await priya.command("/job mine")
            if number % 14 == 0:
                await dana.press(await card_of(play), "Approve")
        await asyncio.sleep(0.3)
    play.propops.heal()
