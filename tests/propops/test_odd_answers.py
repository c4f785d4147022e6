"""Each odd page on each way to PropOps, over real HTTP: nothing ends, nothing is missing, nothing is sent twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

import pytest

from bot.errors import (
    Garbled,
    NotAllowed,
    OutcomeUnknown,
    PropOpsError,
    RateLimited,
    Unreachable,
)
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from tests.propops.http.serving import serving
from tests.propops.odd_pages import AWAY, BUSY, JSON, OWN_403, Page
from tests.propops.scripted import NAMES, TOKEN, UUID

CSRF = Page(200, b'{"success": true, "data": {"token": "csrf-number-1"}}', JSON)
READS: dict[str, Callable[[PropOpsClient], Awaitable[object]]] = {
    "get": lambda one: one.get(UUID),
    "search": lambda one: one.search("boiler"),
    "find": lambda one: one.find("JOB-001"),
    "find by uuid": lambda one: one.find(UUID),
    "marked": lambda one: one.marked("S-ABCDEF"),
    "mine": lambda one: one.creators(),
    "commits": lambda one: one.commits(UUID),
    "case notes": lambda one: one.case_notes(UUID),
    "preview of a delete": lambda one: one.preview_delete(UUID),
    "while typing": lambda one: one.page("boi", typing=True),
    "a job while typing": lambda one: one.get_while_typing(UUID),
    "everything": lambda one: one.search_all("boiler"),
}


class OddServer:
    """Answers everything but the CSRF call with `page`, or that one alone."""

    def __init__(self) -> None:
        self.page, self.on_csrf = CSRF, False
        self.posts = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        is_csrf = "/csrf-token" in head.partition("\r\n")[0]
        self.posts += head.startswith("POST")
        length = next((line for line in head.split("\r\n") if "content-length" in line.lower()), "")
        await reader.readexactly(int(length.partition(":")[2] or 0))
        writer.write((CSRF if is_csrf and not self.on_csrf else self.page).wire)
        await writer.drain()


@asynccontextmanager
async def odd() -> AsyncIterator[tuple[OddServer, Gateway]]:
    server = OddServer()

    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    async with serving(server.serve) as host:
        gateway = Gateway(Transport(f"http://{host}", 60, sleep=at_once), NAMES)
        try:
            yield server, gateway
        finally:
            await gateway.aclose()


async def kind(asked: Awaitable[object]) -> str:
    try:
        return f"took {await asked!r}"[:60]
    except PropOpsError as error:
        return type(error).__name__


def one_of(*errors: type[PropOpsError]) -> set[str]:
    return {each.__name__ for each in errors}


AWAY_READ, AWAY_WRITE = one_of(Garbled, Unreachable), one_of(OutcomeUnknown)


async def read_all(pages: Iterable[tuple[str, Page]], allowed: set[str]) -> list[str]:
    """What each read made of each page, where it is not among those."""
    wrong = []
    async with odd() as (server, gateway):
        person = gateway.as_person(TOKEN).in_background()
        for name, page in pages:
            server.page = page
            for read, ask in READS.items():
                if (found := await kind(ask(person))) not in allowed:
                    wrong.append(f"{name}, {read}: {found}")
    return wrong


async def test_a_read_takes_every_odd_page_for_propops_being_away() -> None:
    assert await read_all(AWAY.items(), AWAY_READ) == []


async def test_a_refusal_of_propops_s_own_is_believed() -> None:
    assert await read_all([("403", OWN_403)], one_of(NotAllowed)) == []


async def test_a_write_has_an_unknown_outcome_and_is_not_sent_again() -> None:
    wrong = []
    async with odd() as (server, gateway):
        person = gateway.as_person(TOKEN)
        for name, page in AWAY.items():
            server.page, server.posts = page, 0
            found = await kind(person.write("delete", {"uuid": UUID}))
            if found not in AWAY_WRITE or server.posts != 1:
                wrong.append(f"{name}: {found}, {server.posts} sent")
    assert wrong == []


async def test_without_a_csrf_token_nothing_leaves() -> None:
    wrong = []
    async with odd() as (server, gateway):
        server.on_csrf = True
        person = gateway.as_person(TOKEN)
        for name, page in AWAY.items():
            server.page = page
            found = await kind(person.write("delete", {"uuid": UUID}))
            if found not in one_of(Unreachable) or server.posts:
                wrong.append(f"{name}: {found}, {server.posts} sent")
    assert wrong == []


async def test_no_page_is_a_wrong_password_or_a_sign_of_life() -> None:
    wrong = []
    async with odd() as (server, gateway):
        for name, page in AWAY.items():
            server.page = page
            signed_in = await kind(gateway.login("tom@example.co.uk", "x"))
            alive = await kind(gateway.heartbeat())
            if signed_in not in AWAY_WRITE or alive not in AWAY_READ:
                wrong.append(f"{name}: {signed_in}, {alive}")
    assert wrong == []


@pytest.mark.parametrize("name", BUSY)
async def test_without_a_time_to_wait_a_busy_propops_is_busy(name: str) -> None:
    async with odd() as (server, gateway):
        server.page = BUSY[name]
        assert await kind(gateway.as_person("1a" * 32).get(UUID)) == "RateLimited"
        found = await kind(gateway.as_person("2b" * 32).write("delete", {"uuid": UUID}))
        assert found == "RateLimited"
        assert server.posts == 1
        assert RateLimited(5.0).retryable
