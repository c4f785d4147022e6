"""Posting once, over real HTTP against a strict Slack."""

import asyncio
import time
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.methods import chat
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from tests.slack.samples import (
    JOBS,
    QUICK,
    keyed,
    words,
)
from tests.waiting import until

LOST = ["drop_after", "timeout_after", "http_500_after"]


UNDONE = ["drop_before", "timeout", "http_500", "http_503", "garbage", "internal_error"]


def land(slack: SandboxSlack) -> None:
    """What was sent last takes effect now, long after the client gave up."""
    [*_, sent] = [each for each in slack.calls if each.method == "chat.postMessage"]
    chat.post(slack.workspace, Call("chat.postMessage", sent.args, is_json=True))


async def test_a_message_carries_its_key_and_its_text(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    ts = await messenger.post(JOBS, words("Job created · JOB-1"), key="S-1:card")
    [sent] = slack.sent("chat.postMessage")
    assert sent["metadata"] == {
        "event_type": "propops_change",
        "event_payload": {"key": "S-1:card"},
    }
    assert sent["text"] == "Job created · JOB-1"
    assert sent["unfurl_links"] is False
    [shown] = keyed(slack, JOBS, "S-1:card")
    assert shown.ts == ts
    assert slack.sent("conversations.history") == []


@pytest.mark.parametrize("fault", LOST)
async def test_a_lost_answer_is_found_in_the_channel(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    slack.fail("chat.postMessage", fault)
    ts = await messenger.post(JOBS, words("hello"), key="k")
    [shown] = keyed(slack, JOBS, "k")
    assert shown.ts == ts


@pytest.mark.parametrize("fault", LOST)
async def test_a_lost_answer_is_found_in_its_thread(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    parent = await messenger.post(JOBS, words("card"), key="card")
    slack.fail("chat.postMessage", fault)
    ts = await messenger.post(JOBS, words("event"), key="event", thread=parent)
    [shown] = keyed(slack, JOBS, "event")
    assert (shown.ts, shown.thread_ts) == (ts, parent)
    assert slack.sent("conversations.replies")


@pytest.mark.parametrize("fault", UNDONE)
async def test_what_never_arrived_is_posted_again_once(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    slack.fail("chat.postMessage", fault)
    ts = await messenger.post(JOBS, words("hello"), key="k")
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]


async def test_a_post_that_lands_after_the_timeout_is_awaited(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    patient = Messenger(client, timing=replace(QUICK, settle=2.0))
    slack.fail("chat.postMessage", "drop_before")
    posting = asyncio.create_task(patient.post(JOBS, words("late"), key="k"))
    await until(lambda: slack.sent("conversations.history"))
    land(slack)
    ts = await posting
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]


async def test_a_post_that_lands_too_late_is_taken_back(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    """It lands between the last look and the second try: the later of the two goes."""
    hasty = Messenger(client, timing=replace(QUICK, settle=0.0, gap=1.0, burst=1))
    slack.fail("chat.postMessage", "drop_before")
    posting = asyncio.create_task(hasty.post(JOBS, words("late"), key="k"))
    await until(lambda: slack.sent("conversations.history"))
    land(slack)
    ts = await posting
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]
    assert len(slack.sent("chat.delete")) == 1


async def test_the_same_key_is_posted_once_by_one_process(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    posts = [messenger.post(JOBS, words("hello"), key="k") for _ in range(5)]
    assert len(set(await asyncio.gather(*posts))) == 1
    assert len(keyed(slack, JOBS, "k")) == 1


async def test_after_a_crash_the_posted_message_is_found(
    slack: SandboxSlack, messenger: Messenger, client: AsyncWebClient
) -> None:
    since = time.time()
    ts = await messenger.post(JOBS, words("hello"), key="k")
    reborn = Messenger(client, timing=QUICK)
    assert await reborn.post(JOBS, words("hello"), key="k", maybe_sent_since=since) == ts
    assert len(keyed(slack, JOBS, "k")) == 1


async def test_after_a_crash_what_was_under_way_is_awaited(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    """Slack was still at it when the process that asked died."""
    slack.fail("chat.postMessage", "timeout")
    dying = asyncio.create_task(Messenger(client, timing=QUICK).post(JOBS, words("x"), key="k"))
    await until(lambda: slack.calls)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    reborn = Messenger(client, timing=replace(QUICK, grace=2.0))
    posting = asyncio.create_task(
        reborn.post(JOBS, words("x"), key="k", maybe_sent_since=time.time() - 30)
    )
    await until(lambda: slack.sent("conversations.history"))
    land(slack)
    ts = await posting
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]


async def test_after_a_crash_what_was_not_posted_is_posted(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    await messenger.post(JOBS, words("hello"), key="k", maybe_sent_since=time.time() - 60)
    assert len(keyed(slack, JOBS, "k")) == 1


async def test_many_doubts_after_a_restart_read_the_channel_few_times(
    slack: SandboxSlack, messenger: Messenger, client: AsyncWebClient
) -> None:
    since = time.time()
    for number in range(10):
        await messenger.post(JOBS, words("hello"), key=f"k{number}")
    reborn = Messenger(client, timing=QUICK)
    await asyncio.sleep(QUICK.grace)
    again = [
        reborn.post(JOBS, words("hello"), key=f"k{number}", maybe_sent_since=since)
        for number in range(20)
    ]
    await asyncio.gather(*again)
    assert all(len(keyed(slack, JOBS, f"k{number}")) == 1 for number in range(20))
    assert len(slack.sent("conversations.history")) <= 2


async def test_a_long_channel_is_read_page_by_page(
    slack: SandboxSlack, messenger: Messenger, client: AsyncWebClient
) -> None:
    since = time.time()
    ts = await messenger.post(JOBS, words("first"), key="first")
    for _ in range(450):
        slack.member("tom").say("chatter", JOBS)
    reborn = Messenger(client, timing=QUICK)
    assert await reborn.post(JOBS, words("x"), key="first", maybe_sent_since=since) == ts
    assert len(slack.sent("conversations.history")) >= 3


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "channel_not_found"])
async def test_an_unreadable_channel_gets_one_duplicate_rather_than_none(
    slack: SandboxSlack, messenger: Messenger, error: str
) -> None:
    slack.fail("conversations.history", error, times=-1)
    slack.fail("chat.postMessage", "drop_after")
    await messenger.post(JOBS, words("hello"), key="k")
    assert len(keyed(slack, JOBS, "k")) == 2


async def test_an_unreadable_channel_never_gets_a_stream_of_duplicates(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    slack.fail("conversations.history", "missing_scope", times=-1)
    slack.fail("chat.postMessage", "drop_after", times=-1)
    with pytest.raises(SlackSilent) as caught:
        await messenger.post(JOBS, words("hello"), key="k")
    assert caught.value.maybe_sent
    assert len(keyed(slack, JOBS, "k")) == 2


async def test_a_silent_slack_is_given_up_and_the_next_try_looks_first(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    messenger = Messenger(client, timing=replace(QUICK, patience=0.4))
    slack.fail("chat.postMessage", "drop_after")
    slack.fail("conversations.history", "http_500", times=-1)
    with pytest.raises(SlackSilent) as caught:
        await messenger.post(JOBS, words("hello"), key="k")
    assert caught.value.maybe_sent
    assert caught.value.retryable
    slack.heal()
    ts = await messenger.post(JOBS, words("hello"), key="k")
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]


async def test_a_slack_that_is_away_is_not_sent_to(client: AsyncWebClient) -> None:
    client.base_url = "http://127.0.0.1:9/api/"
    messenger = Messenger(client, timing=replace(QUICK, patience=0.1))
    with pytest.raises(SlackSilent) as caught:
        await messenger.post(JOBS, words("hello"), key="k")
    assert not caught.value.maybe_sent


async def test_a_cancelled_post_is_looked_for_before_the_next(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    slack.fail("chat.postMessage", "timeout_after")
    posting = asyncio.create_task(messenger.post(JOBS, words("hello"), key="k"))
    await until(lambda: keyed(slack, JOBS, "k"))
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    ts = await messenger.post(JOBS, words("hello"), key="k")
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]


async def test_an_event_whose_card_is_gone_goes_to_the_channel(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    gone = "1700000000.000100"
    await messenger.post(JOBS, words("event"), key="k", thread=gone)
    [shown] = keyed(slack, JOBS, "k")
    assert shown.thread_ts is None
    reborn_since = time.time() - 5
    await messenger.post(JOBS, words("event"), key="k2", thread=gone, maybe_sent_since=reborn_since)
    assert len(keyed(slack, JOBS, "k2")) == 1


async def test_a_broadcast_reply_shows_in_the_channel(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    parent = await messenger.post(JOBS, words("card"), key="card")
    await messenger.post(JOBS, words("done"), key="k", thread=parent, broadcast=True)
    [shown] = keyed(slack, JOBS, "k")
    assert shown.broadcast
