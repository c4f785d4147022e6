"""One member asks for hundreds of things; everybody else is served as before."""

import asyncio

import httpx
import pytest

from bot.propops.http.rate_limit import CONCURRENT_OF_ONE
from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from handlers.background import MOST_OF_ONE
from tests.stories.acting import address_for, ephemeral_to

pytestmark = pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
TOMS = "tom.reilly@harrowfield.example"


def answered(play: Testbed, email: str) -> int:
    return sum(row["account"] == email for row in play.propops.requests)


async def test_a_flood_of_one_member_delays_nobody_else(play: Testbed) -> None:
    play.propops.fail(Fault("*", "slow", times=None, seconds=0.3))
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    await asyncio.gather(*(tom.command("/job find boiler") for _ in range(100)))
    before = answered(play, TOMS)
    await priya.command("/job show JOB-003")
    await ephemeral_to(play, "priya", "JOB-003")
    calls = [row["account"] for row in play.propops.requests]
    own = calls.count("priya.shah@harrowfield.example")
    # while hers were answered one after the other, he had no more than his share beside each
    assert answered(play, TOMS) - before <= CONCURRENT_OF_ONE * (own + 1)


async def test_what_is_too_much_is_told_once_and_no_more(play: Testbed) -> None:
    play.propops.fail(Fault("*", "slow", times=None, seconds=0.5))
    tom = play.slack.member("tom")
    await asyncio.gather(*(tom.command("/job find boiler") for _ in range(3 * MOST_OF_ONE)))
    await ephemeral_to(play, "tom", "still working on")
    play.propops.heal()
    await play.slack.until(
        lambda: len([m for m in tom.ephemerals if "boiler" in f"{m.text}{m.blocks}"]) or None,
        why="what was begun is answered",
    )
    assert len([m for m in tom.ephemerals if "still working on" in m.text]) == 1


@pytest.mark.testbed(link_page=True, linked={})
async def test_a_429_to_one_sign_in_leaves_the_others_alone(play: Testbed) -> None:
    urls = [await address_for(play, who) for who in ("tom", "priya")]
    play.propops.fail(Fault("/api/auth/login", "429", seconds=20))
    async with httpx.AsyncClient() as browser:
        wrong = await browser.post(urls[0], data={"email": TOMS, "password": "guess"})
        assert wrong.status_code == 422
        mine = {"email": "priya.shah@harrowfield.example", "password": "sandbox"}
        assert (await browser.post(urls[1], data=mine)).status_code == 200
