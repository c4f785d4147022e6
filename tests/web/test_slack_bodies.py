"""What is asked of the endpoint besides its signature: bodies, sizes, slow senders, its end."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck

from tests.web.signed_requests import (
    FORM,
    Door,
    command,
    signed,
)
from tests.web.test_slack_endpoint import JSON, hear_all


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_only_post_is_answered(door: Door, method: str) -> None:
    async with door.open() as http:
        answer = await http.request(method, "/slack/events")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b'{"type": "event_callback"', JSON),
        (b"[1, 2]", JSON),
        (b'"text"', JSON),
        (b"", JSON),
        (b"\xff\xfe", JSON),
        (b'{"a": NaN}', JSON),
        (b"[" * 100_000, JSON),
        (b"payload=%7Bbroken", FORM),
        (b"payload=[1]", FORM),
        (b"payload=", FORM),
        ("command=£".encode(), FORM),
        (b"command=/job", "text/plain"),
        (b"command=/job", "multipart/form-data; boundary=x"),
        (b"command=/job", ""),
    ],
)
async def test_a_signed_but_unreadable_body_is_a_bad_request(
    door: Door, raw: bytes, content_type: str
) -> None:
    heard = hear_all(door)
    assert (await door.post(raw, content_type)).status_code == 400
    assert heard == []


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "event_callback", "authorizations": 5, "event": {"type": "x"}},
        {"type": "event_callback", "event": "text"},
        {"type": "block_actions", "actions": [], "team": 7, "user": []},
        {"type": "block_actions", "actions": [{"action_id": "a"}], "response_urls": [1]},
        {"type": "view_submission", "view": {"callback_id": {}, "blocks": 3}, "team": {"id": "T1"}},
        {"type": 5, "team": {}},
        {},
    ],
)
async def test_signed_shapes_slack_never_sends_raise_nothing(
    door: Door, odd: dict[str, Any]
) -> None:
    hear_all(door)
    assert (await door.post(json.dumps(odd).encode(), JSON)).status_code in {200, 400, 404}


async def test_a_large_body_is_refused_before_it_is_read_to_its_end(door: Door) -> None:
    sent = 0

    async def flood() -> Any:
        nonlocal sent
        for _ in range(100):
            sent += 100_000
            yield b"x" * 100_000

    async with door.open() as http:
        told = await http.post("/slack/events", content=b"x" * 1_000_001)
        streamed = await http.post("/slack/events", content=flood())
        lied = await http.post(
            "/slack/events", content=b"x", headers={"content-length": "9" * 4000}
        )

    assert (told.status_code, streamed.status_code, lied.status_code) == (413, 413, 413)
    assert sent < 2_000_000


async def test_a_sender_who_is_slow_or_leaves_holds_nothing(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.slack_endpoint._READ_SECONDS", 0.02)
    await door.open().aclose()
    assert door.front is not None
    sent: list[Mapping[str, Any]] = []

    async def slow() -> dict[str, Any]:
        await asyncio.sleep(5)
        return {}

    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def note(message: Mapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": []}
    await door.front(dict(scope), gone, note)
    assert sent == []
    await door.front(dict(scope), slow, note)
    assert sent[0]["status"] == 408


async def test_a_closing_door_answers_503_and_waits_for_those_inside(door: Door) -> None:
    is_inside, go_on = asyncio.Event(), asyncio.Event()

    @door.routes.command("/job")
    async def listen(ack: AsyncAck) -> None:
        is_inside.set()
        await go_on.wait()
        await ack("done")

    raw = command()
    async with door.open() as http:
        assert door.front is not None
        inside = asyncio.create_task(http.post("/slack/events", content=raw, headers=signed(raw)))
        await is_inside.wait()
        closing = asyncio.create_task(door.front.close(within=60))
        await asyncio.sleep(0)
        late = await http.post("/slack/events", content=raw, headers=signed(raw))
        assert not closing.done()
        go_on.set()
        await closing
        assert (late.status_code, (await inside).text) == (503, "done")
