"""/job: reads the sub-command and starts the one thing it asks for."""

import html
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotLinked, TokenDead
from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.change import Action
from bot.jobs.nearest import nearest
from bot.people import People
from bot.slack.messenger import Messenger
from bot.views import messages
from bot.web.dispatch import Routes
from bot.workflows.approvals import Approvals
from bot.workflows.linking import Linking
from handlers.after import After
from handlers.asking import Asking, asking
from handlers.linking import LinkCommands
from handlers.opening import Opening

ABOUT_ONESELF = {"link", "unlink", "whoami"}
WRITERS: dict[str, Action] = {
    "new": "create",
    "update": "update",
    "delete": "delete",
    "restore": "restore_commit",
    "notify": "send_assignment_notification",
}
"""Sub-commands that open the way to a write: the operator's rules are asked before a form is."""


def register(routes: Routes) -> None:
    routes.command("/job")(job)


async def job(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    opening: Opening,
    after: After,
    messenger: Messenger,
    linking: Linking,
    link_commands: LinkCommands,
    approvals: Approvals,
) -> None:
    """Answers at once what needs no look-up; the rest goes on after the ack."""
    who = asking(body, people)
    word, typed = split(str(body.get("text") or ""))
    word, name = html.unescape(word), html.unescape(word).casefold()
    if name in SUBCOMMANDS and SUBCOMMANDS[name].needs_ref:
        ref, _, rest = typed.partition(" ")
        typed = f"{html.unescape(ref)} {rest}".strip()
    if name in {"", "help"}:
        await ack(**said(messages.help_text(SUBCOMMANDS)))
    elif name not in SUBCOMMANDS:
        await ack(**said(messages.unknown_command(word, nearest(name, SUBCOMMANDS))))
    elif SUBCOMMANDS[name].needs_ref and not typed:
        await ack(**said(messages.missing_ref(name, SUBCOMMANDS[name])))
    elif name in ABOUT_ONESELF:
        await ack()
        after.start(link_commands.run(name, who, typed), who)
    else:
        await ack()

        async def start() -> None:
            if name in WRITERS:
                await approvals.let(who.member, WRITERS[name], who.place.channel)
            await _start(name, typed, who, opening, messenger, linking)

        after.start(start(), who)


async def _start(
    name: str,
    typed: str,
    who: Asking,
    opening: Opening,
    messenger: Messenger,
    linking: Linking,
) -> None:
    """Without a link, what was asked is kept and the member told how to link."""
    try:
        await opening.starts[name](who, typed)
    except (NotLinked, TokenDead) as error:
        await opening.desk.keep(who.member, who.place, "command", {"command": name, "text": typed})
        message = await linking.interrupted(who.member, error, kept=True)
        await messenger.whisper(who.place.channel, who.member, message, who.url)


def split(text: str) -> tuple[str, str]:
    """`new  boiler …` → `("new", "boiler …")`: the rest exactly as it was typed, trimmed."""
    parts = text.strip().split(None, 1)
    return (parts[0] if parts else "", parts[1].strip() if len(parts) > 1 else "")


def said(message: messages.Message) -> dict[str, Any]:
    """A message as the answer to a command: only the one person sees it."""
    return {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}
