"""Bolt's dispatch on our tables: which listener, with what, and its ack."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncBoltRequest
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotWelcome
from bot.web import bolt_listener, payloads
from bot.web.bolt import Routes, SlackInstallation, bolt_app
from tests.steps import counted_steps
from tests.web.signed_requests import (
    Door,
    command,
    event,
    interactive,
    known_identity,
    press,
    submission,
    typing,
)


async def test_each_kind_finds_its_listener_by_name(door: Door) -> None:
    heard: list[str] = []

    def listener(name: str) -> Any:
        async def listen(ack: AsyncAck) -> None:
            heard.append(name)
            await ack()

        return listen

    door.routes.command("/job")(listener("command"))
    door.routes.action("card.restore")(listener("action"))
    door.routes.submission("job.create")(listener("submission"))
    door.routes.options("address_id")(listener("options by block"))
    door.routes.event("app_home_opened")(listener("event"))

    sent = [
        press(),
        submission(),
        typing(),
        event(),
    ]
    answered = [await door.post(command())] + [await door.send(payload) for payload in sent]

    assert [each.status_code for each in answered] == [200] * 5
    assert heard == ["command", "action", "submission", "options by block", "event"]


async def test_a_listener_is_given_what_bolt_gives_and_our_parts_by_name(door: Door) -> None:
    door.parts = {"people": "the people"}
    seen: dict[str, Any] = {}

    @door.routes.action("card.restore")
    async def listen(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        context: dict[str, Any],
        respond: Any,
        people: str,
    ) -> None:
        seen.update(action=action, team=context["team_id"], user=context["user_id"])
        seen.update(people=people, token=client.token, hook=respond.response_url)
        seen.update(channel=body["channel"]["id"])
        await ack()

    await door.send(press())

    assert seen == {
        "action": press()["actions"][0],
        "team": "T1",
        "user": "U1",
        "people": "the people",
        "token": "xoxb-1",
        "hook": "http://127.0.0.1:1/hook",
        "channel": "C1",
    }


async def test_bolt_makes_nothing_for_a_listener_that_names_nothing_of_its(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.parts = {"people": "the people"}
    made: list[str] = []

    def noted(*, required_arg_names: list[str], **more: Any) -> Any:
        made.extend(required_arg_names)
        return build_async_required_kwargs(required_arg_names=required_arg_names, **more)

    monkeypatch.setattr(bolt_listener, "build_async_required_kwargs", noted)
    seen: list[Any] = []

    class Listener:
        async def plain(self, ack: AsyncAck, people: str) -> None:
            seen.append(people)
            await ack()

        async def asking(self, ack: AsyncAck, body: dict[str, Any], people: str) -> None:
            seen.append((people, body["type"]))
            await ack()

    door.routes.action("card.restore")(Listener().plain)
    door.routes.submission("job.create")(Listener().asking)
    assert (await door.send(press())).status_code == 200
    assert (seen, made) == (["the people"], [])
    assert (await door.send(submission())).status_code == 200
    assert (seen[1:], made) == ([("the people", "view_submission")], ["body"])


def test_a_part_may_not_hide_what_bolt_injects() -> None:
    client = AsyncWebClient(token="xoxb-1")
    with pytest.raises(ValueError, match="ack, client"):
        bolt_app(
            Routes(),
            client=client,
            bot_auth=SlackInstallation(client),
            parts={"client": 1, "ack": 2, "people": 3},
            on_error=asyncio.sleep,
        )


async def test_what_is_read_of_a_payload_is_read_only_for_who_names_it(door: Door) -> None:
    read: list[str] = []
    seen: list[Any] = []

    def value(body: Mapping[str, Any]) -> str:
        read.append("value")
        return str(body["actions"][0]["value"])

    def request(body: Mapping[str, Any]) -> str:
        return f"in {body['channel']['id']}"

    door.read = {"value": value, "request": request}

    @door.routes.action("card.asks")
    async def asks(ack: AsyncAck, value: str, request: str) -> None:
        seen.append((value, request))
        await ack()

    @door.routes.action("card.plain")
    async def plain(ack: AsyncAck) -> None:
        await ack()

    await door.send(press("card.plain"))
    assert read == []
    await door.send(press("card.asks"))
    assert (read, seen) == (["value"], [("v £", "in C1")])


async def test_what_reading_a_payload_raises_counts_as_the_listeners(door: Door) -> None:
    def refuse(body: Mapping[str, Any]) -> str:
        raise NotWelcome("You are nobody.")

    door.read = {"value": refuse}

    @door.routes.action("card.asks")
    async def asks(ack: AsyncAck, value: str) -> None:
        raise AssertionError

    answer = await door.send(press("card.asks"))
    assert answer.status_code == 200
    assert [str(error) for error in door.errors] == ["You are nobody."]


async def test_a_listener_that_names_what_nobody_gives_is_refused(door: Door) -> None:
    @door.routes.action("card.asks")
    async def asks(ack: AsyncAck, poeple: str) -> None: ...

    with pytest.raises(ValueError, match=r"nobody gives action card\.asks its poeple"):
        await door.send(press("card.asks"))


def test_a_name_takes_one_listener_only() -> None:
    routes = Routes()

    @routes.action("card.restore")
    async def first() -> None: ...

    with pytest.raises(ValueError, match="has a listener already"):
        routes.action("card.restore")(first)
    assert routes.names("action") == ["card.restore"]
    assert list(routes) == [("action", "card.restore", first)]


async def test_one_function_may_listen_to_an_event_and_to_a_press(door: Door) -> None:
    async def listen() -> None: ...

    door.routes.event("app_home_opened")(listen)
    door.routes.submission("job.create")(listen)

    assert (await door.send(event())).text == ""
    assert (await door.send(submission())).json()["response_action"] == "errors"
    assert door.errors == []


async def test_what_nobody_listens_to_is_answered_without_an_error(door: Door) -> None:
    assert (await door.send(press("an.old.button"))).status_code == 200
    assert (await door.send(event("reaction_added"))).status_code == 200
    assert (await door.send(typing())).json() == {"options": []}
    assert (await door.send(submission())).json()["errors"] == {"job_title": payloads.OLD_FORM}
    assert (await door.send(submission("x") | {"type": "view_closed"})).text == ""
    assert (await door.send({"type": "something_new"})).status_code == 200
    assert door.errors == []


async def test_an_unknown_command_is_answered_as_bolt_does(door: Door) -> None:
    assert (await door.post(command(command="/else"))).status_code == 404


async def test_ordinary_bolt_listeners_still_work(door: Door) -> None:
    heard: list[str] = []
    http = door.open()
    assert door.app is not None

    @door.app.action("ordinary")
    async def listen(ack: AsyncAck) -> None:
        await ack()
        heard.append("ordinary")

    answer = await door.app.async_dispatch(
        AsyncBoltRequest(body=press("ordinary"), mode="socket_mode")
    )
    await http.aclose()

    assert (answer.status, heard) == (200, ["ordinary"])


async def test_no_listener_is_slow_to_find_among_many() -> None:
    """Flat in the number of listeners: Bolt itself asks one after the other."""

    async def listen(ack: AsyncAck) -> None:
        await ack()

    async def steps_among(others: int) -> int:
        door = Door()
        for number in range(others):
            door.routes.action(f"other.{number}")(listen)
        door.routes.action("card.restore")(listen)
        async with door.open():
            assert door.app is not None
            for _ in range(2):  # the first time some things are made
                request = AsyncBoltRequest(body=press(), mode="socket_mode")
                with counted_steps() as so_far:
                    assert (await door.app.async_dispatch(request)).status == 200
                await door.app.settle(within=60)
        return so_far()

    assert await steps_among(300) < 1.2 * await steps_among(0)


async def test_bolts_own_environment_is_not_read(
    door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN"):
        monkeypatch.setenv(name, "xoxb-from-the-environment")
    with caplog.at_level(logging.INFO):
        await door.open().aclose()

    assert door.app is not None
    assert door.app.oauth_flow is None


def test_made_up_shapes_have_no_kind() -> None:
    for body in (
        {},
        {"type": "block_actions"},
        {"type": "block_actions", "actions": []},
        {"type": "event_callback", "event": "text"},
        {"type": "view_submission", "view": None},
        {"command": 5},
    ):
        assert payloads.kind_and_names(body) == (None, ())


def test_interactive_bodies_are_forms() -> None:
    assert interactive({"type": "x"}).startswith(b"payload=%7B")
    assert known_identity(AsyncWebClient(token="xoxb-1")).installed is not None
