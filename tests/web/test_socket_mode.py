"""The bot at the other end of Slack's web socket: it is there again within seconds, whatever was lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.serve import CannotStart, serve
from bot.settings import Settings
from tests.waiting import until
from tests.web.serving import heard_of, now_signed, serving
from tests.web.signed_requests import command
from tests.web.socket_slack import SocketSlack
from tests.web.stub_app import StubApp, settings


def socket_settings(api: str) -> Settings:
    return settings(slack_app_token="xapp-1", slack_api_url=api)


async def test_in_socket_mode_slack_is_answered_through_the_socket_only() -> None:
    slack = SocketSlack()
    async with slack.run() as api, serving(StubApp(socket_settings(api))) as (http, _):
        await slack.connected()
        await slack.type_command("mine", "e1")
        assert await slack.answered(1) == [{"envelope_id": "e1", "payload": {"text": "heard mine"}}]
        raw = command()
        closed = await http.post("/slack/events", content=raw, headers=now_signed(raw))
        ready = await http.get("/readyz")

    assert closed.status_code == 404
    assert ready.json()["checks"] == {"process": "ok", "socket": "ok"}
    assert slack.opened == 1


async def test_a_stopping_socket_answers_what_it_took_and_takes_nothing_new() -> None:
    slack = SocketSlack()
    async with slack.run() as api:
        app = StubApp(socket_settings(api))
        async with serving(app) as (_, stop):
            await slack.connected()
            await slack.type_command("slow", "e1")
            await app.is_inside.wait()
            await heard_of(stop)
            await slack.type_command("late", "e2")
            app.may_go_on.set()
            await slack.answered(1)

    assert [each["envelope_id"] for each in slack.answers] == ["e1"]
    assert app.heard == ["slow"]


async def test_a_refused_app_token_is_one_sentence() -> None:
    slack = SocketSlack(refuse="invalid_auth")
    async with slack.run() as api:
        app = StubApp(socket_settings(api))
        with pytest.raises(CannotStart, match="Slack refuses SLACK_APP_TOKEN"):
            await serve(app.settings, lambda _: app)


async def test_while_slack_is_away_it_serves_health_and_goes_on_trying(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.web.socket_mode._RETRY_SECONDS", 0.05)
    slack = SocketSlack(refuse="internal_error")
    async with slack.run() as api, serving(StubApp(socket_settings(api))) as (http, _):
        ready = await http.get("/readyz")
        slack.refuse = ""
        await slack.connected()

    assert ready.status_code == 503
    assert ready.json()["checks"]["socket"] == "not connected to Slack"


@asynccontextmanager
async def linked(slack: SocketSlack) -> AsyncIterator[tuple[StubApp, httpx.AsyncClient]]:
    """A bot whose first socket stands."""
    async with slack.run() as api:
        app = StubApp(socket_settings(api))
        async with serving(app) as (http, _):
            await slack.connected()
            yield app, http


async def test_a_reset_without_a_word_is_mended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.socket_mode._RETRY_SECONDS", 600)
    slack = SocketSlack()
    async with linked(slack) as (_, http):
        for turn in (2, 3):
            slack.reset()
            await slack.connected(turn)
        await slack.type_command("mine", "e1")
        assert await slack.answered(1) == [{"envelope_id": "e1", "payload": {"text": "heard mine"}}]
        assert (await http.get("/readyz")).status_code == 200


async def test_a_refused_handshake_is_tried_with_a_new_address() -> None:
    slack = SocketSlack()
    async with linked(slack):
        slack.handshakes_refused = 2
        slack.reset()
        await slack.connected(2)
    assert slack.opened == 4


@pytest.mark.parametrize("at_start", [True, False])
async def test_garbage_in_place_of_an_address_makes_nobody_deaf(at_start: bool) -> None:
    slack = SocketSlack()
    slack.garbage = 2 if at_start else 0
    async with linked(slack):
        if not at_start:
            slack.garbage = 2
            slack.reset()
            await slack.connected(2)
        await slack.type_command("mine", "e1")
        await slack.answered(1)


async def test_a_socket_that_answers_no_ping_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.socket_mode._HEARTBEAT", 0.1)
    slack = SocketSlack()
    slack.autoping = False
    async with linked(slack):
        await slack.connected(3)


async def test_a_socket_that_never_says_hello_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.socket_mode._HELLO_WITHIN", 0.1)
    slack = SocketSlack()
    slack.mute = 2
    async with linked(slack):
        await slack.type_command("mine", "e1")
        await slack.answered(1)


async def test_a_replaced_socket_still_answers_what_came_through_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.web.socket_mode._RETIRE_AFTER", 0.05)
    slack = SocketSlack()
    async with linked(slack) as (app, http):
        old = slack.sockets[0]
        await slack.type_command("slow", "e1")
        await app.is_inside.wait()
        await old.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await slack.connected(2)
        assert (await http.get("/readyz")).status_code == 200
        await slack.type_command("mine", "e2")
        await slack.answered(1)
        app.may_go_on.set()
        await slack.answered(2)
        assert app.heard == ["mine", "slow"]
        assert slack.answered_on == [slack.sockets[1], old]
        await until(lambda: old.closed)


async def test_frames_that_make_no_sense_end_nothing() -> None:
    slack = SocketSlack()
    async with linked(slack):
        socket = slack.sockets[0]
        for frame in ("{", "[]", "null", '{"type": "slash_commands"}', '{"envelope_id": 7}', "5"):
            await socket.send_str(frame)
        await socket.send_json({"type": "events_api", "envelope_id": "e0", "payload": None})
        await socket.send_bytes(b"\x00")
        await slack.type_command("mine", "e1")
        await slack.answered(1)
        assert len(slack.sockets) == 1
