"""What people paste into messages, and what is then shown under them."""

from typing import Any

from bot.sandbox.slack.links import Preview
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed

SITE = "https://propops.example.com"


def page(play: Testbed, ref: str, after: str = "") -> str:
    return f"{SITE}/jobs/{play.propops.job(ref)['uuid']}{after}"


async def told(play: Testbed) -> None:
    """Until the bot has done all it does about the links that were shared."""
    await play.slack.settled()
    assert play.app is not None
    await play.app.bolt.settle(within=60)
    await play.app.flows.cards.previews.close(within=60)


async def shared(
    play: Testbed, text: str, who: str = "priya", channel: str = "maintenance"
) -> Message:
    message = play.slack.member(who).say(text, channel)
    await told(play)
    return message


def unfurls(play: Testbed) -> list[dict[str, Any]]:
    return play.slack.sent("chat.unfurl")


def shown(message: Message) -> str:
    return "\n".join(each.outline() for each in message.previews)


def entity(preview: Preview) -> dict[str, Any]:
    assert preview.entity is not None
    return preview.entity
