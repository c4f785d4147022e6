"""Faults of the Web API that a test asks for."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.web_api import (
    Home,
    refused,
)
from tests.waiting import until


@pytest.mark.parametrize("error", ["channel_not_found", "fatal_error"])
async def test_a_fault_answers_any_error_name(home: Home, error: str) -> None:
    home.slack.fail("chat.postMessage", error)
    assert await refused(home.post()) == error
    await home.post()
    assert [call.error for call in home.slack.calls] == [error, ""]


async def test_a_fault_can_be_a_rate_limit(home: Home) -> None:
    home.slack.fail("*", "ratelimited", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await home.post()
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
    await home.post()


@pytest.mark.parametrize("error", ["http_500", "http_503", "garbage"])
async def test_a_fault_can_be_no_json(home: Home, error: str) -> None:
    home.slack.fail("chat.postMessage", error)
    with pytest.raises(SlackApiError):
        await home.post()
    assert home.slack.messages("maintenance") == []


@pytest.mark.parametrize(
    ("error", "posted"),
    [("drop_before", 0), ("drop_after", 1), ("timeout", 0), ("timeout_after", 1)],
)
async def test_a_lost_answer_may_hide_a_done_call(home: Home, error: str, posted: int) -> None:
    home.client.timeout = 0  # no limit of aiohttp's own
    home.slack.fail("chat.postMessage", error)
    posting = asyncio.create_task(home.post())
    await until(lambda: home.slack.calls)
    if error.startswith("timeout"):
        await asyncio.sleep(0.2)
        assert not posting.done()
        posting.cancel()
    with pytest.raises((aiohttp.ClientError, asyncio.CancelledError)):
        await posting
    assert len(home.slack.messages("maintenance")) == posted
    assert len(home.slack.sent("chat.postMessage")) == posted


async def test_an_answer_lost_to_a_500_is_done(home: Home) -> None:
    home.slack.fail("chat.postMessage", "http_500_after")
    with pytest.raises(SlackApiError):
        await home.post()
    assert len(home.slack.messages("maintenance")) == 1


async def test_healing_ends_all_faults(home: Home) -> None:
    home.slack.fail("chat.postMessage", "timeout", times=-1)
    waiting = asyncio.create_task(home.post())
    await home.slack.until(lambda: home.slack.calls or None)
    home.slack.heal()
    with pytest.raises(aiohttp.ClientError):
        await waiting
    await home.post()
