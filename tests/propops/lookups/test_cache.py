"""Lists to choose from: fresh enough, and nobody else's."""

import asyncio
import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from bot.errors import Garbled, NotAllowed, TokenDead
from bot.jobs.model import Choice
from bot.jobs.ports import Lookups
from bot.propops.lookups.cached_list import FRESH_SECONDS, STALE_SECONDS
from bot.propops.lookups.member_lookups import PersonLookups
from bot.sandbox.propops import Fault
from tests.propops.lookups.cache_world import ELM, lookups_of, world
from tests.propops.scripted import NAMES, OK, Script
from tests.waiting import until


def test_the_cache_is_what_job_code_needs() -> None:
    lookups: Lookups = lookups_of(Script(OK))
    assert isinstance(lookups, PersonLookups)


@pytest.mark.parametrize(
    "habits",
    [
        {},
        {"ids": "id", "lookup_names": "prefixed", "count": "total", "page_size": 3},
        {"tenants": "manage", "list_shape": "object"},
        {"list_address_id": False},
    ],
    ids=str,
)
async def test_every_list_is_loaded_whatever_the_habits(habits: Mapping[str, Any]) -> None:
    async with world(habits=habits) as here:
        lookups = here.person()
        await lookups.warm_up(5)
        sizes = {name: len(index) for name, index in lookups.indexes().items()}
        assert sizes == {
            "priorities": 4,
            "statuses": 6,
            "job_types": 13,
            "agents": 6,
            "contractors": 12,
            "tenants": 30,
            "addresses": sizes["addresses"],
        }
        assert sizes["addresses"] > 25
        assert ELM in await lookups.find("addresses", "12 elm row")
        assert await lookups.name("statuses", 15) == "Closed"
        assert [c.name for c in await lookups.find("contractors", "ace")] == ["Ace Gas"]
        assert [c.detail for c in await lookups.find("contractors", "ace")] == ["Gas, Plumbing"]
        assert (await lookups.options("priorities"))[0].id == 41
        assert await lookups.find("tenants", "jade") != []


async def test_no_contact_details_of_tenants_are_kept() -> None:
    async with world() as here:
        lookups = here.person()
        tenant = here.sandbox.rows("tenants")[0]
        kept = repr(await lookups.options("tenants"))
        assert tenant["tenant_name"] in kept
        assert tenant["tenant_email"] not in kept
        assert tenant["tenant_number_primary"] not in kept


async def test_short_lists_are_loaded_once_for_everybody() -> None:
    async with world() as here:
        priya, tom = here.person(), here.person("Tom Reilly")
        await asyncio.gather(priya.options("statuses"), tom.options("statuses"))
        await here.person().options("statuses")
        assert here.asked("/api/jobs/statuses") == 1


async def test_what_one_member_sees_is_not_what_another_sees() -> None:
    async with world() as here:
        await here.person().options("contractors")
        sam = here.person("Sam Booth")
        with pytest.raises(NotAllowed):
            await sam.options("contractors")
        with pytest.raises(NotAllowed):
            await sam.find("addresses", "elm")
        assert "contractors" not in sam.indexes()


async def test_a_list_is_fresh_for_minutes_then_served_old_while_it_is_refreshed() -> None:
    async with world() as here:
        priya = here.person()
        path = "/api/contractors/list"

        def answered() -> int:
            requests = here.sandbox.requests
            return sum(each["path"] == path and each["status"] is not None for each in requests)

        await priya.options("contractors")
        here.now += FRESH_SECONDS - 1
        await priya.options("contractors")
        assert here.asked(path) == 1
        here.now += 2
        here.sandbox.fail(Fault(path, "slow", seconds=1))
        for _ in range(5):
            assert len(await priya.options("contractors")) == 12
        assert answered() == 1
        await until(lambda: answered() == 2)
        await priya.options("contractors")
        assert here.asked(path) == 2


async def test_an_old_list_is_served_for_a_day_while_propops_is_down() -> None:
    async with world() as here:
        priya = here.person()
        await priya.options("contractors")
        here.sandbox.fail(Fault("/api/contractors/list", "500_before", times=None))
        here.now += STALE_SECONDS - 10
        assert len(await priya.options("contractors")) == 12
        here.now += 20
        with pytest.raises(Garbled):
            await priya.options("contractors")


async def test_lists_are_not_served_to_a_member_whose_link_is_dead() -> None:
    async with world() as here:
        priya = here.person()
        await priya.warm_up(5)
        here.sandbox.revoke("Priya Shah")
        here.now += FRESH_SECONDS
        await priya.options("contractors")  # sets off a refresh, which is refused
        await until(lambda: "contractors" not in priya.indexes())
        with pytest.raises(TokenDead):
            await priya.options("contractors")


async def test_what_one_member_may_not_load_is_loaded_as_another() -> None:
    async with world() as here:
        here.sandbox.forbid("Tom Reilly", "api.jobs.manage.manage", "api.jobs.manage.list")
        tom, priya = here.person("Tom Reilly"), here.person()
        told = await asyncio.gather(
            tom.options("statuses"), priya.options("statuses"), return_exceptions=True
        )
        assert isinstance(told[0], NotAllowed)
        assert not isinstance(told[1], BaseException)
        assert len(told[1]) == 6
        assert len(await tom.options("statuses")) == 6  # the same for all, so his too


async def test_a_failed_list_is_not_asked_for_at_every_keystroke() -> None:
    async with world() as here:
        sam = here.person("Sam Booth")
        for text in ("e", "el", "elm"):
            with pytest.raises(NotAllowed):
                await sam.find("agents", text)
        assert here.asked("/api/agents/list") <= 3  # one load, and a live search for two texts
        here.sandbox.permit("Sam Booth", "api.agents.list.manage")
        here.now += 31
        assert len(await sam.options("agents")) == 6


async def test_the_operators_own_lists_stand_in() -> None:
    own = {
        "statuses": (Choice(1, "Open"), Choice(2, "Done")),
        "time_ranges": (Choice(1, "Morning"), Choice(2, "Afternoon")),
    }
    async with world(static_lists=own) as here:
        sam, priya = here.person("Sam Booth"), here.person()
        assert (await priya.options("statuses"))[0].name == "New"
        assert [c.name for c in await priya.options("time_ranges")] == ["Morning", "Afternoon"]
        assert await priya.find("time_ranges", "after") == [Choice(2, "Afternoon")]
        assert await priya.name("time_ranges", 1) == "Morning"
        assert set(sam.indexes()) == {"statuses", "time_ranges"}
    async with world(static_lists=own) as here:
        sam = here.person("Sam Booth")
        assert [c.name for c in await sam.options("statuses")] == ["Open", "Done"]
        assert await sam.find("statuses", "do") == [Choice(2, "Done")]
        assert await sam.name("statuses", 2) == "Done"
        assert set(sam.indexes()) == {"statuses", "time_ranges"}


async def test_without_lists_of_the_operator_there_are_no_time_ranges() -> None:
    async with world() as here:
        assert await here.person().options("time_ranges") == ()
        assert await here.person().find("time_ranges", "x") == []
        assert await here.person().name("time_ranges", 1) is None


async def test_something_new_is_found_by_asking_again() -> None:
    async with world() as here:
        priya = here.person()
        await priya.options("contractors")
        rows = here.sandbox._state.tables["contractors"]
        rows.append(dict(rows[0], ID=299, first_name="Zephyr", last_name="Heating"))
        assert await priya.find("contractors", "zephyr heating") == [
            Choice(299, "Zephyr Heating", "Gas, Plumbing")
        ]
        assert await priya.name("contractors", 299) == "Zephyr Heating"
        rows.append(dict(rows[0], ID=298, first_name="Quill", last_name="Roofs"))
        assert await priya.name("contractors", 298) is None  # asked for a moment ago
        here.now += 31
        assert await priya.name("contractors", 298) == "Quill Roofs"


async def test_an_address_nobody_lives_at_is_found_through_its_jobs() -> None:
    """Global search matches addresses, its rows carry no id: the jobs are read for it."""
    async with world() as here:
        priya = here.person()
        await priya.warm_up(5)
        known = priya.indexes()["addresses"]
        place = {"ID": 590, "uuid": "x", "full_address": "1 Zeppelin Yard, Leeds", "landlord": "y"}
        here.sandbox._state.tables["addresses"].append(place)
        here.sandbox.edit("JOB-001", "Tom Reilly", address_id=590)
        assert known.find("zeppelin yard") == []
        assert await priya.find("addresses", "zeppelin yard") == [
            Choice(590, "1 Zeppelin Yard, Leeds")
        ]
        asked = len(here.sandbox.requests)
        assert await priya.find("addresses", "Zeppelin  Yard") != []
        assert await priya.find("addresses", "zeppelin") != []  # remembered from before
        assert len(here.sandbox.requests) == asked
        assert await priya.name("addresses", 590) == "1 Zeppelin Yard, Leeds"


async def test_without_global_search_the_job_list_is_searched() -> None:
    async with world() as here:
        here.sandbox.forbid("Priya Shah", "api.search.global.manage")
        here.sandbox.edit("JOB-001", "Tom Reilly", job_title="Zeppelin moored to the roof")
        priya = here.person()
        await priya.warm_up(5)
        found = await priya.find("addresses", "zeppelin")
        assert [c.name for c in found] == [here.sandbox.job("JOB-001")["full_address"]]


async def test_a_member_who_may_not_list_tenants_gets_the_addresses_of_jobs() -> None:
    async with world(habits={"list_address_id": False}) as here:
        here.sandbox.forbid("Priya Shah", "api.tenants.list.manage", "api.tenants.manage.manage")
        priya = here.person()
        found = await priya.options("addresses")
        assert 1 <= len(found) <= 5  # only a few jobs are read whole
        places = {row["full_address"] for row in here.sandbox.jobs}
        assert {c.name for c in found} <= places


async def test_the_operators_address_list_is_used() -> None:
    names = dataclasses.replace(NAMES, address_path="api/addresses/list?action=list")
    async with world(habits={"address_path": True}, names=names) as here:
        priya = here.person()
        assert len(await priya.options("addresses")) == len(here.sandbox.rows("addresses"))
        rows = here.sandbox._state.tables["addresses"]
        rows.append({"ID": 590, "uuid": "x", "full_address": "1 Zeppelin Yard", "landlord": "y"})
        assert await priya.find("addresses", "zeppelin") == [Choice(590, "1 Zeppelin Yard")]
