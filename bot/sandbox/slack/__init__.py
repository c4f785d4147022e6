"""A strict, stateful Slack in memory, to run the bot against over real HTTP and WebSockets.

    slack = SandboxSlack(signing_secret="…")
    async with slack.serving() as url:              # the bot's SLACK_API_URL is url + "/api/"
        slack.deliver_to("http://127.0.0.1:3000/slack/events")
        priya = slack.member("priya")
        await priya.command("/job new")
        view = await priya.modal(having="job_title")
        await priya.fill(view, job_title="Leak in the kitchen", address_id=("12 Elm", 0))
        await priya.submit(view)
        card = await slack.wait_for_message("maintenance", "Leak in the kitchen")
        await priya.press(card, "Notify contractor")

It refuses what Slack refuses, with Slack's error names; its members can do only what people can.
"""

from bot.sandbox.slack.calls import Record
from bot.sandbox.slack.courier import Delivery
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.outcomes import Outcome
from bot.sandbox.slack.pings import Ping, unescaped
from bot.sandbox.slack.refusals import (
    BadAnswer,
    DeliveryFailed,
    NotAcked,
    NotPossible,
    SandboxTrouble,
    SlackRefused,
)
from bot.sandbox.slack.sandbox import Behaviour, SandboxSlack
from bot.sandbox.slack.views import View

__all__ = [
    "BadAnswer",
    "Behaviour",
    "Delivery",
    "DeliveryFailed",
    "Member",
    "Message",
    "NotAcked",
    "NotPossible",
    "Outcome",
    "Ping",
    "Record",
    "SandboxSlack",
    "SandboxTrouble",
    "SlackRefused",
    "View",
    "unescaped",
]
