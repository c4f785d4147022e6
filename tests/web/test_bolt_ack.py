"""When a listener is acked, and what is told of one that raises."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck

from bot.errors import Busy
from bot.web import payloads
from bot.web.routes import Kind
from tests.web.signed_requests import (
    Door,
    command,
    press,
    submission,
    typing,
)


async def test_an_ack_leaves_before_the_listener_has_ended(door: Door) -> None:
    go_on = asyncio.Event()
    ended: list[bool] = []

    @door.routes.command("/job")
    async def listen(ack: AsyncAck) -> None:
        await ack("on it")
        await go_on.wait()
        ended.append(True)

    answer = await door.post(command())

    assert (answer.status_code, answer.text, ended) == (200, "on it", [])
    assert door.app is not None
    assert await door.app.settle(within=0.01) == 1
    go_on.set()
    assert await door.app.settle(within=60) == 0
    assert ended == [True]


async def test_a_late_listener_does_not_keep_slack_waiting(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", 0.02)
    go_on = asyncio.Event()

    async def listen(ack: AsyncAck) -> None:
        await go_on.wait()
        await ack()

    door.routes.command("/job")(listen)
    door.routes.submission("job.create")(listen)
    door.routes.options("lookup.addresses")(listen)
    door.routes.action("card.restore")(listen)

    said = await door.post(command())
    form = await door.send(submission())
    options = await door.send(typing())
    pressed = await door.send(press())
    go_on.set()

    assert said.json() == {
        "response_type": "ephemeral",
        "text": f"{Busy.typed} What you typed: `/job help`",
    }
    assert form.json() == {
        "response_action": "errors",
        "errors": {"job_title": "Busy, nothing is lost: press again."},
    }
    assert options.json() == {"options": []}
    assert (pressed.status_code, pressed.text) == (200, "")


async def test_options_leave_as_they_are(door: Door) -> None:
    @door.routes.options("lookup.addresses")
    async def listen(ack: AsyncAck) -> None:
        row = {"text": {"type": "plain_text", "text": "12 Elm Row £"}, "value": "1"}
        await ack(options=[row])

    answer = await door.send(typing())

    assert answer.headers["content-type"].startswith("application/json")
    assert [each["value"] for each in answer.json()["options"]] == ["1"]
    assert answer.json()["options"][0]["text"]["text"] == "12 Elm Row £"


async def test_an_error_before_the_ack_is_told_by_on_error(door: Door) -> None:
    door.parts = {"people": "the people"}

    async def tell(error: Exception, ack: AsyncAck, body: dict[str, Any], people: str) -> None:
        await ack(f"{error} {body['text']} {people}")

    door.on_error = tell

    @door.routes.command("/job")
    async def listen() -> None:
        raise RuntimeError("no")

    answer = await door.post(command("mine"))

    assert (answer.status_code, answer.text) == (200, "no mine the people")


async def test_an_error_after_the_ack_leaves_what_was_acked(door: Door) -> None:
    @door.routes.command("/job")
    async def listen(ack: AsyncAck) -> None:
        await ack("on it")
        raise RuntimeError("too late")

    answer = await door.post(command())

    assert (answer.status_code, answer.text) == (200, "on it")
    assert [str(each) for each in door.errors] == ["too late"]


async def test_an_error_of_the_error_handler_still_tells_the_member_something(door: Door) -> None:
    async def tell(error: Exception) -> None:
        raise LookupError from error

    door.on_error = tell

    async def listen() -> None:
        raise RuntimeError("no")

    door.routes.command("/job")(listen)
    door.routes.submission("job.create")(listen)

    told = (await door.post(command())).json()["text"]
    assert re.fullmatch(
        rf"{re.escape(payloads.BUG)} Code for whoever runs this bot: E-\w{{7}}", told
    )
    assert payloads.BUG in (await door.send(submission())).json()["errors"]["job_title"]


async def test_a_listener_that_forgets_its_ack_is_acked(door: Door) -> None:
    @door.routes.action("card.restore")
    async def listen() -> None: ...

    answer = await door.send(press())

    assert (answer.status_code, answer.text) == (200, "")


async def test_acks_are_counted_by_kind(door: Door) -> None:
    @door.routes.action("card.restore")
    async def listen(ack: AsyncAck) -> None:
        await ack()

    await door.send(press())

    assert 'propops_bot_ack_seconds_count{kind="action"} 1.0' in door.metrics.text().decode()


async def test_each_request_is_told_of_before_and_after_whatever_comes_of_it(door: Door) -> None:
    told: list[tuple[str, ...]] = []

    def begin(kind: Kind) -> Callable[[float], None]:
        told.append((kind, "begin"))
        return lambda _: told.append((kind, "end"))

    door.acks = begin

    @door.routes.command("/job")
    async def break_off() -> None:
        raise RuntimeError

    @door.routes.action("card.restore")
    async def ack_at_once(ack: AsyncAck) -> None:
        assert told[-1] == ("action", "begin")
        await ack()

    await door.post(command())
    await door.send(press())
    await door.send(press(action_id="nobody.listens"))
    assert told == [
        ("command", "begin"),
        ("command", "end"),
        ("action", "begin"),
        ("action", "end"),
    ]
