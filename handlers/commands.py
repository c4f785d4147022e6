"""/job: reads the sub-command and starts the one thing it asks for."""

import html
import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.actions import STARTS, SUBCOMMANDS
from bot.jobs.spelling import nearest
from bot.views import messages
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.linking.permissions import PermissionCache
from handlers.background import Background
from handlers.request import PendingCommand, Request

Command = Callable[..., Awaitable[None]]
"""`(request, typed, …)`, where `typed` is what follows the word; the rest are parts, by name."""


class CommandTable:
    """What a word after /job, or a button about a job, starts: name → function, with its parts."""

    def __init__(
        self, commands: Mapping[str, Command], parts: Mapping[str, Any], approvals: Approvals
    ) -> None:
        """Raises ValueError for a function that asks for a part there is not."""
        self._commands = {name: _with_parts(command, parts) for name, command in commands.items()}
        self._approvals = approvals

    async def start(self, name: str, request: Request, typed: str) -> None:
        """Where the policy lets the member do it there."""
        if name in STARTS:
            channel = request.place.channel
            await self._approvals.require_allowed(request.member, STARTS[name], channel)
        await self.run(name, request, typed)

    async def run(self, name: str, request: Request, typed: str) -> None:
        """As `start`, for what the policy has let through before."""
        await self._commands[name](request, typed)


def register(routes: Routes) -> None:
    routes.command("/job")(job)


async def job(
    ack: AsyncAck,
    body: dict[str, Any],
    request: Request,
    commands: CommandTable,
    background: Background,
) -> None:
    """Answers at once what needs no look-up; the rest goes on after the ack."""
    word, typed = _split(str(body.get("text") or ""))
    word = html.unescape(word)
    name = word.casefold() or "help"
    command = SUBCOMMANDS.get(name)
    if command is None:
        await ack(**_private(messages.unknown_command(word, nearest(name, SUBCOMMANDS))))
        return
    if command.needs_ref:
        ref, _, rest = typed.partition(" ")
        typed = f"{html.unescape(ref)} {rest}".strip()
        if not typed:
            await ack(**_private(messages.missing_ref(name, command)))
            return
    await ack()
    keep = PendingCommand(name, typed, f"/job {name} {typed}".strip())
    start = commands.start(name, request, typed)
    background.start(start, request, keep if command.permissions else None)


async def help_(
    request: Request, typed: str, permissions: PermissionCache, background: Background
) -> None:
    """The words after /job that can work for this member, as far as PropOps tells."""
    del typed
    shown = {
        name: each
        for name, each in SUBCOMMANDS.items()
        if await permissions.can(request.member, each.permissions)
    }
    message = messages.help_text(shown, hidden=len(SUBCOMMANDS) - len(shown))
    await background.reply_in_channel(request, message)


COMMANDS = {"help": help_}


def _split(text: str) -> tuple[str, str]:
    """`new  boiler …` → `("new", "boiler …")`: the rest exactly as it was typed, trimmed."""
    parts = text.strip().split(None, 1)
    return (parts[0] if parts else "", parts[1].strip() if len(parts) > 1 else "")


def _private(message: messages.Message) -> dict[str, Any]:
    """A message as the answer to a command: only the one person sees it."""
    return {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}


def _with_parts(command: Command, parts: Mapping[str, Any]) -> Command:
    _request, _typed, *named = inspect.signature(command).parameters.values()
    missing = [each.name for each in named if each.name not in parts and each.default is each.empty]
    if missing:
        raise ValueError(f"{command.__module__}: no part is named {', '.join(missing)}")
    return partial(command, **{each.name: parts[each.name] for each in named if each.name in parts})
