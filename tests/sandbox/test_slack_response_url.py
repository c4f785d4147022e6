"""Answers through a response_url."""

from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.sandbox.web_api import GENERAL, MAINTENANCE, PRIYA, Home, divider


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
