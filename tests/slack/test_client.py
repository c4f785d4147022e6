"""The shared session, and what slack_sdk would do by itself."""

import logging
from collections import Counter

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack
from bot.slack.client import open_session, web_client, without_retries
from bot.slack.web_api import Limited, NoAnswer, NotSent, Ok, SlackRefusal, call_once
from tests.slack.conftest import settings
from tests.slack.samples import JOBS, keyed
from tests.without_ids import without_ids

FRESH = {"event_type": "propops_change", "event_payload": {"key": "k"}}


async def test_one_connection_serves_many_calls(slack: SandboxSlack) -> None:
    opened = Counter[str]()
    trace = aiohttp.TraceConfig()

    async def count(*_: object) -> None:
        opened["connections"] += 1

    trace.on_connection_create_end.append(count)
    async with open_session() as session:
        session.trace_configs.append(trace)
        trace.freeze()
        client = web_client(settings(slack), session)
        for _ in range(10):
            await client.auth_test()
    assert opened["connections"] == 1


async def test_a_broken_post_is_not_repeated_by_the_client(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    slack.fail("chat.postMessage", "drop_after")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=JOBS, text="once", metadata=FRESH)
    assert len(keyed(slack, JOBS, "k")) == 1


async def test_a_broken_read_is_repeated(slack: SandboxSlack, client: AsyncWebClient) -> None:
    slack.fail("users.info", "drop_before")
    assert (await client.users_info(user="U0TOM00001"))["ok"]


async def test_rate_limits_are_waited_for_within_reason(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    slack.fail("users.info", "ratelimited", retry_after=0)
    assert (await client.users_info(user="U0TOM00001"))["ok"]
    slack.fail("users.info", "ratelimited", retry_after=3600)
    with pytest.raises(SlackApiError):
        await client.users_info(user="U0TOM00001")


async def test_the_session_has_a_time_limit(slack: SandboxSlack, client: AsyncWebClient) -> None:
    slack.fail("auth.test", "timeout")
    assert await call_once(without_retries(client).auth_test) == NoAnswer("timeout")


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        ("drop_after", NoAnswer("dropped")),
        ("http_500", NoAnswer("status 500")),
        ("garbage", NoAnswer("unreadable answer")),
        ("page_403", NoAnswer("status 403")),
        ("page_418", NoAnswer("status 418")),
        ("page_451", NoAnswer("status 451")),
        ("json_403", NoAnswer("status 403")),
        ("internal_error", NoAnswer("internal_error")),
        ("fatal_error", NoAnswer("fatal_error")),
        ("invalid_auth", SlackRefusal("invalid_auth")),
        ("ratelimited", Limited(7.0)),
    ],
)
async def test_every_answer_is_told_apart(
    slack: SandboxSlack, client: AsyncWebClient, fault: str, answer: object
) -> None:
    slack.fail("auth.test", fault, retry_after=7)
    assert await call_once(without_retries(client).auth_test) == answer
    assert isinstance(await call_once(without_retries(client).auth_test), Ok)


async def test_no_connection_means_not_sent(client: AsyncWebClient) -> None:
    client.base_url = "http://127.0.0.1:9/api/"
    assert isinstance(await call_once(without_retries(client).auth_test), NotSent)


async def test_every_call_is_reported_by_method(slack: SandboxSlack) -> None:
    seen: list[tuple[str, int]] = []
    report = lambda method, outcome, seconds: seen.append((method, outcome))  # noqa: E731 - shortest
    async with open_session(report) as session:
        client = without_retries(web_client(settings(slack), session))
        slack.fail("auth.test", "http_503")
        await call_once(client.auth_test)
        slack.fail("auth.test", "drop_before")
        await call_once(client.auth_test)
        async with session.post(slack.workspace.base_url + "/hooks/secret", json={}) as response:
            assert response.status == 404
    assert seen == [
        ("auth.test", 503),
        ("auth.test", 0),
        ("response_url", 404),
    ]


async def test_the_loopback_is_never_reached_through_a_proxy(
    slack: SandboxSlack, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    client = web_client(settings(slack), session)
    assert (await client.auth_test())["ok"]
    assert (await without_retries(client).auth_test())["ok"]


async def test_slack_sdk_stays_quiet_at_debug(
    client: AsyncWebClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await client.chat_postMessage(channel=JOBS, text="key safe 4711")
    assert "4711" not in without_ids(caplog.text)
