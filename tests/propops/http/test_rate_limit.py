"""CSRF tokens ahead, calls at once, and the rate limit."""

import asyncio
import time

import httpx
import pytest

from bot.errors import RateLimited, Unreachable
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.bearer import Bearer
from bot.propops.http.csrf import FRESH, CsrfTokenCache
from bot.propops.http.rate_limit import (
    CONCURRENT_CALLS,
    CONCURRENT_OF_ONE,
    LONGEST_PAUSE,
    RateLimiter,
)
from bot.propops.http.response import Response
from bot.propops.http.transport import Transport
from bot.sandbox.propops import SandboxPropOps
from tests.propops.scripted import JOB, NAMES, OK, TOKEN, UUID, Script, refused

ME, YOU = Bearer("mine-token"), Bearer("your-token")


class Mint:
    """Hands out `mine-token/1`, `mine-token/2`, … and has a clock."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.given = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False
        self.jar = CsrfTokenCache(self.fetch, lambda: self.now)

    async def fetch(self, bearer: Bearer) -> str:
        self.given += 1
        number = self.given
        await self.gate.wait()
        if self.broken:
            raise Unreachable
        return f"{bearer.key[:4]}/{number}"


async def test_a_token_fetched_ahead_is_used_once() -> None:
    mint = Mint()
    await mint.jar.prefetch(ME)
    first, second = await mint.jar.take(ME), await mint.jar.take(ME)
    assert first != second
    assert mint.given == 2


async def test_a_token_fetched_ahead_is_at_most_a_minute_old() -> None:
    mint = Mint()
    await mint.jar.prefetch(ME)
    mint.now += FRESH
    assert (await mint.jar.take(ME)).endswith("/2")


async def test_tokens_are_never_shared_between_members() -> None:
    mint = Mint()
    await mint.jar.prefetch(ME)
    assert (await mint.jar.take(YOU)).startswith(YOU.key[:4])
    assert (await mint.jar.take(ME)).startswith(ME.key[:4])


async def test_warming_twice_fetches_one() -> None:
    mint = Mint()
    await asyncio.gather(mint.jar.prefetch(ME), mint.jar.prefetch(ME))
    await mint.jar.prefetch(ME)
    assert mint.given == 1


async def test_a_write_takes_the_token_that_is_on_its_way_and_nobody_else_gets_it() -> None:
    mint = Mint()
    mint.gate.clear()
    warming = asyncio.create_task(mint.jar.prefetch(ME))
    await asyncio.sleep(0)
    taking = [asyncio.create_task(mint.jar.take(ME)) for _ in range(3)]
    await asyncio.sleep(0)
    mint.gate.set()
    taken = await asyncio.gather(*taking)
    await warming
    assert len(set(taken)) == 3
    assert mint.given == 3


async def test_a_write_that_gives_up_waiting_leaves_warming_alone() -> None:
    mint = Mint()
    mint.gate.clear()
    warming = asyncio.create_task(mint.jar.prefetch(ME))
    await asyncio.sleep(0)
    taking = asyncio.create_task(mint.jar.take(ME))
    await asyncio.sleep(0)
    taking.cancel()
    mint.gate.set()
    await warming
    assert (await mint.jar.take(ME)).endswith("/2")  # the claimed one is not given to another


async def test_warming_never_raises_and_a_write_that_waited_for_it_does() -> None:
    mint = Mint()
    mint.broken = True
    mint.gate.clear()
    warming = asyncio.create_task(mint.jar.prefetch(ME))
    await asyncio.sleep(0)
    taking = asyncio.create_task(mint.jar.take(ME))
    await asyncio.sleep(0)
    mint.gate.set()
    await warming
    with pytest.raises(Unreachable):
        await taking
    mint.broken = False
    assert (await mint.jar.take(ME)).endswith("/2")


async def test_warming_that_is_cancelled_leaves_no_write_hanging() -> None:
    mint = Mint()
    mint.gate.clear()
    warming = asyncio.create_task(mint.jar.prefetch(ME))
    await asyncio.sleep(0)
    taking = asyncio.create_task(mint.jar.take(ME))
    await asyncio.sleep(0)
    warming.cancel()
    await asyncio.sleep(0)
    mint.gate.set()
    assert (await asyncio.wait_for(taking, 1)).endswith("/2")


async def test_a_warm_write_and_its_check_are_two_round_trips(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    uuid = sandbox.job("JOB-001")["uuid"]
    await priya.prefetch_csrf()
    before = len(sandbox.requests)
    await priya.write("update", {"uuid": uuid, "job_title": "Renamed"})
    await priya.get(uuid)
    assert len(sandbox.requests) - before == 2


async def test_ten_writes_at_once_share_no_token(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    uuid = sandbox.job("JOB-001")["uuid"]
    await asyncio.gather(
        priya.prefetch_csrf(),
        *(priya.write("update", {"uuid": uuid, "job_title": f"No. {n}"}) for n in range(10)),
    )
    assert len(sandbox.writes) == 10
    assert [row["status"] for row in sandbox.requests if row["method"] == "POST"] == [200] * 10


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
    assert max(script.pauses) == pytest.approx(20, abs=1.5)


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
