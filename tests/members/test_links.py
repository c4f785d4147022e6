"""As whom PropOps is asked, and when a link is dead."""

import time
from dataclasses import replace
from typing import NamedTuple, cast

import pytest

from bot.errors import NotLinked, TokenDead
from bot.jobs.change import Json, Member
from bot.members.links import Links
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.bearer import Bearer
from bot.propops.lookups.cache import LookupCache
from bot.propops.lookups.member_lookups import PersonLookups
from bot.store.encryption import CannotDecrypt
from bot.store.tokens import Link, TokenStore

PRIYA = Member("", "T0SANDBOX1", "U0PRIYA001")


def link(
    token: str,
    expires_at: float | None = None,
    linked_as: Json | None = None,
    *,
    dead_at: float | None = None,
) -> Link:
    return Link(PRIYA, token, expires_at, linked_as or {}, dead_at)


class Tokens:
    """Links in memory, with the promises of the store."""

    def __init__(self) -> None:
        self.links: dict[Member, Link] = {}
        self.broken = False

    async def get(self, member: Member) -> Link | None:
        if self.broken:
            raise CannotDecrypt("a PropOps token")
        return self.links.get(member)

    async def mark_dead(self, member: Member, at: float, token: str | None = None) -> bool:
        link = self.links.get(member)
        if link is None or (token is not None and token != link.token):
            return False
        self.links[member] = replace(link, dead_at=at)
        return True


class AsPerson(NamedTuple):
    """Stands for a PropOps client, and for the lists of one."""

    token: str


class FakePropOps:
    def as_person(self, token: str) -> PropOpsClient:
        return cast("PropOpsClient", AsPerson(token))

    def of(self, propops: PropOpsClient) -> PersonLookups:
        return cast("PersonLookups", AsPerson("lists of " + token_of(propops)))


def token_of(opened: object) -> str:
    assert isinstance(opened, AsPerson)
    return opened.token


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def links(tokens: Tokens) -> Links:
    propops = FakePropOps()
    return Links(
        cast("TokenStore", tokens),
        cast("Gateway", propops),
        cast("LookupCache", propops),
        time.time,
    )


async def test_a_link_opens_propops_as_that_person(tokens: Tokens, links: Links) -> None:
    tokens.links[PRIYA] = link("a" * 64, time.time() + 60, {"name": "Priya"})
    assert token_of(await links.propops(PRIYA)) == "a" * 64
    assert token_of(await links.lookups(PRIYA)) == "lists of " + "a" * 64
    assert await links.linked(PRIYA)
    with pytest.raises(NotLinked):
        await links.propops(PRIYA._replace(user="U0TOM00001"))


@pytest.mark.parametrize("dead", [link("a" * 64, expires_at=1.0), link("a" * 64, dead_at=1.0)])
async def test_a_dead_link_opens_nothing_but_still_tells_whose_it_was(
    tokens: Tokens, links: Links, dead: Link
) -> None:
    tokens.links[PRIYA] = dead
    with pytest.raises(TokenDead):
        await links.propops(PRIYA)
    assert await links.linked(PRIYA) is None
    assert await links.link(PRIYA) == dead


async def test_a_token_that_cannot_be_opened_counts_as_none(tokens: Tokens, links: Links) -> None:
    tokens.links[PRIYA] = link("a" * 64)
    tokens.broken = True
    with pytest.raises(NotLinked):
        await links.propops(PRIYA)


async def test_a_refused_token_is_marked_dead(tokens: Tokens, links: Links) -> None:
    tokens.links[PRIYA] = link("a" * 64)
    await links.propops(PRIYA)
    await links.mark_token_dead(PRIYA)
    assert tokens.links[PRIYA].dead_at is not None


async def test_a_refusal_of_the_old_token_spares_the_new_one(tokens: Tokens, links: Links) -> None:
    tokens.links[PRIYA] = link("b" * 64)
    assert not await links.mark_token_dead(PRIYA, Bearer("a" * 64).key)
    assert tokens.links[PRIYA].dead_at is None


async def test_a_new_token_that_is_refused_dies_at_once_and_is_told_once(
    tokens: Tokens, links: Links
) -> None:
    tokens.links[PRIYA] = link("b" * 64)
    told = [await links.mark_token_dead(PRIYA, Bearer("b" * 64).key) for _ in range(2)]
    assert told == [True, False]
    assert tokens.links[PRIYA].dead_at is not None
