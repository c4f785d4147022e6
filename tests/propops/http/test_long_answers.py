"""An answer without end: it is given up, and the bot goes on."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.errors import Garbled, OutcomeUnknown
from bot.propops.gateway import Gateway
from bot.propops.http import request
from bot.propops.http.transport import Transport
from tests.propops.scripted import NAMES, TOKEN, UUID

MOST = 100_000


class _Endless(httpx.AsyncByteStream):
    """A body that never ends; `sent` bytes of it were asked for."""

    def __init__(self) -> None:
        self.sent = 0
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 10_000
            yield b'{"a": "' + b"x" * 9_993

    async def aclose(self) -> None:
        self.closed = True


class _Propops:
    """Answers a CSRF token, and everything else without end."""

    def __init__(self) -> None:
        self.endless: list[_Endless] = []

    def answer(self, asked: httpx.Request) -> httpx.Response:
        if asked.url.path.endswith("csrf-token"):
            return httpx.Response(200, json={"success": True, "data": {"token": "csrf-number-1"}})
        self.endless.append(_Endless())
        return httpx.Response(200, stream=self.endless[-1])

    def gateway(self) -> Gateway:
        pool = httpx.MockTransport(self.answer)
        return Gateway(Transport("http://propops.test", 5, pool), NAMES)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "MOST_BYTES", MOST)


async def test_a_read_without_end_is_unreadable_and_not_asked_for_again() -> None:
    propops = _Propops()
    with pytest.raises(Garbled, match="too long"):
        await propops.gateway().as_person(TOKEN).get(UUID)
    (endless,) = propops.endless
    assert endless.closed
    assert endless.sent <= MOST + 10_000


async def test_a_write_answered_without_end_may_have_been_done() -> None:
    propops = _Propops()
    with pytest.raises(OutcomeUnknown, match="too long"):
        await propops.gateway().as_person(TOKEN).write("delete", {"uuid": UUID})
    (endless,) = propops.endless
    assert endless.closed


async def test_a_long_answer_that_ends_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "MOST_BYTES", 3_000_000)
    row: dict[str, Any] = {"uuid": UUID, "job_title": "Leak", "job_description": "x" * 2_000_000}

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"success": True, "data": row})

    pool = httpx.MockTransport(answer)
    gateway = Gateway(Transport("http://propops.test", 5, pool), NAMES)
    job = await gateway.as_person(TOKEN).get(UUID)
    assert len(job.job_description) == 2_000_000
