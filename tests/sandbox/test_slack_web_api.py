"""The Web API, called by the real AsyncWebClient over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox.slack import Behaviour, SandboxSlack, SlackRefused
from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.methods import DEFAULT_SCOPES, METHODS
from bot.sandbox.slack.workspace import Workspace

MAINTENANCE, APPROVALS, GENERAL = "C0MAINT001", "C0APPROV01", "C0GENERAL1"
PRIVATE, OLD = "C0PRIVATE1", "C0OLDJOBS1"
PRIYA, DANA, BOT = "U0PRIYA001", "U0DANA0001", "U0PROPBOT1"


class Clock:
    """Time that stands still until told."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Home:
    """A sandbox, its clock, its address and a client."""

    def __init__(self, slack: SandboxSlack, clock: Clock, url: str) -> None:
        self.slack, self.clock, self.url = slack, clock, url
        self.client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{url}/api/", timeout=5)
        self.client.retry_handlers.clear()

    async def post(self, text: str = "Hello", channel: str = MAINTENANCE, **more: Any) -> str:
        answer = await self.client.chat_postMessage(channel=channel, text=text, **more)
        return str(answer["ts"])


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    clock = Clock()
    slack = SandboxSlack(clock=clock)
    async with slack.serving() as url:
        yield Home(slack, clock, url)


def divider(block_id: str = "line") -> dict[str, Any]:
    return {"type": "divider", "block_id": block_id}


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    assert caught.value.response.status_code == 200
    return str(caught.value.response["error"])


async def test_auth_test_says_who_the_bot_is(home: Home) -> None:
    answer = await home.client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (
        "T0SANDBOX1",
        BOT,
        "B0PROPOPS1",
    )
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "error"),
    [
        (None, "not_authed"),
        ("xoxb-wrong", "invalid_auth"),
        ("xapp-sandbox", "not_allowed_token_type"),
    ],
)
async def test_tokens_are_checked(home: Home, token: str | None, error: str) -> None:
    client = AsyncWebClient(token=token, base_url=f"{home.url}/api/")
    assert await refused(client.auth_test()) == error


async def test_a_socket_needs_the_app_token(home: Home) -> None:
    assert await refused(home.client.apps_connections_open(app_token="xoxb-sandbox")) == (
        "not_allowed_token_type"
    )
    opened = await home.client.apps_connections_open(app_token="xapp-sandbox")
    assert opened["url"].startswith("ws://127.0.0.1:")


async def test_an_unknown_method_is_refused(home: Home) -> None:
    assert await refused(home.client.api_call("chat.shout")) == "unknown_method"


async def test_a_token_is_never_kept(home: Home) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{home.url}/api/auth.test", data={"token": "xoxb-sandbox"}) as answer,
    ):
        assert (await answer.json())["ok"] is True
    assert home.slack.calls[-1].args == {}
    assert "xoxb" not in repr(home.slack.calls)


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", "{", "invalid_json"),
        ("application/json", "[]", "json_not_object"),
        ("text/csv", "a,b", "invalid_post_type"),
    ],
)
async def test_a_broken_body_is_refused(
    home: Home, content_type: str, body: str, error: str
) -> None:
    headers = {"Content-Type": content_type, "Authorization": "Bearer xoxb-sandbox"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{home.url}/api/chat.postMessage", data=body, headers=headers) as answer,
    ):
        assert (await answer.json())["error"] == error


async def test_a_form_is_read_like_json(home: Home) -> None:
    form = {"channel": MAINTENANCE, "text": "Hi", "blocks": '[{"type": "divider"}]'}
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{home.url}/api/chat.postMessage", data=form, headers=headers) as answer,
    ):
        assert (await answer.json())["ok"] is True
    [message] = home.slack.messages("maintenance")
    assert message.blocks[0]["type"] == "divider"
    assert home.slack.sent("chat.postMessage")[0]["blocks"] == [{"type": "divider"}]


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
        (GENERAL, "not_in_channel"),
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
    home.slack.grant("chat:write", "chat:write.public")
    await home.post(channel=GENERAL)
    assert await refused(home.post(channel=PRIVATE)) == "channel_not_found"


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


async def test_conversations_are_listed_and_described(home: Home) -> None:
    listed = await home.client.conversations_list(types="public_channel,private_channel")
    names = [each["name"] for each in listed["channels"]]
    assert names == ["maintenance", "approvals", "elm-contractors", "general", "old-jobs"]
    live = await home.client.conversations_list(exclude_archived=True)
    assert "old-jobs" not in [each["name"] for each in live["channels"]]
    shared = await home.client.conversations_info(channel="C0SHARED01")
    assert shared["channel"]["is_ext_shared"] is True
    members = await home.client.conversations_members(channel=APPROVALS)
    assert members["members"] == [DANA, PRIYA, BOT, "U0TOM00001"]
    assert await refused(home.client.conversations_info(channel=PRIVATE)) == "channel_not_found"


async def test_joining_needs_its_scope(home: Home) -> None:
    assert await refused(home.client.conversations_join(channel=GENERAL)) == "missing_scope"
    home.slack.grant("channels:join", "chat:write")
    await home.client.conversations_join(channel=GENERAL)
    await home.post(channel=GENERAL)


async def test_direct_messages_open_for_one(home: Home) -> None:
    opened = await home.client.conversations_open(users=[DANA], return_im=True)
    assert opened["channel"]["user"] == DANA
    for users, error in [
        ("U0NOBODY01", "user_not_found"),
        ("U0WES00001", "user_disabled"),
        (f"{DANA},{PRIYA}", "method_not_supported_for_channel_type"),
    ]:
        assert await refused(home.client.conversations_open(users=users)) == error


async def test_people_are_described(home: Home) -> None:
    people = {each["name"]: each for each in (await home.client.users_list())["members"]}
    assert people["priya"]["profile"]["email"] == "priya.shah@harrowfield.example"
    assert people["gil"]["is_restricted"] is True
    assert people["wes"]["deleted"] is True
    assert people["propops"]["is_bot"] is True
    assert people["nia"]["id"].startswith("W")
    stranger = (await home.client.users_info(user="U0SOL00001"))["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHERCO1")
    assert "email" not in stranger["profile"]
    assert stranger["tz"] == "Europe/London"
    assert await refused(home.client.users_info(user="U0NOBODY01")) == "user_not_found"
    found = await home.client.users_lookupByEmail(email="tom.reilly@harrowfield.example")
    assert found["user"]["real_name"] == "Tom Reilly"


async def test_user_groups_have_members(home: Home) -> None:
    answer = await home.client.usergroups_users_list(usergroup="S0APPROVER")
    assert answer["users"] == [DANA]
    assert await refused(home.client.usergroups_users_list(usergroup="S0NOTHING0")) == (
        "no_such_subteam"
    )
    groups = await home.client.usergroups_list()
    assert [each["handle"] for each in groups["usergroups"]] == ["approvers", "coordinators"]


async def test_a_missing_scope_is_named(home: Home) -> None:
    home.slack.grant("commands", "im:write")
    with pytest.raises(SlackApiError) as caught:
        await home.post()
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands,im:write",
    )
    for call, needed in [
        (home.client.users_info(user=PRIYA), "users:read"),
        (home.client.conversations_history(channel=MAINTENANCE), "channels:history"),
        (home.client.conversations_info(channel=MAINTENANCE), "channels:read"),
        (home.client.conversations_list(types="im"), "im:read"),
        (home.client.usergroups_users_list(usergroup="S0APPROVER"), "usergroups:read"),
    ]:
        with pytest.raises(SlackApiError) as caught:
            await call
        assert caught.value.response["needed"] == needed
    await home.client.auth_test()


async def test_emails_need_their_scope(home: Home) -> None:
    home.slack.grant("users:read")
    person = (await home.client.users_info(user=PRIYA))["user"]
    assert "email" not in person["profile"]


async def test_scheduled_messages_wait_for_their_time(home: Home) -> None:
    at = int(home.clock.now) + 60
    kept = await home.client.chat_scheduleMessage(channel=MAINTENANCE, text="Soon", post_at=at)
    gone = await home.client.chat_scheduleMessage(channel=MAINTENANCE, text="Never", post_at=at)
    listed = await home.client.chat_scheduledMessages_list(channel=MAINTENANCE)
    assert [each["id"] for each in listed["scheduled_messages"]] == [
        kept["scheduled_message_id"],
        gone["scheduled_message_id"],
    ]
    await home.client.chat_deleteScheduledMessage(
        channel=MAINTENANCE, scheduled_message_id=gone["scheduled_message_id"]
    )
    home.slack.post_scheduled()
    assert home.slack.messages("maintenance") == []
    home.clock.now += 61
    home.slack.post_scheduled()
    assert [each.text for each in home.slack.messages("maintenance")] == ["Soon"]
    for when, error in [(at, "time_in_past"), (at + 121 * 86_400, "time_too_far")]:
        late = home.client.chat_scheduleMessage(channel=MAINTENANCE, text="x", post_at=when)
        assert await refused(late) == error


async def test_posts_are_held_to_one_a_second_with_bursts() -> None:
    clock = Clock()
    slack = SandboxSlack(clock=clock, behaviour=Behaviour(rate_limit_posts=True))
    async with slack.serving() as url:
        home = Home(slack, clock, url)
        for _ in range(3):
            await home.post()
        with pytest.raises(SlackApiError) as caught:
            await home.post()
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "1"
        await home.post(channel=APPROVALS)
        clock.now += 1
        await home.post()


async def test_time_stamps_never_repeat(home: Home) -> None:
    stamps = await asyncio.gather(*(home.post() for _ in range(20)))
    assert len(set(stamps)) == 20


async def test_pings_are_noticed(home: Home) -> None:
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Hi <!here|x>, &lt;!everyone&gt;"}},
        {"type": "section", "text": {"type": "plain_text", "text": "<!channel> is only text"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "@channel", "verbatim": True}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "@here me@channel.test"}},
    ]
    await home.post("&lt;!channel&gt; @everyone", blocks=blocks)
    assert [each.mention for each in home.slack.pings] == ["<!here|x>"]
    assert [each.mention for each in home.slack.autolinks] == ["@here"]
    await home.post("<!subteam^S1> look", link_names=True)
    assert [each.mention for each in home.slack.pings] == ["<!here|x>", "<!subteam^S1>"]


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
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        await asyncio.wait_for(home.post(), 0.2)
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


def hook(home: Home, message: Any = None) -> AsyncWebhookClient:
    made = home.slack.workspace.hooks.issue(PRIYA, GENERAL, message)
    return AsyncWebhookClient(f"{home.url}/hooks/{made.token}")


async def test_a_response_url_works_five_times_anywhere(home: Home) -> None:
    client = hook(home)
    answers = [await client.send(text=f"{number}") for number in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [each.text for each in home.slack.member("priya").ephemerals] == list("01234")
    assert home.slack.member("tom").sees("general") == []


async def test_a_response_url_lives_half_an_hour(home: Home) -> None:
    client = hook(home)
    home.clock.now += 30 * 60
    assert (await client.send(text="Just")).status_code == 200
    home.clock.now += 1
    late = await client.send(text="Late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)
    unknown = await AsyncWebhookClient(f"{home.url}/hooks/none").send(text="x")
    assert unknown.status_code == 404


async def test_a_response_url_can_speak_to_all(home: Home) -> None:
    await hook(home).send(text="Hello all", response_type="in_channel")
    assert [each.text for each in home.slack.messages("general")] == ["Hello all"]


async def test_a_response_url_replaces_and_deletes(home: Home) -> None:
    await home.client.chat_postEphemeral(
        channel=MAINTENANCE, user=PRIYA, text="Old", blocks=[divider()]
    )
    priya = home.slack.member("priya")
    [message] = priya.ephemerals
    client = hook(home, message)
    await client.send(text="New", replace_original=True, response_type="in_channel")
    assert (message.text, message.blocks, message.only_to) == ("New", [], PRIYA)
    await client.send(delete_original=True)
    assert priya.ephemerals == []
    assert (await client.send(text="x", replace_original=True)).status_code == 404


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"replace_original": False}, "no_text"),
        ({"text": "x", "response_type": "all"}, "invalid_payload"),
        ({"text": "x", "blocks": [{"type": "no"}]}, "invalid_blocks"),
    ],
)
async def test_a_response_url_refuses(home: Home, said: dict[str, Any], error: str) -> None:
    answer = await hook(home).send_dict(said)
    assert answer.status_code == 400
    assert error in answer.body


async def test_unknown_fields_of_a_response_are_noted(home: Home) -> None:
    await hook(home).send_dict({"text": "x", "ephemeral": True})
    assert home.slack.complaints == ["a response has unknown fields: ephemeral"]


@pytest.mark.parametrize(("error", "status"), [("http_500", 500), ("ratelimited", 429), ("x", 500)])
async def test_a_response_url_can_fail(home: Home, error: str, status: int) -> None:
    home.slack.fail("response_url", error)
    client = hook(home)
    assert (await client.send(text="x")).status_code == status
    assert (await client.send(text="x")).status_code == 200


_POOL: list[Any] = [
    *(MAINTENANCE, PRIVATE, PRIYA, BOT, "", "1800000000.000001", "now", "true", "{", "[]"),
    *(0, -1, 5, 1.5, True, None, [], {}, [{}], {"type": "modal"}, {"event_type": "x"}),
]


@given(
    method=st.sampled_from(sorted(METHODS)),
    args=st.dictionaries(
        st.sampled_from(
            [
                *("channel", "user", "users", "user_id", "ts", "thread_ts", "message_ts", "text"),
                *("blocks", "attachments", "metadata", "markdown_text", "view", "view_id", "hash"),
                *("external_id", "trigger_id", "limit", "cursor", "oldest", "latest", "types"),
                *("post_at", "scheduled_message_id", "usergroup", "email", "inclusive"),
            ]
        ),
        st.sampled_from(_POOL),
    ),
)
def test_any_arguments_are_answered_or_refused(method: str, args: dict[str, Any]) -> None:
    workspace = Workspace("T0SANDBOX1", lambda: 1_800_000_000.0)
    call = Call(method, args, is_json=True, scopes=DEFAULT_SCOPES)
    with suppress(SlackRefused):
        assert isinstance(METHODS[method][1](workspace, call), dict)


async def test_waiting_can_ask_for_a_reply(home: Home) -> None:
    parent = await home.post("Job done")
    top = await home.slack.wait_for_message("maintenance", "done")
    with pytest.raises(TimeoutError):
        await home.slack.wait_for_message(containing="done", thread=top, timeout=0.01)
    with pytest.raises(TimeoutError):
        await home.slack.wait_for_message(containing="done", after=top, timeout=0.01)
    waiting = asyncio.create_task(home.slack.wait_for_message(containing="done", thread=top))
    await home.post("All done", thread_ts=parent)
    assert (await waiting).text == "All done"
