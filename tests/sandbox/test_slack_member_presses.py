"""A member who presses buttons of messages."""

import asyncio
import copy

import pytest

from bot.sandbox.slack import (
    NotPossible,
)
from tests.sandbox.form_bot import Bot, a_card, card, chosen, filled, option, plain, seen


async def test_a_press_arrives_in_slacks_shape(bot: Bot) -> None:
    message = await a_card(bot)
    tom = bot.slack.member("tom")
    delivery = await tom.press(message, "Notify contractor")
    assert delivery is not None
    [body] = seen(bot, "block_actions")
    url, trigger, ts = (
        body.pop("response_url"),
        body.pop("trigger_id"),
        body["actions"][0].pop("action_ts"),
    )
    assert url.startswith("http://127.0.0.1:")
    assert trigger
    assert len(ts.split(".")[1]) == 6
    shown = body.pop("message")
    assert (shown["ts"], shown["bot_id"], len(shown["blocks"])) == (message.ts, "B0PROPOPS1", 2)
    assert body == {
        "type": "block_actions",
        "user": {"id": tom.id, "username": "tom", "name": "tom", "team_id": "T0SANDBOX1"},
        "api_app_id": "A0PROPOPS1",
        "token": "sandbox-verification-token",
        "team": {"id": "T0SANDBOX1", "domain": "elm-maintenance"},
        "enterprise": None,
        "is_enterprise_install": False,
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": "C0MAINT001",
            "is_ephemeral": False,
        },
        "channel": {"id": "C0MAINT001", "name": "maintenance"},
        "state": {"values": {}},
        "actions": [
            {
                "type": "button",
                "action_id": "card.notify",
                "block_id": "card",
                "text": {**plain("Notify contractor"), "emoji": True},
                "value": "JOB-1",
            }
        ],
    }
    await bot.slack.wait_for_message("maintenance", "Contractor told")
    assert message.blocks == []


async def test_a_confirm_is_asked_and_can_be_declined(bot: Bot) -> None:
    message = await a_card(bot)
    tom = bot.slack.member("tom")
    assert await tom.press(message, "Restore", confirm=False) is None
    assert seen(bot, "block_actions") == []
    assert tom.asked == ["Restore?\nPut JOB-1 back\n[Keep] [Restore]"]
    await tom.press(message, "Restore")
    [body] = seen(bot, "block_actions")
    assert body["actions"][0]["style"] == "danger"
    assert await bot.slack.wait_for_message("maintenance", "Restored") is message


async def test_an_overflow_option_is_pressed_by_its_text(bot: Bot) -> None:
    message = await a_card(bot)
    await bot.slack.member("tom").press(message, "history")
    [body] = seen(bot, "block_actions")
    assert body["actions"][0]["type"] == "overflow"
    assert body["actions"][0]["selected_option"]["value"] == "history"


async def test_what_is_not_there_cannot_be_pressed(bot: Bot) -> None:
    message = await a_card(bot)
    tom = bot.slack.member("tom")
    with pytest.raises(NotPossible, match=r"no \[Delete\] to press; there: \[Notify contractor\]"):
        await tom.press(message, "Delete")
    with pytest.raises(NotPossible, match="does not see that message"):
        await bot.slack.member("stranger").press(message, "Notify contractor")
    await tom.press(message, "Notify contractor")
    await bot.slack.wait_for_message("maintenance", "Contractor told")
    with pytest.raises(NotPossible, match="there: nothing"):
        await tom.press(message, "Notify contractor")


async def test_a_slow_client_presses_what_it_still_shows(bot: Bot) -> None:
    message = await a_card(bot)
    tom, stale = bot.slack.member("tom"), copy.copy(message)
    await tom.press(message, "Notify contractor")
    await bot.slack.wait_for_message("maintenance", "Contractor told")
    await tom.press(stale, "Restore")
    await bot.slack.wait_for_message("maintenance", "Restored")
    assert message.text == "Restored"


async def test_a_stranger_in_a_shared_channel_can_press(bot: Bot) -> None:
    message = await a_card(bot)
    bot.slack.invite("stranger", "maintenance")
    await bot.slack.member("sol").press(message, "Notify contractor")
    [body] = seen(bot, "block_actions")
    assert body["user"]["team_id"] == "T0OTHERCO1"
    assert body["team"]["id"] == "T0SANDBOX1"


async def test_two_presses_at_once_both_arrive(bot: Bot) -> None:
    message = await a_card(bot)
    tom, stale = bot.slack.member("tom"), copy.copy(message)
    await asyncio.gather(*(tom.press(stale, "Show history") for _ in range(20)))
    stamps = [body["actions"][0]["action_ts"] for body in seen(bot, "block_actions")]
    assert len(set(stamps)) == 20


async def test_a_redelivery_is_the_very_same(bot: Bot) -> None:
    view = await filled(bot)
    outcome = await bot.slack.member("priya").submit(view)
    again = await bot.slack.redeliver(outcome.delivery)
    assert again.status == 200
    first, second = seen(bot, "view_submission")
    assert first == second


async def test_a_select_in_a_message_can_be_changed(bot: Bot) -> None:
    pick = {"type": "static_select", "action_id": "value", "options": [option("A"), option("B")]}
    text = {"type": "mrkdwn", "text": "Pick"}
    blocks = [{"type": "section", "block_id": "pick", "text": text, "accessory": pick}]
    await bot.app.client.chat_postMessage(channel="C0MAINT001", text="Pick", blocks=blocks)
    message = await bot.slack.wait_for_message("maintenance", "Pick")
    await bot.slack.member("tom").choose(message, "pick", "B")
    [body] = seen(bot, "block_actions")
    entry = {"type": "static_select", "selected_option": {**chosen("B"), "value": "B"}}
    assert body["state"]["values"] == {"pick": {"value": entry}}
    assert body["actions"][0]["selected_option"] == entry["selected_option"]
    with pytest.raises(NotPossible, match="nothing to choose in block 'nope'"):
        await bot.slack.member("tom").choose(message, "nope", "B")


async def test_an_ephemeral_message_is_pressed_without_its_content(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    await bot.app.client.chat_postEphemeral(
        channel="C0MAINT001", user=priya.id, text="Card", blocks=card("Mine")
    )
    [ephemeral] = priya.ephemerals
    await priya.press(ephemeral, "Restore")
    [body] = seen(bot, "block_actions")
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    assert (await bot.slack.wait_for_message("maintenance", "Restored", to="priya")) is ephemeral
    with pytest.raises(NotPossible, match="no shortcuts"):
        await priya.message_shortcut("job.from_message", ephemeral)


async def test_equal_buttons_are_told_apart_by_place(bot: Bot) -> None:
    await bot.app.client.chat_postMessage(
        channel="C0MAINT001",
        text="Two",
        blocks=[
            {
                "type": "actions",
                "block_id": f"row-{number}",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "card.more",
                        "text": plain("Go"),
                        "value": str(number),
                    }
                ],
            }
            for number in range(2)
        ],
    )
    message = await bot.slack.wait_for_message("maintenance", "Two")
    tom = bot.slack.member("tom")
    with pytest.raises(NotPossible, match="is there 2 times"):
        await tom.press(message, "Go")
    await tom.press(message, "Go", nth=1)
    assert seen(bot, "block_actions")[0]["actions"][0]["value"] == "1"
