"""How long somebody who types waits for a list."""

import asyncio

import pytest

from bot.errors import Unreachable
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.propops.lookups import member_lookups
from bot.propops.lookups.cache import LookupCache
from bot.sandbox.propops import Fault
from tests.propops.lookups.cache_world import world
from tests.propops.scripted import NAMES, TOKEN
from tests.waiting import until


async def test_typing_into_a_cold_list_asks_propops_itself() -> None:
    async with world() as here:
        here.sandbox.fail(
            Fault(lambda call: call.path == "/api/contractors/list" and "search" not in call.query,
                  "slow", seconds=60)
        )  # fmt: skip
        found = await here.person().find("contractors", "Yorkstone")
        assert [c.name for c in found] == ["Yorkstone Roofing Co"]


async def test_somebody_typing_waits_for_a_second_and_a_half_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert member_lookups.PATIENCE == 1.5
    monkeypatch.setattr(member_lookups, "PATIENCE", 0.2)
    async with world() as here:
        here.sandbox.fail(Fault("*", "slow", times=None, seconds=60))
        priya = here.person()
        async with asyncio.timeout(60):
            with pytest.raises(Unreachable):  # nobody knows that there is none
                await priya.find("addresses", "elm")
            assert await priya.name("agents", 301) is None


async def test_giving_up_waiting_does_not_stop_the_load() -> None:
    async with world() as here:
        here.sandbox.fail(Fault("/api/contractors/list", "slow", seconds=1))
        priya = here.person()
        await priya.warm_up(0.05)
        assert "contractors" not in priya.indexes()
        await until(lambda: "statuses" in priya.indexes())
        await until(lambda: "contractors" in priya.indexes())
        assert here.asked("/api/contractors/list") == 1


async def test_warming_never_raises() -> None:
    gateway = Gateway(Transport("http://127.0.0.1:9", 1), NAMES)
    cache = LookupCache(NAMES)
    lookups = cache.of(gateway.as_person(TOKEN))
    await lookups.warm_up(0.05)
    assert lookups.indexes() == {}
    await cache.aclose()
    await gateway.aclose()


async def test_an_unreachable_propops_is_told() -> None:
    async with world() as here:
        here.sandbox.fail(Fault("/api/agents/list", "drop_before", times=None))
        with pytest.raises(Unreachable):
            await here.person().options("agents")
