"""The pace of posts, and a Slack that asks to wait."""

import asyncio
import time
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from tests.slack.samples import (
    APPROVALS,
    JOBS,
    QUICK,
    keyed,
    words,
)
from tests.waiting import until


async def test_retry_after_is_honoured_and_holds_only_its_channel(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    slack.fail("chat.postMessage", "ratelimited", retry_after=1)
    started = time.monotonic()
    held = asyncio.create_task(messenger.post(JOBS, words("one"), key="1"))
    await until(lambda: slack.calls)
    two = await messenger.post(APPROVALS, words("two"), key="2")
    one = await held
    assert time.monotonic() - started >= 1.0
    assert float(two) < float(one)
    assert len(keyed(slack, JOBS, "1")) == 1


async def test_a_very_long_retry_after_is_not_sat_out(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    messenger = Messenger(client, timing=QUICK)
    slack.fail("chat.postMessage", "ratelimited", retry_after=600)
    with pytest.raises(SlackSilent) as caught:
        await messenger.post(JOBS, words("one"), key="1")
    assert not caught.value.maybe_sent
    with pytest.raises(SlackSilent):
        await messenger.post(JOBS, words("two"), key="2")
    await messenger.post(APPROVALS, words("three"), key="3")


async def test_messages_of_a_channel_keep_their_order_and_pace(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    messenger = Messenger(client, timing=replace(QUICK, gap=0.1, burst=2))
    started = time.monotonic()
    await asyncio.gather(*(messenger.post(JOBS, words(f"{n}"), key=f"{n}") for n in range(6)))
    assert time.monotonic() - started >= 0.39
    assert [each.text for each in slack.channel(JOBS).messages] == [f"{n}" for n in range(6)]


async def test_slack_never_has_to_slow_us_down(slack: SandboxSlack) -> None:
    strict = SandboxSlack(behaviour=Behaviour(rate_limit_posts=True))
    async with strict.serving() as url:
        quiet = AsyncWebClient(token="xoxb-sandbox", base_url=url + "/api/")
        messenger = Messenger(quiet)
        await asyncio.gather(*(messenger.post(JOBS, words("x"), key=f"{n}") for n in range(5)))
        assert [each.error for each in strict.calls] == [""] * 5
