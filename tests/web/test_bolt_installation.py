"""Of which workspace a payload is."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotWelcome
from bot.web.bolt import Routes, SlackInstallation, bolt_app
from bot.web.installation import Installed
from tests.web.signed_requests import (
    Door,
    event,
    press,
    typing,
)


@pytest.mark.parametrize("payload", [press(team="T2"), typing() | {"team": {"id": "T2"}}])
async def test_somebody_of_another_workspace_is_turned_away(
    door: Door, payload: dict[str, Any]
) -> None:
    heard: list[str] = []

    async def listen(ack: AsyncAck) -> None:
        heard.append("never")
        await ack()

    door.routes.action("card.restore")(listen)
    door.routes.options("lookup.addresses")(listen)
    answer = await door.send(payload)

    assert answer.status_code == 200
    assert heard == []
    assert [type(each) for each in door.errors] == [NotWelcome]


async def test_an_event_of_another_workspace_is_left_alone(door: Door) -> None:
    @door.routes.event("app_home_opened")
    async def listen() -> None:
        raise AssertionError

    assert (await door.send(event() | {"team_id": "T2"})).status_code == 200
    assert door.errors == []


async def test_on_grid_a_payload_may_name_the_organisation(door: Door) -> None:
    door.installed = Installed("T1", "E1", "UBOT", "BBOT", "", ())
    heard: list[str] = []

    @door.routes.action("card.restore")
    async def listen(ack: AsyncAck) -> None:
        heard.append("here")
        await ack()

    await door.send(press(team="T2") | {"enterprise": {"id": "E1"}})
    await door.send(press(team="E1"))
    await door.send(press(team="T2") | {"enterprise": {"id": "E2"}})

    assert heard == ["here", "here"]


async def test_while_slack_does_not_say_who_we_are_the_member_is_asked_to_press_again() -> None:
    client = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/api/")
    client.retry_handlers.clear()
    told: list[str] = []

    async def tell(error: Any, ack: AsyncAck) -> None:
        told.append(error.advice)
        await ack()

    routes = Routes()
    routes.action("card.restore")(tell)
    app = bolt_app(
        routes, client=client, bot_auth=SlackInstallation(client), parts={}, on_error=tell
    )
    answer = await app.async_dispatch(AsyncBoltRequest(body=press(), mode="socket_mode"))

    assert answer.status == 200
    assert told == ["Busy, nothing is lost: press again."]


async def test_identity_is_asked_for_once_however_many_wait() -> None:
    class Counting(AsyncWebClient):
        asked = 0

        async def auth_test(self, **_: Any) -> Any:
            Counting.asked += 1
            await asyncio.sleep(0.01)
            return _Said()

    class _Said(dict[str, Any]):
        def __init__(self) -> None:
            self.headers = {"X-OAuth-Scopes": "commands,chat:write"}
            super().__init__(team_id="T1", user_id="UBOT", bot_id="BBOT")
            self.data: dict[str, Any] = self

    identity = SlackInstallation(Counting(token="xoxb-1"))
    learnt = await asyncio.gather(*(identity.load() for _ in range(50)))

    assert Counting.asked == 1
    assert learnt[0].scopes == ("commands", "chat:write")
    assert (await identity()).bot_user_id == "UBOT"


async def test_our_own_events_are_ignored(door: Door) -> None:
    @door.routes.event("message")
    async def listen() -> None:
        raise AssertionError

    await door.send(event("message", user="UBOT"))
    assert door.errors == []
