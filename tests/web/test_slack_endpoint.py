"""The door as a security boundary: what is not Slack's never gets in, and says nothing."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.web import urlencoded
from bot.web.bolt import Routes, bolt_app
from bot.web.slack_endpoint import SlackEndpoint
from tests.web.signed_requests import (
    FORM,
    NOW,
    SECRET,
    Door,
    command,
    event,
    interactive,
    known_identity,
    press,
    signature,
    signed,
    submission,
    typing,
)

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
    assert "4711" not in said


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


async def test_a_closing_door_answers_503_and_waits_for_those_inside(door: Door) -> None:
    go_on = asyncio.Event()

    @door.routes.command("/job")
    async def listen(ack: AsyncAck) -> None:
        await go_on.wait()
        await ack("done")

    raw = command()
    async with door.open() as http:
        assert door.front is not None
        inside = asyncio.create_task(http.post("/slack/events", content=raw, headers=signed(raw)))
        await asyncio.sleep(0.05)
        closing = asyncio.create_task(door.front.close(within=5))
        await asyncio.sleep(0)
        late = await http.post("/slack/events", content=raw, headers=signed(raw))
        assert not closing.done()
        go_on.set()
        await closing
        assert (late.status_code, (await inside).text) == (503, "done")


def test_a_front_without_a_secret_is_not_built() -> None:
    with pytest.raises(ValueError, match="signing secret"):
        SlackEndpoint(AsyncApp(token="xoxb-1", signing_secret="s"), "")


_headers = st.lists(
    st.tuples(
        st.sampled_from(
            [b"x-slack-request-timestamp", b"x-slack-signature", b"content-type", b"content-length"]
        ),
        st.one_of(st.binary(max_size=80), st.just(str(NOW).encode())),
    ),
    max_size=6,
)


@given(headers=_headers, raw=st.binary(max_size=200))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_unsigned_ever_gets_in(headers: list[tuple[bytes, bytes]], raw: bytes) -> None:
    assert asyncio.run(_knock(headers, raw)) in {401, 413}


@given(raw=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@settings(max_examples=300)
def test_no_signed_bytes_raise(raw: bytes) -> None:
    for content_type in (JSON, FORM):
        headers = [
            (key.encode(), value.encode()) for key, value in signed(raw, content_type).items()
        ]
        assert asyncio.run(_knock(headers, raw)) in {200, 400, 404}


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=40)), max_size=6))
def test_forms_are_read_as_urllib_reads_them(rows: list[tuple[str, str]]) -> None:
    encodable = [(a, b) for a, b in rows if (a + b).isprintable()]
    body = urlencode(encodable)
    assert urlencoded.pairs(body) == urlencoded.pairs_by_urllib(body) == encodable


@given(st.text(alphabet="ab%+&=;2fF zé", max_size=40))
def test_odd_forms_too(body: str) -> None:
    assert urlencoded.pairs(body) == urlencoded.pairs_by_urllib(body)


async def _knock(headers: list[tuple[bytes, bytes]], raw: bytes) -> int:
    async def never(error: Exception) -> None:
        raise AssertionError from error

    client = AsyncWebClient(token="xoxb-1")
    app = bolt_app(
        Routes(), client=client, bot_auth=known_identity(client), parts={}, on_error=never
    )
    sent: list[Mapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": raw}

    async def note(message: Mapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": headers}
    await SlackEndpoint(app, SECRET, clock=lambda: NOW)(scope, receive, note)
    return int(sent[0]["status"])


PAYLOADS: list[tuple[bytes, str]] = [
    (command(), FORM),
    (command("new leak & “drip” at 12 Elm Row £250 <@U2> ünï 🔧 a+b=c%20d"), FORM),
    (command(""), FORM),
    (interactive(press()), FORM),
    (interactive(press() | {"team": None, "enterprise": {"id": "E1"}}), FORM),
    (interactive(submission()), FORM),
    (interactive(typing()), FORM),
    (json.dumps(event()).encode(), JSON),
    (json.dumps(event("message", text="é 🔧", channel="C1", thread_ts="1.2")).encode(), JSON),
    (
        json.dumps(
            event("message", bot_id="B2") | {"authorizations": [{"team_id": "T1"}]}
        ).encode(),
        JSON,
    ),
]


@pytest.mark.parametrize(("raw", "content_type"), PAYLOADS)
async def test_a_listener_sees_what_bolt_alone_would_show_it(raw: bytes, content_type: str) -> None:
    seen: list[dict[str, Any]] = []

    async def listen(
        ack: AsyncAck, body: Any, payload: Any, action: Any, command: Any, event: Any, view: Any,
        options: Any, message: Any, context: Any, client: Any, say: Any, respond: Any,
    ) -> None:  # fmt: skip
        keys = ("team_id", "enterprise_id", "user_id", "channel_id", "thread_ts", "response_url",
                "is_enterprise_install", "actor_user_id", "bot_user_id")  # fmt: skip
        seen.append(
            {
                "body": body,
                "payload": payload,
                "action": action,
                "command": command,
                "event": event,
                "view": view,
                "options": options,
                "message": message,
                "context": {key: context.get(key) for key in keys},
                "client": (client.token, client.base_url),
                "say": say.channel,
                "respond": respond.response_url,
            }
        )
        await (ack() if event else ack("heard"))

    def identity() -> Any:
        client = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/api/")
        return client, known_identity(client)

    client, auth = identity()
    client.token = None
    plain = AsyncApp(signing_secret=SECRET, client=client, authorize=auth)
    plain.command("/job")(listen)
    plain.action("card.restore")(listen)
    plain.view("job.create")(listen)
    plain.options("lookup.addresses")(listen)
    plain.event("app_home_opened")(listen)
    plain.event("message")(listen)

    client, auth = identity()
    routes = Routes()
    routes.command("/job")(listen)
    routes.action("card.restore")(listen)
    routes.submission("job.create")(listen)
    routes.options("lookup.addresses")(listen)
    routes.event("app_home_opened")(listen)
    routes.event("message")(listen)

    async def never(error: Exception) -> None:
        raise AssertionError from error

    ours = SlackEndpoint(
        bolt_app(routes, client=client, bot_auth=auth, parts={}, on_error=never), SECRET
    )
    headers = signed(raw, content_type, stamp=int(time.time()))
    answers = []
    for app in (AsyncSlackRequestHandler(plain), ours):
        transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # Bolt's narrower scope type
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
            answers.append(await http.post("/slack/events", content=raw, headers=headers))

    assert len(seen) == 2
    assert seen[0] == seen[1]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].text == answers[1].text
    assert answers[0].headers["content-type"] == answers[1].headers["content-type"]
