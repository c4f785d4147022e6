"""Calls at once, and the rate limit."""

import asyncio
import time

import httpx
import pytest

from bot.errors import RateLimited
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.bearer import Bearer
from bot.propops.http.rate_limit import (
    CONCURRENT_CALLS,
    CONCURRENT_OF_ONE,
    LONGEST_PAUSE,
    RateLimiter,
)
from bot.propops.http.response import USUAL_WAIT, Response
from bot.propops.http.transport import READ_TRIES, Transport
from bot.sandbox.propops import SandboxPropOps
from tests.propops.scripted import JOB, NAMES, OK, TOKEN, UUID, Script, refused
from tests.waiting import until

ME, YOU = Bearer("mine-token"), Bearer("your-token")


# calls at once


@pytest.mark.parametrize(("accounts", "limit"), [(1, CONCURRENT_OF_ONE), (9, CONCURRENT_CALLS)])
async def test_so_many_calls_are_at_work(accounts: int, limit: int) -> None:
    pace, at_work, most = RateLimiter(), 0, 0

    async def call(number: int) -> None:
        nonlocal at_work, most
        async with pace.slot(f"account {number % accounts}"):
            at_work += 1
            most = max(most, at_work)
            await asyncio.sleep(0)
            at_work -= 1

    await asyncio.gather(*(call(number) for number in range(100)))
    assert most == limit


async def test_people_typing_never_queue_behind_writes() -> None:
    pace, hold = RateLimiter(), asyncio.Event()

    async def write(number: int) -> None:
        async with pace.slot(f"account {number % 9}"):
            await hold.wait()

    writes = [asyncio.create_task(write(number)) for number in range(CONCURRENT_CALLS + 5)]
    await asyncio.sleep(0)
    async with asyncio.timeout(60), pace.slot("me", typing=True):
        pass
    hold.set()
    await asyncio.gather(*writes)


async def test_a_crowd_of_writes_goes_through(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    uuid = sandbox.job("JOB-001")["uuid"]
    await asyncio.gather(*(priya.get(uuid) for _ in range(120)))
    assert {row["status"] for row in sandbox.requests} == {200}


# the rate limit


def used_up(reset: float) -> Response:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(time.time() + reset)}
    return Response(200, {}, "", headers)


async def test_the_next_call_waits_until_the_window_resets() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        pace._paused_until.clear()

    pace = RateLimiter(sleep)
    pace.read_headers("me", used_up(12))
    async with pace.slot("me"):
        pass
    async with pace.slot("you"):
        pass
    assert slept == [pytest.approx(12, abs=5)]


async def test_a_wait_for_the_window_is_bounded() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        pace._paused_until.clear()

    pace = RateLimiter(sleep)
    pace.read_headers("me", used_up(5000))
    async with pace.slot("me"):
        pass
    assert slept[0] <= LONGEST_PAUSE + 5


async def test_a_window_that_closes_again_and_again_delays_a_call_no_longer() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        """Meanwhile another call of the account is answered 429."""
        slept.append(seconds)
        pace._paused_until.clear()
        pace.read_headers("me", used_up(20))

    pace = RateLimiter(sleep)
    pace.read_headers("me", used_up(20))
    async with pace.slot("me"):
        pass
    assert sum(slept) <= LONGEST_PAUSE + 5
    assert len(slept) == 2


async def test_somebody_typing_does_not_wait_for_the_window() -> None:
    pace = RateLimiter()
    pace.read_headers("me", used_up(12))
    with pytest.raises(RateLimited) as caught:
        async with pace.slot("me", typing=True):
            pass
    assert caught.value.after == pytest.approx(12, abs=5)


async def test_calls_that_queued_before_the_window_closed_wait_too() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        pace._paused_until.clear()

    pace, hold = RateLimiter(sleep), asyncio.Event()

    async def work() -> None:
        async with pace.slot("me"):
            await hold.wait()

    working = [asyncio.create_task(work()) for _ in range(CONCURRENT_OF_ONE + 1)]
    await asyncio.sleep(0)
    pace.read_headers("me", used_up(9))
    hold.set()
    await asyncio.gather(*working)
    assert len(slept) == 1


async def test_a_whole_story_of_a_spent_window() -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 20)}
    spent = httpx.Response(200, json={"success": True, "data": JOB}, headers=headers)
    script = Script(spent, OK)
    person = script.gateway().as_person(TOKEN)
    await person.get(UUID)
    await person.prefetch_csrf()
    assert len(script.requests) == 1  # nothing is fetched ahead while calls are dear
    await person.write("delete", {"uuid": UUID})
    assert 5 < max(script.pauses) <= 20


async def test_a_real_429_is_waited_out() -> None:
    sandbox = SandboxPropOps(rate_limit=2, rate_window=1)
    async with sandbox.serving() as url:
        gateway = Gateway(Transport(url, 5), NAMES)
        person = gateway.as_person(sandbox.token_for("Priya Shah"))
        for _ in range(4):
            await person.search("boiler")
        await gateway.aclose()
    assert {row["status"] for row in sandbox.requests} <= {200, 429}


async def test_one_limit_does_not_stop_another_member() -> None:
    limited = refused(429, "Too many requests", **{"Retry-After": "60"})
    script = Script(limited, {"success": True, "data": JOB})
    gateway = script.gateway()
    with pytest.raises(RateLimited):
        await gateway.as_person(TOKEN).get(UUID)
    await gateway.as_person("another-token").get(UUID)
    assert script.pauses == []


async def test_a_429_to_one_persons_sign_in_refuses_nobody_elses() -> None:
    limited = refused(429, "Too many requests", **{"Retry-After": "20"})
    script = Script(limited, {"success": True, "token": "a" * 64})
    gateway = script.gateway()
    with pytest.raises(RateLimited):
        await gateway.login("tom@example.com", "guess")
    assert (await gateway.login("dana@example.com", "right")).token == "a" * 64
    with pytest.raises(RateLimited):
        await gateway.login(" Tom@example.com", "again")  # his own still stands
    assert len(script.requests) == 2


async def test_a_question_of_several_reads_waits_once_for_a_limit_that_lasts() -> None:
    script = Script(refused(429, "Too many requests", **{"Retry-After": "soon"}))
    gateway, waited = script.gateway(), 0
    for _ in range(5):
        with pytest.raises(RateLimited) as caught:
            await gateway.as_person(TOKEN).get(UUID)
        assert 0 < caught.value.after <= USUAL_WAIT
        waited = waited or len(script.pauses)
    assert len(script.requests) == READ_TRIES
    assert len(script.pauses) == waited  # by the first of them alone
    with pytest.raises(RateLimited):
        await gateway.as_person("another-token").get(UUID)
    assert len(script.requests) == 2 * READ_TRIES


async def test_after_the_pause_it_is_asked_again() -> None:
    odd = refused(429, "Too many requests", **{"Retry-After": "0.05"})
    script = Script(*[odd] * READ_TRIES, {"success": True, "data": JOB})
    person = script.gateway().as_person(TOKEN)
    with pytest.raises(RateLimited):
        await person.get(UUID)
    await until(lambda: not person.must_wait)
    assert (await person.get(UUID)).job_ref == "JOB-001"
