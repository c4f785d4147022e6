"""CSRF tokens that are fetched ahead."""

import asyncio

import pytest

from bot.errors import Unreachable
from bot.propops.client import PropOpsClient
from bot.propops.http.bearer import Bearer
from bot.propops.http.csrf import FRESH, CsrfTokenCache
from bot.sandbox.propops import SandboxPropOps
from tests.propops.http.test_rate_limit import ME, YOU


class Mint:
    """Issues `mine-token/1`, `mine-token/2`, … and has a clock."""

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
    assert (await asyncio.wait_for(taking, 60)).endswith("/2")


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
