"""What Slack sends over HTTP: signed, with patience, events again when they fail."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.slack import (
    BadAnswer,
    Behaviour,
    Delivery,
    NotAcked,
    NotPossible,
    SandboxSlack,
)
from bot.sandbox.slack.courier import encoded, signature
from bot.sandbox.slack.files import is_seen_by_bot

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class Catcher:
    """A bot that answers what it is told to, and keeps every request."""

    def __init__(self, slack: SandboxSlack) -> None:
        self.slack = slack
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[web.Response] = []

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.requests.append((dict(request.headers), body))
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def catcher() -> AsyncIterator[Catcher]:
    slack = SandboxSlack(
        signing_secret=SECRET, behaviour=Behaviour(patience=60.0, retry_after=(0, 0, 0))
    )
    catcher = Catcher(slack)
    app = web.Application()
    app.router.add_post("/slack/events", catcher.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with slack.serving():
        slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield catcher
    await runner.cleanup()


def tries(catcher: Catcher) -> list[tuple[int, int, str]]:
    return [(each.retry, each.status, each.error) for each in catcher.slack.deliveries]


def test_the_signature_is_slacks() -> None:
    body = b"token=x&command=%2Fjob&text=\xc2\xa3250"
    verifier = SignatureVerifier(SECRET)
    made = signature(SECRET, "1531420618", body)
    assert verifier.generate_signature(timestamp="1531420618", body=body) == made


async def test_commands_are_signed_forms(catcher: Catcher) -> None:
    await catcher.slack.member("priya").command("/job new leak £250 & more=yes")
    [(headers, body)] = catcher.requests
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode())["text"] == ["new leak £250 & more=yes"]


async def test_interactions_are_a_form_with_a_payload(catcher: Catcher) -> None:
    await catcher.slack.member("priya").shortcut("job.new")
    [(headers, body)] = catcher.requests
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    [payload] = parse_qs(body.decode())["payload"]
    assert json.loads(payload)["type"] == "shortcut"
    assert "response_url" not in json.loads(payload)


async def test_a_message_shortcut_carries_the_message(catcher: Catcher) -> None:
    priya = catcher.slack.member("priya")
    message = priya.say("The tap drips", channel="maintenance")
    await priya.message_shortcut("job.from_message", message)
    payload = json.loads(parse_qs(catcher.requests[0][1].decode())["payload"][0])
    assert (payload["type"], payload["message"]["text"]) == ("message_action", "The tap drips")
    assert payload["response_url"].startswith("http://127.0.0.1")


@given(st.dictionaries(st.text(), st.text() | st.integers()))
def test_a_payload_is_encoded_as_urlencode_would(payload: dict[str, Any]) -> None:
    body, _ = encoded("block_actions", payload)
    assert body == urlencode({"payload": json.dumps(payload)}).encode()


async def test_events_are_json(catcher: Catcher) -> None:
    await catcher.slack.member("priya").open_home()
    [(headers, body)] = catcher.requests
    assert headers["Content-Type"] == "application/json"
    sent = json.loads(body)
    assert (sent["type"], sent["event"]["type"]) == ("event_callback", "app_home_opened")
    assert sent["event_id"].startswith("Ev")
    assert "X-Slack-Retry-Num" not in headers


async def test_a_failed_event_comes_three_times_more(catcher: Catcher) -> None:
    catcher.answers = [web.Response(status=500) for _ in range(4)]
    first = await catcher.slack.member("priya").open_home()
    assert first.status == 500
    await catcher.slack.settled()
    assert tries(catcher) == [(number, 500, "http_error") for number in range(4)]
    assert [headers.get("X-Slack-Retry-Num") for headers, _ in catcher.requests] == [
        None,
        "1",
        "2",
        "3",
    ]
    assert catcher.requests[1][0]["X-Slack-Retry-Reason"] == "http_error"
    assert len({json.loads(body)["event_id"] for _, body in catcher.requests}) == 1


async def test_an_event_that_arrives_is_not_sent_again(catcher: Catcher) -> None:
    catcher.answers = [web.Response(status=404)]
    await catcher.slack.member("priya").open_home()
    await catcher.slack.settled()
    assert tries(catcher) == [(0, 404, "http_error"), (1, 200, "")]


async def test_the_bot_can_forbid_retries(catcher: Catcher) -> None:
    catcher.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    await catcher.slack.member("priya").open_home()
    await catcher.slack.settled()
    assert tries(catcher) == [(0, 500, "http_error")]


async def test_commands_and_interactions_are_not_sent_again(catcher: Catcher) -> None:
    catcher.answers = [web.Response(status=500), web.Response(status=302)]
    with pytest.raises(NotAcked, match="status 500"):
        await catcher.slack.member("priya").command("/job new")
    with pytest.raises(NotAcked, match="status 302"):
        await catcher.slack.member("priya").shortcut("job.new")
    assert len(catcher.requests) == 2


async def test_an_interaction_takes_no_body(catcher: Catcher) -> None:
    catcher.answers = [web.json_response({"text": "Thanks"})]
    with pytest.raises(BadAnswer, match="must be empty"):
        await catcher.slack.member("priya").shortcut("job.new")


@pytest.mark.parametrize("blocks", [[{"type": "nope"}], "x"])
async def test_a_commands_answer_is_checked_like_a_message(catcher: Catcher, blocks: Any) -> None:
    catcher.answers = [web.json_response({"text": "Hi", "blocks": blocks})]
    with pytest.raises(BadAnswer, match="invalid_blocks"):
        await catcher.slack.member("priya").command("/job new")


async def test_url_verification_wants_its_challenge_back(catcher: Catcher) -> None:
    catcher.answers = [web.Response(text="wrong")]
    assert not await catcher.slack.verify_url()
    [(headers, body)] = catcher.requests
    challenge = json.loads(body)["challenge"]
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert len(challenge) == 32


async def test_subscribed_messages_become_events(catcher: Catcher) -> None:
    priya = catcher.slack.member("priya")
    priya.say("Not subscribed", channel="maintenance")
    priya.say("Hello bot", channel=priya.dm)
    await catcher.slack.settled()
    [event] = [json.loads(body)["event"] for _, body in catcher.requests]
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "Hello bot")


async def test_own_posts_and_edits_come_back_as_events() -> None:
    slack = SandboxSlack(subscriptions={"message.channels"}, behaviour=Behaviour(retry_after=()))
    heard: list[dict[str, Any]] = []
    slack.workspace.on_event = lambda kind, event: heard.append({"kind": kind, **event})
    message = slack.member("priya").say("One", channel="maintenance")
    message.text = "Two"
    slack.workspace.changed(message)
    slack.workspace.remove(message)
    assert [(each["kind"], each.get("subtype")) for each in heard] == [
        ("message.channels", None),
        ("message.channels", "message_changed"),
        ("message.channels", "message_deleted"),
    ]
    assert heard[1]["message"]["text"] == "Two"
    assert heard[2]["deleted_ts"] == message.ts


def test_a_delivery_does_not_show_its_payload() -> None:
    delivery = Delivery("command", 200, None, 0.1, {"text": "access code 1234"})
    assert "1234" not in repr(delivery)


async def test_a_shortcut_that_is_not_in_the_manifest_is_in_no_menu(catcher: Catcher) -> None:
    priya, sol = catcher.slack.member("priya"), catcher.slack.member("sol")
    message = priya.say("The tap drips", channel="elm-contractors")
    with pytest.raises(NotPossible, match="not in that menu"):
        await priya.shortcut("job.from_message")
    with pytest.raises(NotPossible, match="not in that menu"):
        await priya.message_shortcut("job.new", message)
    with pytest.raises(NotPossible, match="not shared"):
        await sol.message_shortcut("job.from_message", message)
    assert catcher.requests == []


async def test_the_message_of_a_shortcut_has_the_shape_of_slacks(catcher: Catcher) -> None:
    """[interactivity/implementing-shortcuts]."""
    priya = catcher.slack.member("priya")
    file = priya.upload("gate.png", b"x")
    parent = priya.say("The tap drips")
    await priya.message_shortcut("job.from_message", priya.say("see", thread=parent, files=[file]))
    payload = json.loads(parse_qs(catcher.requests[0][1].decode())["payload"][0])
    message = payload["message"]
    assert payload["message_ts"] == message["ts"]
    assert message["thread_ts"] == parent.ts
    assert message["blocks"][0]["type"] == "rich_text"
    assert message["client_msg_id"]
    assert message["files"][0]["mimetype"] == "image/png"
    assert payload["channel"] == {"id": "C0MAINT001", "name": "maintenance"}


async def test_a_bot_does_not_see_files_of_conversations_it_is_not_in(catcher: Catcher) -> None:
    priya = catcher.slack.member("priya")
    seen, unseen = priya.upload("a.png", b"x"), priya.upload("b.png", b"x")
    priya.say("", "maintenance", files=[seen])
    priya.say("", "general", files=[unseen])
    assert is_seen_by_bot(catcher.slack.workspace, seen)
    assert not is_seen_by_bot(catcher.slack.workspace, unseen)
