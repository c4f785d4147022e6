"""Any bytes at the endpoint are refused or read, and raise nothing."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.web import urlencoded
from bot.web.bolt import Routes, bolt_app
from bot.web.slack_endpoint import SlackEndpoint
from tests.web.signed_requests import (
    FORM,
    NOW,
    SECRET,
    known_identity,
    signed,
)
from tests.web.test_slack_endpoint import JSON

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
