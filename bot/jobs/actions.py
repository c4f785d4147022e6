"""THE ACTION TABLES: the six writes, the sub-commands of /job, the buttons of a card.

A sub-command or a button is added by an entry here and a listener of the same name in `handlers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.jobs.change import Action


@dataclass(frozen=True)
class Write:
    """One of the six writes of `POST /api/jobs/manage`, in words. `done` and `doing` start a line."""

    title: str
    doing: str
    done: str
    verb: str
    """As in *to {verb} JOB-001*."""
    again: str
    """What to do when it failed."""


WRITES: Mapping[Action, Write] = MappingProxyType(
    {
        "create": Write(
            "New job", "Creating the job", "Job created", "create", "Send the form again."
        ),
        "update": Write(
            "Update job", "Saving the job", "Job updated", "update", "Send the form again."
        ),
        "delete": Write(
            "Delete job", "Deleting the job", "Job deleted", "delete", "Try /job delete again."
        ),
        "send_assignment_notification": Write(
            "Notify contractor",
            "Telling the contractor",
            "Contractor notified",
            "notify the contractor of",
            "Press Notify contractor again.",
        ),
        "restore_commit": Write(
            "Restore job", "Restoring the job", "Job restored", "restore", "Press Restore again."
        ),
        "restore_archived_file": Write(
            "Restore file", "Restoring the file", "File restored", "restore a file of", "Try again."
        ),
        "add_case_note": Write(
            "Add case note", "Adding the note", "Case note added", "add a note to", "Try again."
        ),
    }
)


@dataclass(frozen=True)
class SubCommand:
    """One word after /job. `usage` is what follows it, `help` one line of `/job help`."""

    usage: str
    help: str
    needs_ref: bool = False


SUBCOMMANDS: Mapping[str, SubCommand] = MappingProxyType(
    {
        "new": SubCommand(
            "[text]", "raise a job, e.g. `/job new boiler not firing at 12 Elm Row tomorrow`"
        ),
        "update": SubCommand(
            "REF [text]", "change a job, e.g. `/job update JOB-001 start next Friday`", True
        ),
        "show": SubCommand("REF", "see a job and its notes, just for you", True),
        "find": SubCommand("TEXT", "search jobs, e.g. `/job find boiler elm row`"),
        "mine": SubCommand("", "the jobs you raised"),
        "history": SubCommand("REF", "who changed a job, when and how", True),
        "restore": SubCommand("REF", "put a job back to an earlier state", True),
        "files": SubCommand("REF", "bring an archived file back", True),
        "notify": SubCommand("REF", "tell the contractor about a job", True),
        "delete": SubCommand("REF", "delete a job for ever, or archive it", True),
        "link": SubCommand("[@someone]", "link your PropOps account, or ask a colleague to"),
        "unlink": SubCommand("", "forget the link to your PropOps account"),
        "whoami": SubCommand("", "who you are here and in PropOps, and what you may do"),
        "help": SubCommand("", "this list"),
    }
)


@dataclass(frozen=True)
class CardButton:
    """A button (or overflow entry) of a job card. Its listener id is `card.{name}`."""

    label: str
    overflow: bool = False
    confirm: bool = False
    """Slack asks first, naming the job."""


CARD_BUTTONS: Mapping[str, CardButton] = MappingProxyType(
    {
        "notify": CardButton("Notify contractor", confirm=True),
        "restore": CardButton("Restore"),
        "update": CardButton("Update", overflow=True),
        "show": CardButton("Show", overflow=True),
        "note": CardButton("Add note", overflow=True),
        "delete": CardButton("Delete", overflow=True),
        "open": CardButton("Open in PropOps", overflow=True),
    }
)
