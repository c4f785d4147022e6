"""A command of a member, as it is kept and taken up again."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.jobs import references
from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.change import Place
from bot.workflows.drafts.drafts import Drafts
from handlers.request import Request


class PendingCommand(NamedTuple):
    """A command to be resumed once its member is linked, or after a restart.

    `command`: a name in `CommandTable`, which is then run with `text`; `words`: its wording for the
    member.
    """

    command: str
    text: str
    words: str = ""

    @property
    def line(self) -> str:
        """The line as it was typed, where it would be a pity to lose it: it says more than what to open.

        Empty for a button.
        """
        if self.command not in SUBCOMMANDS or self.words != f"/job {self.command} {self.text}":
            return ""
        is_said, command = bool(self.text.strip()), SUBCOMMANDS[self.command]
        if command.needs_ref:
            reference, rest = references.split(self.text)
            is_said = bool(rest.strip()) or (command.form and not reference.is_likely)
        return self.words if is_said and (command.form or " " in self.text) else ""


async def keep_command(drafts: Drafts, request: Request, command: Mapping[str, Any]) -> str:
    """Keeps the content of a `PendingCommand` as a draft; its id."""
    place = Place() if request.among_people else request.place  # no card can be posted there
    return (await drafts.keep_command(request.member, place, dict(command))).id
