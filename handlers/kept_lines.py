"""What was typed after a command is kept where its form can't be opened, and offered back."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.errors import NO_ANSWER_NOW
from bot.jobs import references
from bot.views import command_messages, messages, modals
from bot.workflows.drafts.drafts import Drafts
from handlers.background import Background
from handlers.pending_command import PendingCommand, keep_command
from handlers.request import Request


class KeptLines:
    def __init__(self, drafts: Drafts, background: Background) -> None:
        self._drafts, self._background = drafts, background

    async def open(
        self,
        request: Request,
        title: str,
        prepare: Callable[[], Awaitable[modals.View]],
        command: Mapping[str, Any] | None,
    ) -> None:
        """Opens the form of `prepare`. `command`: kept as a draft where that can't be done now; None:
        nothing to keep.
        """
        try:
            opened = await self._background.open(
                request,
                title,
                prepare(),
                keeps=NO_ANSWER_NOW if command is not None else (),
                kept=_kept(command),
                line=_line(command),
            )
        except NO_ANSWER_NOW as error:
            if command is None:
                raise
            draft = await keep_command(self._drafts, request, command)
            message = messages.draft_kept(error.advice, draft, typed=_says_something(command))
            await self._background.reply(request, message)
            return
        if opened is None:
            draft = (
                await keep_command(self._drafts, request, command) if command is not None else ""
            )
            await self._background.reply(request, messages.too_slow(draft))

    async def offer_new_job(self, request: Request, line: str, text: str) -> None:
        """The job that `line` is about is not there: the line is said again, to be copied, and `text` of it
        may become a new job.
        """
        draft = await keep_command(self._drafts, request, {"command": "new", "text": text})
        await self._background.reply(request, command_messages.not_about_a_job(line, draft))


def _kept(command: Mapping[str, Any] | None) -> str:
    """What is kept where the form can't be opened now, in the loading view."""
    if command is not None and _says_something(command):
        return "What you typed is kept: my message brings it back with one press."
    return "My message opens the form with one press."


def _line(command: Mapping[str, Any] | None) -> str:
    """As it would be typed; empty for a button."""
    if command is None:
        return ""
    name, text = str(command.get("command", "")), str(command.get("text", ""))
    return PendingCommand(name, text, f"/job {name} {text}").line


def _says_something(command: Mapping[str, Any]) -> bool:
    """Whether there is more in it than the job that it is about."""
    text = str(command.get("text", ""))
    if command.get("command") != "update":
        return bool(text.strip())
    reference, rest = references.split(text)
    is_button = bool(reference.uuid) and text.startswith(reference.uuid)
    return bool(rest.strip()) and not is_button
