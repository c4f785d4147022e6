"""A Bolt app with a form and a card, and a member who uses them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import (
    Message,
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
