"""A line after /job whose first word is no command: kept, and offered as what it may have meant."""

from bot.jobs import references
from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.spelling import nearest
from bot.members.access import Access
from bot.views import command_messages
from bot.workflows.drafts.drafts import Drafts
from handlers.background import Background
from handlers.request import Request


class UnknownLines:
    def __init__(self, access: Access, drafts: Drafts, background: Background) -> None:
        self._access, self._drafts, self._background = access, drafts, background

    async def offer(self, request: Request, word: str, typed: str, line: str) -> None:
        """Keeps the line as a draft of the nearest command, and as one of a new job.

        Raises `NotWelcome`.
        """
        await self._access.require_access(request.member)
        guess = nearest(word, SUBCOMMANDS)
        if references.split(word)[0].is_likely and not word.strip("#.").isdigit():
            guess, typed = "update", line  # `JOB-061 priority high`, not `12 Elm Row`
        guessed = "" if guess is None else await self._keep(request, guess, typed)
        new_job = "" if guess == "new" else await self._keep(request, "new", line)
        message = command_messages.kept_line(word, guess, guess=guessed, new_job=new_job)
        await self._background.reply(request, message)

    async def _keep(self, request: Request, command: str, text: str) -> str:
        content = {"command": command, "text": text}
        return (await self._drafts.keep(request.member, request.place, "command", content)).id
