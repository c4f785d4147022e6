"""The Web API, called by the real AsyncWebClient over real HTTP."""

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.manifest import SCOPES
from bot.sandbox.slack import Behaviour, SandboxSlack, SlackRefused
from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.methods import DEFAULT_SCOPES, METHODS
from bot.sandbox.slack.workspace import Workspace
from tests.sandbox.web_api import (
    APPROVALS,
    BOT,
    DANA,
    GENERAL,
    MAINTENANCE,
    PRIVATE,
    PRIYA,
    Clock,
    Home,
    refused,
)


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


def test_the_app_is_installed_with_all_that_its_manifest_asks_for() -> None:
    """Else doctor and rehearse name as missing what a real workspace has granted."""
    assert set(SCOPES) - DEFAULT_SCOPES == set()


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
