"""Slack's shortcuts: ways in that are not typed [interactivity/implementing-shortcuts]."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.jobs.actions import Action

FROM_MESSAGE, NOTE, NEW = "job.from_message", "note.from_message", "job.new"
"""Callback ids."""


@dataclass(frozen=True)
class Shortcut:
    """`of_message`: Slack offers it in the menu of each message, else everywhere. `name`: at most 24
    characters, `help` 150 [reference/app-manifest]. `write`: what it opens the way to.
    """

    name: str
    help: str
    of_message: bool
    write: Action


SHORTCUTS: Mapping[str, Shortcut] = MappingProxyType(
    {
        FROM_MESSAGE: Shortcut(
            "Create PropOps job",
            "Raise a job from this message, with its pictures and PDFs",
            of_message=True,
            write="create",
        ),
        NOTE: Shortcut(
            "Add to PropOps job",
            "Add this message to a job as a case note, with its pictures and PDFs",
            of_message=True,
            write="add_case_note",
        ),
        NEW: Shortcut(
            "New PropOps job", "Raise a job from anywhere", of_message=False, write="create"
        ),
    }
)
"""By callback id: a function of that name is in the `COMMANDS` of a feature, as for a sub-command."""
