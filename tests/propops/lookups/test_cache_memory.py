"""What the cache keeps in memory, and of whom."""

import asyncio

from bot.propops.lookups.member_lookups import PersonLookups
from tests.propops.lookups.cache_world import lookups_of, world
from tests.propops.scripted import OK, TOKEN, Script


async def test_members_who_see_the_same_share_one_index() -> None:
    async with world() as here:
        priya, tom = here.person(), here.person("Tom Reilly")
        await asyncio.gather(priya.warm_up(5), tom.warm_up(5))
        assert priya.indexes()["addresses"] is tom.indexes()["addresses"]
        assert here.cache._rows() < 150


async def test_the_member_who_was_away_longest_makes_room() -> None:
    async with world(most_members=2) as here:
        tokens = {
            who: here.sandbox.token_for(who) for who in ("Priya Shah", "Tom Reilly", "Sam Booth")
        }

        def person(who: str) -> PersonLookups:
            return here.cache.of(here.gateway.as_person(tokens[who]))

        await person("Priya Shah").options("agents")
        for who in ("Tom Reilly", "Priya Shah", "Sam Booth"):
            person(who)
        assert "agents" in person("Priya Shah").indexes()
        assert len(here.cache._members) == 2
        person("Tom Reilly")
        person("Sam Booth")
        assert "agents" not in person("Priya Shah").indexes()


async def test_many_rows_make_room_too() -> None:
    async with world(most_rows=20) as here:
        priya = here.person()
        await priya.options("contractors")
        await here.person("Margaret Ellison").options("contractors")
        here.person("Sam Booth")
        assert len(here.cache._members) == 3  # equal lists count once
        await here.person("Tom Reilly").options("tenants")
        here.now += 31
        here.person("Sam Booth")
        assert len(here.cache._members) <= 2


async def test_no_token_is_printed() -> None:
    lookups = lookups_of(Script(OK))
    assert TOKEN not in repr(vars(lookups))
