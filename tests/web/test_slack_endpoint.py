"""The endpoint as a security boundary: what is not Slack's never gets in, and is told nothing."""

import json
import logging
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.web.bolt import Routes, bolt_app
from bot.web.slack_endpoint import SlackEndpoint
from tests.web.signed_requests import (
    FORM,
    NOW,
    SECRET,
    Door,
    command,
    event,
    known_identity,
    signature,
    signed,
)
from tests.without_ids import without_ids

JSON = "application/json"


def hear_all(door: Door) -> list[Any]:
    heard: list[Any] = []

    async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    door.routes.command("/job")(listen)
    door.routes.action("card.restore")(listen)
    door.routes.event("app_home_opened")(listen)
    return heard


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}


async def test_the_signature_is_the_one_of_slacks_page() -> None:
    """The vector of [authentication/verifying-requests-from-slack]."""
    raw = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmi"
        b"bIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    said = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature(raw, "1531420618") == said

    async def nothing(error: Exception) -> None: ...

    client = AsyncWebClient(token="xoxb-1")
    app = bolt_app(
        Routes(), client=client, bot_auth=known_identity(client), parts={}, on_error=nothing
    )
    headers = [(b"x-slack-request-timestamp", b"1531420618"), (b"x-slack-signature", said.encode())]
    SlackEndpoint(app, SECRET, clock=lambda: 1531420618)._verify(headers, raw)


@pytest.mark.parametrize(
    "changed",
    [
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "yesterday"},
        {"x-slack-request-timestamp": "-1750000000"},
        {"x-slack-request-timestamp": "1750000000.0"},
        {"x-slack-request-timestamp": " 1750000000"},
        {"x-slack-request-timestamp": "9" * 5000},
        {"x-slack-request-timestamp": "inf"},
        {"x-slack-request-timestamp": "²"},
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0="},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v1=" + "0" * 64},
        {"x-slack-signature": "ñ" * 67},
        {"x-slack-signature": "x" * 100_000},
    ],
)
async def test_a_malformed_signature_or_time_is_refused_quietly(
    door: Door, changed: dict[str, str]
) -> None:
    heard = hear_all(door)
    raw = command("secret plan")
    headers = [
        (key.encode(), value.encode("latin-1")) for key, value in {**signed(raw), **changed}.items()
    ]
    async with door.open() as http:
        answer = await http.post("/slack/events", content=raw, headers=headers)

    assert answer.status_code == 401
    assert heard == []


@pytest.mark.parametrize("name", ["x-slack-request-timestamp", "x-slack-signature"])
async def test_a_missing_or_doubled_header_is_refused(door: Door, name: str) -> None:
    heard = hear_all(door)
    raw = command()
    headers = signed(raw)
    doubled = [*headers.items(), (name, headers[name])]
    async with door.open() as http:
        missing = await http.post("/slack/events", content=raw, headers=without(headers, name))
        twice = await http.post("/slack/events", content=raw, headers=doubled)

    assert (missing.status_code, twice.status_code) == (401, 401)
    assert heard == []


async def test_a_signature_of_uppercase_hex_or_another_secret_is_refused(door: Door) -> None:
    heard = hear_all(door)
    raw = command()
    good = signed(raw)
    other = signature(raw, str(NOW), "another secret")
    for bad in (good["x-slack-signature"].upper(), other, good["x-slack-signature"] + "0"):
        answer = await door.post(raw, headers=good | {"x-slack-signature": bad})
        assert answer.status_code == 401
    assert heard == []


@pytest.mark.parametrize(
    ("skew", "status"), [(0, 200), (-300, 200), (300, 200), (-301, 401), (301, 401)]
)
async def test_a_request_is_good_for_five_minutes_either_way(
    door: Door, skew: int, status: int
) -> None:
    hear_all(door)
    raw = command()
    assert (await door.post(raw, headers=signed(raw, stamp=NOW + skew))).status_code == status


async def test_a_changed_body_is_refused(door: Door) -> None:
    heard = hear_all(door)
    headers = signed(command("show JOB-001"))
    assert (await door.post(command("show JOB-002"), headers=headers)).status_code == 401
    assert heard == []


async def test_refusals_neither_log_nor_repeat_the_body(
    door: Door, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        raw = command("tenant's alarm code is 4711")
        wrong = await door.post(raw, headers=signed(raw) | {"x-slack-signature": "v0=bad"})
        broken = await door.post(b'{"alarm": 4711', JSON)

    said = caplog.text + wrong.text + broken.text + "".join(capsys.readouterr())
    assert (wrong.status_code, broken.status_code) == (401, 400)
    assert "4711" not in without_ids(said)


async def test_the_address_is_proved_only_to_slack(door: Door) -> None:
    raw = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "t"}).encode()
    assert (await door.post(raw, headers={"content-type": JSON})).status_code == 401
    assert (await door.post(raw, JSON)).json() == {"challenge": "3eZbrw1a"}
    odd = json.dumps({"type": "url_verification", "challenge": {"a": 1}}).encode()
    assert (await door.post(odd, JSON)).status_code == 400


async def test_ssl_check_is_answered_only_when_signed(door: Door) -> None:
    heard = hear_all(door)
    raw = b"ssl_check=1&token=t"
    assert (await door.post(raw, headers={"content-type": FORM})).status_code == 401
    assert (await door.post(raw)).status_code == 200
    assert heard == []


async def test_retries_of_slack_are_told_to_listeners_and_nothing_else_of_the_headers(
    door: Door,
) -> None:
    seen: list[Any] = []

    @door.routes.event("app_home_opened")
    async def listen(request: Any) -> None:
        seen.append(request.headers)

    raw = json.dumps(event()).encode()
    more = {
        "x-slack-retry-num": "2",
        "x-slack-retry-reason": "http_timeout",
        "x-slack-bolt-lazy-only": "1",
        "x-slack-bolt-lazy-function-name": "listen",
    }
    await door.post(raw, headers=signed(raw, JSON) | more)

    assert seen == [{"x-slack-retry-num": ["2"], "x-slack-retry-reason": ["http_timeout"]}]


async def test_a_word_payload_in_a_command_is_only_a_word(door: Door) -> None:
    heard = hear_all(door)
    await door.post(command("new payload lift broken"))
    await door.post(command("new", payload='{"type": "block_actions"}'))
    assert [body["command"] for body in heard] == ["/job", "/job"]
    assert heard[0]["text"] == "new payload lift broken"


def test_a_front_without_a_secret_is_not_built() -> None:
    with pytest.raises(ValueError, match="signing secret"):
        SlackEndpoint(AsyncApp(token="xoxb-1", signing_secret="s"), "")
