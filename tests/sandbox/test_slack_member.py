"""A member at the client, against a real Bolt app over real HTTP."""

import asyncio
import copy
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import (
    BadAnswer,
    Behaviour,
    Message,
    NotAcked,
    NotPossible,
    SandboxSlack,
    View,
)

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"

STREETS = ["12 Elm Row", "14 Elm Row", "3 Oak Street"]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str | None = None) -> dict[str, Any]:
    return {"text": plain(text), "value": value or text}


def chosen(street: str) -> dict[str, Any]:
    """An address as Slack sends it back."""
    return {"text": {**plain(street), "emoji": True}, "value": street.upper()}


def field_of(name: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(name),
        "element": {"action_id": "value", **element},
        **more,
    }


def job_form() -> dict[str, Any]:
    options = [option("High", "1"), option("Low", "2")]
    return {
        "type": "modal",
        "callback_id": "job.new",
        "title": plain("New job"),
        "submit": plain("Create"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "private_metadata": "draft 7",
        "blocks": [
            field_of(
                "job_title",
                {"type": "plain_text_input", "max_length": 20, "initial_value": "Boiler"},
            ),
            field_of("priority_id", {"type": "static_select", "options": options}),
            field_of("address_id", {"type": "external_select", "min_query_length": 2}),
            field_of(
                "tenants_ids",
                {"type": "multi_external_select", "min_query_length": 1},
                optional=True,
            ),
            field_of("date_works_start_date", {"type": "datepicker"}, optional=True),
            field_of(
                "vat",
                {"type": "radio_buttons", "options": options},
                optional=True,
                dispatch_action=True,
            ),
            field_of(
                "job_total_budget",
                {"type": "number_input", "is_decimal_allowed": True, "min_value": "0"},
                optional=True,
            ),
        ],
    }


def card(title: str) -> list[dict[str, Any]]:
    ask = {
        "title": plain("Restore?"),
        "text": {"type": "mrkdwn", "text": "Put *JOB-1* back"},
        "confirm": plain("Restore"),
        "deny": plain("Keep"),
    }
    return [
        {"type": "header", "text": plain(f"Job created · {title}")},
        {
            "type": "actions",
            "block_id": "card",
            "elements": [
                {
                    "type": "button",
                    "action_id": "card.notify",
                    "text": plain("Notify contractor"),
                    "value": "JOB-1",
                },
                {
                    "type": "button",
                    "action_id": "card.restore",
                    "text": plain("Restore"),
                    "value": "JOB-1",
                    "style": "danger",
                    "confirm": ask,
                },
                {
                    "type": "overflow",
                    "action_id": "card.more",
                    "options": [option("Update", "update"), option("Show history", "history")],
                },
            ],
        },
    ]


@dataclass
class Bot:
    """A little bot, and every payload it was given."""

    slack: SandboxSlack
    app: AsyncApp
    seen: list[dict[str, Any]] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)


def listen(bot: Bot) -> None:
    app = bot.app

    @app.use
    async def remember(body: dict[str, Any], next: Any) -> None:  # noqa: A002 - Bolt's name
        bot.seen.append(body)
        await next()

    @app.command("/job")
    async def command(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        text = body["text"]
        if text.startswith("help"):
            await ack("Try */job new*")
        elif text == "json":
            await ack(text="Hello", response_type="in_channel")
        elif text == "late":
            await asyncio.sleep(0.5)
        elif text == "again":
            await ack()
            await respond("Through the URL")
        else:
            await ack()
            opened = await client.views_open(
                trigger_id=body["trigger_id"],
                view={"type": "modal", "title": plain("Loading"), "blocks": []},
            )
            await client.views_update(view_id=opened["view"]["id"], view=job_form())

    @app.options("value")
    async def addresses(ack: Any, payload: dict[str, Any]) -> None:
        found = [street for street in STREETS if payload["value"].lower() in street.lower()]
        await ack(options=[option(street, street.upper()) for street in found])

    @app.view("job.new")
    async def send(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        await ack(**bot.answer)
        if not bot.answer:
            title = view["state"]["values"]["job_title"]["value"]["value"]
            await client.chat_postMessage(
                channel="C0MAINT001", text=f"Job created: {title}", blocks=card(title)
            )

    @app.view_closed("job.new")
    @app.action("value")
    @app.action("card.more")
    @app.event("app_home_opened")
    @app.event("app_mention")
    async def nothing(ack: Any) -> None:
        await ack()

    @app.action("card.notify")
    async def notify(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="Contractor told"
        )

    @app.action("card.restore")
    async def restore(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Restored", replace_original=True)


@asynccontextmanager
async def running(slack: SandboxSlack) -> AsyncIterator[Bot]:
    async with slack.serving() as url:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{url}/api/")
        quiet = logging.getLogger("quiet")
        quiet.setLevel(logging.CRITICAL)
        app = AsyncApp(client=client, signing_secret=SECRET, logger=quiet)
        bot = Bot(slack, app)
        listen(bot)
        runner = web.AppRunner(
            app.web_app(path="/slack/events"), access_log=None, shutdown_timeout=0
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        try:
            yield bot
        finally:
            await runner.cleanup()


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    slack = SandboxSlack(
        signing_secret=SECRET, behaviour=Behaviour(patience=60.0, retry_after=(0, 0, 0))
    )
    async with running(slack) as bot:
        yield bot


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


def seen(bot: Bot, kind: str) -> list[dict[str, Any]]:
    return [body for body in bot.seen if body.get("type") == kind]


async def opened(bot: Bot, who: str = "priya") -> View:
    member = bot.slack.member(who)
    await member.command("/job new")
    return await member.modal(having="job_title")


def top(bot: Bot, who: str = "priya") -> View:
    view = bot.slack.member(who).top
    assert view is not None
    return view


async def filled(bot: Bot) -> View:
    view = await opened(bot)
    await bot.slack.member("priya").fill(view, priority_id="Low", address_id="14 Elm")
    return view


async def a_card(bot: Bot) -> Message:
    view = await filled(bot)
    await bot.slack.member("priya").submit(view)
    return await bot.slack.wait_for_message("maintenance", "Boiler")


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


async def test_a_view_shows_what_the_bot_sent(bot: Bot) -> None:
    view = await opened(bot)
    assert view.title == "New job"
    assert view.callback_id == "job.new"
    assert view.private_metadata == "draft 7"
    assert view.value("job_title") == "Boiler"
    assert view.value("address_id") is None
    assert view.value("tenants_ids") == []
    with pytest.raises(NotPossible, match="there: job_title, priority_id"):
        view.block("nope")


async def test_what_a_client_does_not_take(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"job_title": "x" * 21}, "takes 20 characters, not 21"),
        ({"job_title": "two\nlines"}, "single line"),
        ({"priority_id": "Urgent"}, "not offered; there: High, Low"),
        ({"address_id": "e"}, "searches from 2 characters"),
        ({"address_id": "elm"}, "not offered; there: 12 Elm Row, 14 Elm Row"),
        ({"address_id": ("oak", 4)}, "not offered; there: 3 Oak Street"),
        ({"address_id": "zzz"}, "not offered; there: nothing"),
        ({"date_works_start_date": "tomorrow"}, "datepicker cannot give"),
        ({"job_total_budget": "lots"}, "not a number"),
        ({"nope": "x"}, "no block 'nope'"),
    ]
    for values, why in refused:
        with pytest.raises(NotPossible, match=why):
            await priya.fill(view, values)
    assert view.value("job_title") == "Boiler"


async def test_a_client_holds_back_what_is_missing_or_wrong(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    await priya.fill(view, job_total_budget=-1, job_title=None)
    with pytest.raises(NotPossible) as held:
        await priya.submit(view)
    assert str(held.value) == (
        "job_title is required; priority_id is required; address_id is required; "
        "job_total_budget must lie between 0 and -1"
    )
    assert seen(bot, "view_submission") == []


async def test_a_tampered_client_sends_anything(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    bot.answer = {"response_action": "errors", "errors": {"priority_id": "Choose one"}}
    await priya.fill(view, force=True, priority_id="Nope", job_title="x" * 30, address_id="9")
    await priya.submit(view, force=True)
    [body] = seen(bot, "view_submission")
    values = body["view"]["state"]["values"]
    assert values["priority_id"]["value"]["selected_option"]["value"] == "Nope"
    assert values["address_id"]["value"]["selected_option"]["value"] == "9"
    assert len(values["job_title"]["value"]["value"]) == 30


async def test_options_are_chosen_by_text_value_or_place(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    for wanted, value in [("High", "1"), ("2", "2"), (0, "1")]:
        await priya.fill(view, priority_id=wanted)
        assert view.value("priority_id") == value
    assert await priya.type_ahead(view, "address_id", "elm") == ["12 Elm Row", "14 Elm Row"]
    [body] = seen(bot, "block_suggestion")
    assert (body["action_id"], body["block_id"], body["value"]) == ("value", "address_id", "elm")
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert body["view"]["id"] == view.id


async def test_a_dispatching_input_sends_an_action(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    await priya.fill(view, vat="Low", job_title="Tap")
    [body] = seen(bot, "block_actions")
    [action] = body["actions"]
    assert action.pop("action_ts")
    assert action == {
        "type": "radio_buttons",
        "action_id": "value",
        "block_id": "vat",
        "selected_option": {"text": {**plain("Low"), "emoji": True}, "value": "2"},
    }
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert "response_url" not in body
    assert "channel" not in body


async def test_errors_stay_beside_their_fields(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = {"response_action": "errors", "errors": {"job_title": "Say more"}}
    outcome = await priya.submit(view)
    assert (outcome.action, outcome.errors, outcome.accepted) == (
        "errors",
        {"job_title": "Say more"},
        False,
    )
    assert view.is_open
    assert "! Say more" in view.outline()
    bot.answer = {}
    assert (await priya.submit(view)).accepted
    assert view.errors == {}


async def test_an_update_keeps_what_was_entered(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    form = job_form()
    form["blocks"][0]["element"]["initial_value"] = "Another"
    form["blocks"][1]["block_id"] = "priority_again"
    before = view.hash
    bot.answer = {"response_action": "update", "view": form}
    outcome = await priya.submit(view)
    assert outcome.view is view
    assert view.hash != before
    assert view.value("job_title") == "Boiler"
    assert view.value("address_id") == "14 ELM ROW"
    assert view.value("priority_again") is None


async def test_a_push_covers_and_a_close_uncovers(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = {"response_action": "push", "view": job_form()}
    upper = (await priya.submit(view)).view
    assert upper is not None
    assert upper is not view
    assert upper.wire()["previous_view_id"] == view.id
    assert upper.wire()["root_view_id"] == view.id
    with pytest.raises(NotPossible, match="covered"):
        await priya.submit(view)
    await priya.close(upper)
    assert priya.top is view
    [body] = seen(bot, "view_closed")
    assert (body["view"]["id"], body["is_cleared"]) == (upper.id, False)
    with pytest.raises(NotPossible, match="closed"):
        await priya.submit(upper)


async def test_the_stack_holds_three(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    await filled(bot)
    bot.answer = {"response_action": "push", "view": job_form()}
    for _ in range(2):
        await priya.fill(top(bot), priority_id="Low", address_id="14 Elm")
        await priya.submit(top(bot))
    await priya.fill(top(bot), priority_id="Low", address_id="14 Elm")
    with pytest.raises(BadAnswer, match="push_limit_reached"):
        await priya.submit(top(bot))
    await priya.close(top(bot), whole_stack=True)
    assert priya.top is None
    assert [body["is_cleared"] for body in seen(bot, "view_closed")] == [True] * 3


async def test_clear_closes_the_whole_stack(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = {"response_action": "clear"}
    outcome = await priya.submit(view)
    assert (outcome.action, outcome.view, priya.top) == ("clear", None, None)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"response_action": "errors", "errors": {"value": "no"}}, "no inputs: value"),
        ({"response_action": "update", "view": {"type": "modal"}}, "missing required field"),
        ({"response_action": "explode"}, "no answer to a submission"),
    ],
)
async def test_a_bad_answer_to_a_submission(bot: Bot, answer: dict[str, Any], why: str) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = answer
    with pytest.raises(BadAnswer, match=why):
        await priya.submit(view)
    assert priya.top is view


async def test_only_the_owner_acts_in_a_modal(bot: Bot) -> None:
    view = await opened(bot)
    with pytest.raises(NotPossible, match="another member"):
        await bot.slack.member("tom").fill(view, job_title="Mine")


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


async def test_a_form_can_be_sent_twice_only_by_force(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    first = asyncio.create_task(priya.submit(view))
    await asyncio.sleep(0)
    with pytest.raises(NotPossible, match="being sent already"):
        await priya.submit(view)
    await first
    await priya.submit(view, force=True)
    assert len({body["view"]["id"] for body in seen(bot, "view_submission")}) == 1
    assert len(seen(bot, "view_submission")) == 2


async def test_a_chosen_channel_can_be_answered_through_its_url(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    select = {"type": "conversations_select", "response_url_enabled": True}
    source = {**job_form(), "blocks": [field_of("where", select)]}
    view = bot.slack.workspace.open_view(priya.id, source)
    await priya.fill(view, where="general")
    bot.answer = {"response_action": "clear"}
    await priya.submit(view)
    [url] = seen(bot, "view_submission")[0]["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == (
        "where",
        "value",
        "C0GENERAL1",
    )
