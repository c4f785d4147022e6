"""Messages of the Web API: posted, updated, deleted, private."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.web_api import (
    APPROVALS,
    GENERAL,
    MAINTENANCE,
    OLD,
    PRIVATE,
    PRIYA,
    Home,
    divider,
    refused,
)


async def test_a_post_is_seen_by_the_members_of_the_channel(home: Home) -> None:
    ts = await home.post(
        "Boiler", blocks=[divider()], metadata={"event_type": "job", "event_payload": {"id": 1}}
    )
    [message] = home.slack.member("tom").sees("maintenance")
    assert (message.ts, message.text, message.metadata) == (
        ts,
        "Boiler",
        {"event_type": "job", "event_payload": {"id": 1}},
    )
    assert home.slack.member("stranger").sees("maintenance") == []
    assert home.slack.complaints == []


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        (PRIVATE, "channel_not_found"),
        (OLD, "is_archived"),
        ("C0NOWHERE1", "channel_not_found"),
        ("#maintenance", "channel_not_found"),
        ("U0WES00001", "channel_not_found"),
    ],
)
async def test_where_the_bot_cannot_post(home: Home, channel: str, error: str) -> None:
    assert await refused(home.post(channel=channel)) == error


async def test_public_channels_are_open_with_the_scope(home: Home) -> None:
    """To messages for all, which are all that `chat:write.public` is for."""
    await home.post(channel=GENERAL)
    home.slack.grant("chat:write")
    await home.post()
    assert await refused(home.post(channel=GENERAL)) == "not_in_channel"


async def test_a_user_id_stands_for_the_direct_message(home: Home) -> None:
    await home.post("Psst", channel=PRIYA)
    priya = home.slack.member("priya")
    assert [message.text for message in priya.dms] == ["Psst"]
    opened = await home.client.conversations_open(users=PRIYA)
    assert opened["channel"]["id"] == priya.dm


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": 5}, "invalid_arguments"),
        ({"text": "x", "blocks": [{"type": "nope"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "["}, "invalid_blocks_format"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "attachments": {}}, "invalid_attachments"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "metadata": {"event_type": ""}}, "invalid_metadata_schema"),
        ({"text": "x", "username": "Somebody"}, "missing_scope"),
        ({"text": "x", "thread_ts": 1800000000.5}, "invalid_arguments"),
        ({"text": "x", "thread_ts": "1800000000.5"}, "invalid_thread_ts"),
        ({"text": "x", "thread_ts": "1800000000.500000"}, "thread_not_found"),
    ],
)
async def test_what_the_bot_cannot_post(home: Home, content: dict[str, Any], error: str) -> None:
    sent = {"channel": MAINTENANCE, **content}
    assert await refused(home.client.api_call("chat.postMessage", json=sent)) == error
    assert home.slack.messages("maintenance") == []
    assert home.slack.sent("chat.postMessage") == []
    assert home.slack.calls[-1].error == error


async def test_a_refusal_tells_where_the_fault_is(home: Home) -> None:
    with pytest.raises(SlackApiError) as caught:
        await home.post(blocks=[{"type": "header", "text": {"type": "plain_text", "text": ""}}])
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_a_long_text_is_cut(home: Home) -> None:
    await home.post("x" * 50_000)
    assert len(home.slack.messages("maintenance")[0].text) == 40_000


async def test_blocks_without_text_are_noted(home: Home) -> None:
    await home.client.api_call(
        "chat.postMessage", json={"channel": MAINTENANCE, "blocks": [divider()]}
    )
    assert home.slack.complaints == ["a message has blocks, but no text that says the same"]


async def test_replies_hang_on_the_parent(home: Home) -> None:
    parent = await home.post("Parent")
    reply = await home.post("Reply", thread_ts=parent)
    await home.post("Loud", thread_ts=parent, reply_broadcast=True)
    assert await refused(home.post(thread_ts=reply)) == "invalid_thread_ts"
    assert [each.text for each in home.slack.messages("maintenance")] == ["Parent", "Loud"]
    [top] = [each for each in home.slack.messages("maintenance") if each.ts == parent]
    assert [each.text for each in home.slack.thread(top)] == ["Reply", "Loud"]
    thread = await home.client.conversations_replies(channel=MAINTENANCE, ts=parent)
    assert [each["text"] for each in thread["messages"]] == ["Parent", "Reply", "Loud"]
    assert thread["messages"][0]["reply_count"] == 2
    assert (
        await refused(
            home.client.conversations_replies(channel=MAINTENANCE, ts="1800000000.999999")
        )
        == "thread_not_found"
    )


async def test_text_alone_takes_the_blocks_away(home: Home) -> None:
    ts = await home.post(
        "Old", blocks=[divider()], metadata={"event_type": "a", "event_payload": {}}
    )
    [message] = home.slack.messages("maintenance")
    await home.client.chat_update(channel=MAINTENANCE, ts=ts, text="New")
    assert (message.text, message.blocks, message.metadata) == (
        "New",
        [],
        {"event_type": "a", "event_payload": {}},
    )
    assert message.edited_ts is not None


async def test_blocks_alone_leave_a_stale_text(home: Home) -> None:
    ts = await home.post("Old")
    await home.client.api_call(
        "chat.update", json={"channel": MAINTENANCE, "ts": ts, "blocks": [divider()]}
    )
    [message] = home.slack.messages("maintenance")
    assert (message.text, message.blocks) == ("Old", [divider()])
    assert home.slack.complaints == ["an update has blocks, but no text that says the same"]


async def test_empty_metadata_and_attachments_are_cleared(home: Home) -> None:
    ts = await home.post(
        attachments=[{"text": "x"}], metadata={"event_type": "a", "event_payload": {}}
    )
    await home.client.chat_update(channel=MAINTENANCE, ts=ts, text="x", metadata={}, attachments=[])
    [message] = home.slack.messages("maintenance")
    assert (message.metadata, message.attachments) == (None, [])


async def test_what_the_bot_cannot_update(home: Home) -> None:
    ts = await home.post("Mine")
    theirs = home.slack.member("priya").say("Theirs")
    ephemeral = await home.client.chat_postEphemeral(channel=MAINTENANCE, user=PRIYA, text="Psst")

    async def update(ts: Any = ts, channel: str = MAINTENANCE, **content: Any) -> None:
        await home.client.api_call("chat.update", json={"channel": channel, "ts": ts, **content})

    assert await refused(update()) == "no_text"
    assert await refused(update(text="")) == "no_text"
    assert await refused(update(text="x" * 4_001)) == "msg_too_long"
    assert await refused(update(ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refused(update(ts=ephemeral["message_ts"], text="x")) == "message_not_found"
    assert await refused(update(ts="1800000000.999999", text="x")) == "message_not_found"
    assert await refused(update(ts="yesterday", text="x")) == "invalid_ts"
    assert await refused(update(channel=PRIYA, text="x")) == "channel_not_found"
    assert await refused(update(channel=APPROVALS, text="x")) == "message_not_found"
    home.slack.archive("maintenance")
    assert await refused(update(text="x")) == "is_archived"


async def test_own_messages_can_be_deleted(home: Home) -> None:
    ts = await home.post()
    theirs = home.slack.member("priya").say("Theirs")
    await home.client.chat_delete(channel=MAINTENANCE, ts=ts)
    assert home.slack.messages("maintenance") == [theirs]
    assert await refused(home.client.chat_delete(channel=MAINTENANCE, ts=ts)) == "message_not_found"
    assert await refused(home.client.chat_delete(channel=MAINTENANCE, ts=theirs.ts)) == (
        "cant_delete_message"
    )


async def test_an_ephemeral_message_is_seen_by_one(home: Home) -> None:
    await home.client.chat_postEphemeral(channel=MAINTENANCE, user=PRIYA, text="Psst")
    priya, tom = home.slack.member("priya"), home.slack.member("tom")
    assert [each.text for each in priya.ephemerals] == ["Psst"]
    assert tom.sees("maintenance") == []
    history = await home.client.conversations_history(channel=MAINTENANCE)
    assert history["messages"] == []


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        (MAINTENANCE, "U0SOL00001", "user_not_in_channel"),
        (MAINTENANCE, "U0NOBODY01", "user_not_found"),
        (MAINTENANCE, "U0WES00001", "user_not_found"),
        (GENERAL, PRIYA, "not_in_channel"),
        (PRIVATE, PRIYA, "channel_not_found"),
    ],
)
async def test_who_cannot_be_sent_an_ephemeral_message(
    home: Home, channel: str, user: str, error: str
) -> None:
    ephemeral = home.client.chat_postEphemeral(channel=channel, user=user, text="x")
    assert await refused(ephemeral) == error


async def test_permalinks_and_history(home: Home) -> None:
    first = await home.post("One", metadata={"event_type": "a", "event_payload": {"k": "v"}})
    second = await home.post("Two")
    third = await home.post("Three")
    link = await home.client.chat_getPermalink(channel=MAINTENANCE, message_ts=first)
    assert link["permalink"].endswith(f"/archives/{MAINTENANCE}/p{first.replace('.', '')}")

    async def texts(**asked: Any) -> list[str]:
        answer = await home.client.conversations_history(channel=MAINTENANCE, **asked)
        return [each["text"] for each in answer["messages"]]

    assert await texts() == ["Three", "Two", "One"]
    assert await texts(oldest=first) == ["Three", "Two"]
    assert await texts(latest=third, oldest=first, inclusive=True) == ["Three", "Two", "One"]
    assert await texts(latest=second) == ["One"]
    page = await home.client.conversations_history(channel=MAINTENANCE, limit=2)
    assert page["has_more"] is True
    assert "metadata" not in page["messages"][0]
    cursor = page["response_metadata"]["next_cursor"]
    rest = await home.client.conversations_history(
        channel=MAINTENANCE, limit=2, cursor=cursor, include_all_metadata=True
    )
    assert rest["messages"][0]["metadata"]["event_payload"] == {"k": "v"}
    assert rest["has_more"] is False
    assert (
        await refused(home.client.conversations_history(channel=MAINTENANCE, cursor="junk"))
        == "invalid_cursor"
    )
    assert await refused(home.client.conversations_history(channel=GENERAL)) == "not_in_channel"
