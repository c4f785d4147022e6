"""/job: reads the sub-command and starts the one thing it asks for."""

import html
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.actions import STARTS, SUBCOMMANDS
from bot.jobs.spelling import nearest
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.views import messages
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.linking.permissions import PermissionCache
from handlers.background import Background
from handlers.job_form import JobForms
from handlers.linking import LinkCommands
from handlers.request import PendingCommand, Request, read_request

ABOUT_ONESELF = {"link", "unlink", "whoami"}


def register(routes: Routes) -> None:
    routes.command("/job")(job)


async def job(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    opening: JobForms,
    after: Background,
    link_commands: LinkCommands,
    approvals: Approvals,
    rights: PermissionCache,
    messenger: Messenger,
) -> None:
    """Answers at once what needs no look-up; the rest goes on after the ack."""
    who = read_request(body, people)
    word, typed = split(str(body.get("text") or ""))
    word, name = html.unescape(word), html.unescape(word).casefold()
    if name in SUBCOMMANDS and SUBCOMMANDS[name].needs_ref:
        ref, _, rest = typed.partition(" ")
        typed = f"{html.unescape(ref)} {rest}".strip()
    if name in {"", "help"}:
        await ack()
        after.start(help_(who, rights, messenger), who)
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
            if name in STARTS:
                await approvals.require_allowed(who.member, STARTS[name], who.place.channel)
            await opening.starts[name](who, typed)

        after.start(start(), who, PendingCommand(name, typed, f"/job {name} {typed}".strip()))


async def help_(who: Request, rights: PermissionCache, messenger: Messenger) -> None:
    """The words after /job that can work for this member, as far as PropOps tells."""
    commands = {
        name: each
        for name, each in SUBCOMMANDS.items()
        if await rights.can(who.member, each.permissions)
    }
    message = messages.help_text(commands, hidden=len(SUBCOMMANDS) - len(commands))
    await messenger.send_ephemeral(who.place.channel, who.member, message, who.url)


def split(text: str) -> tuple[str, str]:
    """`new  boiler …` → `("new", "boiler …")`: the rest exactly as it was typed, trimmed."""
    parts = text.strip().split(None, 1)
    return (parts[0] if parts else "", parts[1].strip() if len(parts) > 1 else "")


def said(message: messages.Message) -> dict[str, Any]:
    """A message as the answer to a command: only the one person sees it."""
    return {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}
