"""The sandbox tells of links as Slack does, and takes previews as strictly."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.links import links_in
from bot.sandbox.slack.messages import Message
from tests.sandbox.test_slack_entities import good

JOB = "https://propops.example.com/jobs/1"
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "Boiler"}}]


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    slack = SandboxSlack()
    slack.unfurls("propops.example.com")
    async with slack.serving():
        yield slack


@pytest.fixture
def client(slack: SandboxSlack) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-sandbox", base_url=slack.workspace.base_url + "/api/")


@pytest.fixture
async def message(slack: SandboxSlack) -> Message:
    return slack.member("priya").say(f"see {JOB}, thanks")


def told(slack: SandboxSlack) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    slack.workspace.on_event = lambda kind, event: (
        events.append(event) if kind == "link_shared" else None
    )
    return events


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"see {JOB}, thanks", [JOB]),
        (f"<{JOB}|the job> and {JOB}.", [JOB]),
        (f"{JOB}?a=1&amp;b=2", [f"{JOB}?a=1&b=2"]),
        ("https://sub.propops.example.com/x", ["https://sub.propops.example.com/x"]),
        ("https://propops.example.com:8443/x", ["https://propops.example.com:8443/x"]),
        ("https://notpropops.example.com/x https://example.com/x propops.example.com/x", []),
    ],
)
def test_which_links_the_app_is_told_of(text: str, links: list[str]) -> None:
    assert links_in(text, ["propops.example.com"]) == links


async def test_the_event_of_a_message_and_of_a_draft(slack: SandboxSlack) -> None:
    events, priya = told(slack), slack.member("priya")
    message = priya.say(f"see {JOB}")
    draft = priya.type_links(f"see {JOB}")
    priya.say("no link")

    posted, typed = events
    assert posted["message_ts"] == message.ts
    assert posted["source"] == "conversations_history"
    assert posted["is_bot_user_member"] is True
    assert posted["links"] == [{"domain": "propops.example.com", "url": JOB}]
    assert typed["source"] == "composer"
    assert typed["channel"] == typed["channel_id"] == "COMPOSER"
    assert typed["message_ts"] == typed["unfurl_id"] == draft.shared.unfurl_id


async def test_a_stranger_s_links_and_the_apps_own_are_not_told(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    events = told(slack)
    slack.member("sol").say(JOB, "elm-contractors")
    await client.chat_postMessage(channel="C0MAINT001", text=JOB)

    assert events == []


async def test_a_second_call_changes_the_preview(client: AsyncWebClient, message: Message) -> None:
    where: dict[str, Any] = {"channel": message.channel, "ts": message.ts}
    await client.chat_unfurl(**where, unfurls={JOB: {"blocks": BLOCKS}})
    entity = good() | {"app_unfurl_url": JOB}
    answer = await client.chat_unfurl(
        **where, unfurls={JOB: {"blocks": BLOCKS}}, metadata={"entities": [entity]}
    )

    assert answer.get("warning") is None
    [preview] = message.previews
    assert preview.entity == entity
    assert message.wire()["attachments"][0]["app_unfurl_url"] == JOB
    await client.chat_unfurl(**where, unfurls={JOB: {"blocks": BLOCKS}})
    assert message.previews[0].entity is None


async def test_a_draft_is_named_by_its_id(slack: SandboxSlack, client: AsyncWebClient) -> None:
    draft = slack.member("priya").type_links(JOB)
    await client.chat_unfurl(
        unfurl_id=draft.shared.unfurl_id, source="composer", unfurls={JOB: {"blocks": BLOCKS}}
    )

    assert draft.shared.previews[JOB].outline() == "Boiler"
    slack.member("priya").send(draft)
    with pytest.raises(SlackApiError, match="invalid_unfurl_id"):
        await client.chat_unfurl(
            unfurl_id=draft.shared.unfurl_id, source="composer", unfurls={JOB: {"blocks": BLOCKS}}
        )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"channel": None}, "missing_channel"),
        ({"ts": None}, "missing_ts"),
        ({"unfurls": None}, "missing_unfurls"),
        ({"channel": "C0NOWHERE1"}, "cannot_find_channel"),
        ({"ts": "1.000001"}, "cannot_find_message"),
        ({"unfurls": {JOB + "2": {"blocks": BLOCKS}}}, "cannot_unfurl_message"),
        ({"unfurls": {"https://example.com/": {"blocks": BLOCKS}}}, "cannot_unfurl_url"),
        ({"unfurls": {JOB: {"blocks": []}}}, "cannot_parse_attachment"),
        ({"unfurls": {JOB: {"text": "x"}}}, "cannot_parse_attachment"),
        ({"unfurls": {JOB: {"blocks": [{"type": "section"}]}}}, "invalid_blocks"),
        ({"unfurls": "nope"}, "invalid_unfurls_format"),
        ({"metadata": {"entities": [], "event_type": "x"}}, "invalid_metadata_format"),
        ({"metadata": {"entities": [{"x": "y" * 4_000}]}}, "error_processing_metadata"),
        ({"source": "elsewhere", "unfurl_id": "x"}, "invalid_source"),
        ({"source": "composer", "unfurl_id": "x"}, "invalid_unfurl_id"),
        ({"source": "composer"}, "missing_unfurl_id"),
    ],
)
async def test_what_slack_refuses(
    client: AsyncWebClient, message: Message, change: dict[str, Any], error: str
) -> None:
    call = {"channel": message.channel, "ts": message.ts, "unfurls": {JOB: {"blocks": BLOCKS}}}
    with pytest.raises(SlackApiError, match=error):
        await client.chat_unfurl(**(call | change))


async def test_an_entity_that_is_not_right_is_dropped_with_a_warning_alone(
    client: AsyncWebClient, message: Message
) -> None:
    answer = await client.chat_unfurl(
        channel=message.channel,
        ts=message.ts,
        unfurls={JOB: {"blocks": BLOCKS}},
        metadata={"entities": [good()]},
    )

    assert answer["warning"] == "invalid_metadata_format"
    assert message.previews[0].entity is None


async def test_it_takes_the_scope(
    slack: SandboxSlack, client: AsyncWebClient, message: Message
) -> None:
    slack.grant("chat:write")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.chat_unfurl(
            channel=message.channel, ts=message.ts, unfurls={JOB: {"blocks": BLOCKS}}
        )
