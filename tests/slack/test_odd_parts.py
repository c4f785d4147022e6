"""Slack says `ok` without the part that was asked for, or with one of another type: that is no answer."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack
from bot.slack.channel_members import ChannelMembers
from bot.slack.messenger import Messenger
from bot.slack.web_api import Ok, SlackSilent
from tests.slack.samples import JOBS, keyed, words

ODD = pytest.mark.parametrize("fault", ["empty", "odd_parts"])


@ODD
@pytest.mark.parametrize("times", [1, 2])
async def test_a_post_without_a_time_stamp_is_posted_once(
    slack: SandboxSlack, messenger: Messenger, fault: str, times: int
) -> None:
    slack.fail("chat.postMessage", fault, times=times)
    ts = await messenger.post(JOBS, words("Job created"), key="k")
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]


@ODD
async def test_a_channel_read_back_unreadably_is_no_empty_one(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    slack.fail("chat.postMessage", "drop_after")
    slack.fail("conversations.history", fault, times=-1)
    with pytest.raises(SlackSilent) as caught:
        await messenger.post(JOBS, words("Job created"), key="k")
    assert caught.value.maybe_sent
    slack.heal()
    ts = await messenger.post(JOBS, words("Job created"), key="k")
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [ts]


@ODD
async def test_nobody_is_said_to_be_out_of_a_channel(
    slack: SandboxSlack, client: AsyncWebClient, fault: str
) -> None:
    members = ChannelMembers(client)
    for method in ("conversations.members", "conversations.info"):
        slack.fail(method, fault)
    assert await members.has(JOBS, "U0PRIYA001") is None
    assert await members.standing(JOBS) == "unknown"
    assert await members.has(JOBS, "U0PRIYA001") is True


@pytest.mark.parametrize(
    "part", [None, 5, "x", [], {}, {"next_cursor": None}, {"next_cursor": ""}, True]
)
def test_parts_of_other_types_are_none(part: object) -> None:
    answer = Ok({"ok": True, "response_metadata": part, "channel": part, "ts": part, "rows": part})
    assert answer.cursor == ""
    assert answer.timestamp == ""
    assert answer.text("channel", "id") == ""
    assert answer.rows("rows") in (None, [])


@pytest.mark.parametrize("ts", ["", "None", "1700000000", "1.2.3", "abc", " 1.2"])
def test_a_time_stamp_is_one_of_slacks(ts: str) -> None:
    assert Ok({"ts": ts}).timestamp == ""
    assert Ok({"ts": "1700000000.000100"}).timestamp == "1700000000.000100"
