"""A member who types and presses, against a real Bolt app over real HTTP."""

from datetime import date

import pytest

from bot.sandbox.slack import (
    Behaviour,
    NotAcked,
    NotPossible,
    SandboxSlack,
)
from tests.sandbox.form_bot import SECRET, Bot, card, chosen, opened, plain, running, seen


async def test_a_job_goes_from_command_to_card(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    delivery = await priya.command("/job new leak")
    assert delivery.status == 200
    view = await priya.modal(having="job_title")
    await priya.fill(
        view,
        job_title="Leak",
        priority_id="High",
        address_id=("elm", "14 Elm Row"),
        tenants_ids=["3 Oak", ("elm", 0)],
        date_works_start_date=date(2026, 6, 1),
    )
    outcome = await priya.submit(view)
    assert outcome.action == "closed"
    assert not view.is_open
    message = await bot.slack.wait_for_message("maintenance", "Leak")
    assert message.buttons == ["Notify contractor", "Restore"]
    [state] = [
        body["view"]["state"]["values"]
        for body in bot.seen
        if body.get("type") == "view_submission"
    ]
    assert state == {
        "job_title": {"value": {"type": "plain_text_input", "value": "Leak"}},
        "priority_id": {
            "value": {
                "type": "static_select",
                "selected_option": {"text": {**plain("High"), "emoji": True}, "value": "1"},
            }
        },
        "address_id": {
            "value": {
                "type": "external_select",
                "selected_option": chosen("14 Elm Row"),
            }
        },
        "tenants_ids": {
            "value": {
                "type": "multi_external_select",
                "selected_options": [
                    chosen("3 Oak Street"),
                    chosen("12 Elm Row"),
                ],
            }
        },
        "date_works_start_date": {"value": {"type": "datepicker", "selected_date": "2026-06-01"}},
        "vat": {"value": {"type": "radio_buttons", "selected_option": None}},
        "job_total_budget": {"value": {"type": "number_input", "value": None}},
    }


async def test_a_command_carries_every_field(bot: Bot) -> None:
    nia = bot.slack.member("nia")
    await nia.command("/job   help ", channel=nia.dm)
    [body] = [each for each in bot.seen if "command" in each]
    assert body.pop("response_url").startswith("http://127.0.0.1:")
    assert len(body.pop("trigger_id").split(".")) == 3
    assert body == {
        "token": "sandbox-verification-token",
        "team_id": "T0SANDBOX1",
        "team_domain": "elm-maintenance",
        "channel_id": nia.dm,
        "channel_name": "directmessage",
        "user_id": "W0NIA00001",
        "user_name": "nia",
        "command": "/job",
        "text": "help",
        "api_app_id": "A0PROPOPS1",
        "is_enterprise_install": "false",
    }


async def test_escaped_commands_carry_ids() -> None:
    slack = SandboxSlack(signing_secret=SECRET, behaviour=Behaviour(escape_commands=True))
    async with running(slack) as bot:
        for line in (
            "help @tom & <3 in #general, #private-one",
            "help @tomas #generals https://x.test/?a=1&b=2#general ask gil@tom.test.",
        ):
            await slack.member("priya").command(f"/job {line}")
    assert [each["text"] for each in bot.seen] == [
        "help <@U0TOM00001|tom> &amp; &lt;3 in <#C0GENERAL1|general>, <#C0PRIVATE1|>",
        (
            "help @tomas #generals <https://x.test/?a=1&amp;b=2#general> "
            "ask <mailto:gil@tom.test|gil@tom.test>."
        ),
    ]


async def test_a_text_ack_is_seen_by_the_member_alone(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    await priya.command("/job help")
    assert [each.outline() for each in priya.ephemerals] == ["Try /job new"]
    assert bot.slack.messages("maintenance") == []
    assert bot.slack.member("tom").sees("maintenance") == []
    assert priya.sees("maintenance") == priya.ephemerals


async def test_an_in_channel_ack_is_seen_by_all(bot: Bot) -> None:
    await bot.slack.member("priya").command("/job json")
    assert [each.text for each in bot.slack.member("tom").sees("maintenance")] == ["Hello"]


async def test_a_response_url_answers_privately(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    await priya.command("/job again")
    ephemeral = await bot.slack.wait_for_message("maintenance", "Through", to=priya)
    assert ephemeral.only_to == priya.id


async def test_a_late_ack_is_an_error(bot: Bot) -> None:
    bot.slack._courier.patience = 0.1
    with pytest.raises(NotAcked, match="http_timeout"):
        await bot.slack.member("priya").command("/job late")


async def test_a_bot_that_is_not_there_is_an_error() -> None:
    slack = SandboxSlack(behaviour=Behaviour(patience=60.0))
    async with slack.serving():
        with pytest.raises(NotAcked, match="connection_failed"):
            await slack.member("priya").command("/job help")
        slack.deliver_to("http://127.0.0.1:9/slack/events")
        with pytest.raises(NotAcked, match="connection_failed"):
            await slack.member("priya").command("/job help")


@pytest.mark.parametrize(
    ("who", "line", "channel", "why"),
    [
        ("priya", "/jobb new", "maintenance", "not a command"),
        ("tom", "/job new", "private-one", "not in #private-one"),
        ("priya", "/job new", "old-jobs", "archived"),
        ("stranger", "/job new", "elm-contractors", "not shared"),
        ("deactivated", "/job new", "maintenance", "deactivated"),
        ("priya", "/job new", "nowhere", "no channel"),
    ],
)
async def test_who_cannot_command(bot: Bot, who: str, line: str, channel: str, why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        await bot.slack.member(who).command(line, channel=channel)
    assert bot.seen == []


async def test_a_guest_can_command(bot: Bot) -> None:
    assert (await bot.slack.member("guest").command("/job help")).status == 200


def test_nobody_of_that_name() -> None:
    with pytest.raises(NotPossible, match="nobody here is called 'zed'"):
        SandboxSlack().member("zed")


async def test_waiting_in_vain_says_what_is_there(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    with pytest.raises(TimeoutError, match="none is open"):
        await priya.modal(timeout=0.01)
    await opened(bot)
    with pytest.raises(TimeoutError, match=r"no modal with block 'nope'(.|\n)*New job"):
        await priya.modal(timeout=0.01, having="nope")
    await priya.command("/job json")
    with pytest.raises(TimeoutError, match=r"no message with 'Bye'(.|\n)*#maintenance: Hello"):
        await bot.slack.wait_for_message("maintenance", "Bye", timeout=0.01)


async def test_the_home_tab_is_opened_and_published(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    assert (await priya.open_home()).status == 200
    [body] = seen(bot, "event_callback")
    assert body["event"]["type"] == "app_home_opened"
    assert body["event"]["channel"] == priya.dm
    assert body["authorizations"][0]["user_id"] == "U0PROPBOT1"
    await bot.app.client.views_publish(
        user_id=priya.id, view={"type": "home", "blocks": card("Home")}
    )
    assert priya.home is not None
    await priya.press(priya.home, "Show history")
    [press] = seen(bot, "block_actions")
    assert press["view"]["type"] == "home"


async def test_a_mention_reaches_the_bot(bot: Bot) -> None:
    bot.slack.member("priya").say("<@U0PROPBOT1> help", channel="maintenance")
    await bot.slack.settled()
    [body] = seen(bot, "event_callback")
    assert body["event"]["type"] == "app_mention"


async def test_snapshot_and_feed_tell_it_all(bot: Bot) -> None:
    with bot.slack.subscribe() as events:
        await opened(bot)
        kinds: set[str] = set()
        while not {"view.updated", "delivery"} <= kinds:
            kinds.add((await events.next())["type"])
    assert {"call", "view.opened"} <= kinds
    whole = bot.slack.snapshot()
    assert whole["views"]["U0PRIYA001"][0]["view"]["title"]["text"] == "New job"
    assert whole["calls"] == len(bot.slack.calls)
