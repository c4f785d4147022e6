"""THE ACTION TABLES: the writes, the sub-commands of /job, what buttons about a job start.

A sub-command, or a button about a job, is added by an entry here and by a function of the same name
in the `COMMANDS` of a feature in `handlers`; tests compare the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bot.jobs.forms import FIELDS, REQUIRED
from bot.jobs.write import CASE_NOTES, DOCUMENTS, LIST, MANAGE, PHOTOS, Write, WriteSchema

Action = Literal[
    "create",
    "update",
    "delete",
    "send_assignment_notification",
    "restore_commit",
    "restore_archived_file",
    "add_case_note",
    "add_photo",
    "add_document",
]
"""The writes that members ask for; each has a file in `bot.workflows.writes`."""
_READERS = (LIST, MANAGE)
"""Either lets somebody read jobs: the sources disagree on which."""


WRITES: Mapping[Action, Write] = MappingProxyType(
    {
        "create": Write(
            title="New job",
            doing="Creating the job",
            done="Job created",
            verb="create",
            again="Send the form again.",
            form=True,
            creates_job=True,
            schema=WriteSchema(REQUIRED, tuple(name for name in FIELDS if name not in REQUIRED)),
        ),
        "update": Write(
            title="Update job",
            doing="Saving the job",
            done="Job updated",
            verb="update",
            again="Send the form again.",
            form=True,
            undoable=True,
            schema=WriteSchema(optional=tuple(FIELDS), job_as="uuid"),
        ),
        "delete": Write(
            title="Delete job",
            doing="Deleting the job",
            done="Job deleted",
            verb="delete",
            again="Type /job delete again.",
            deletes_job=True,
            schema=WriteSchema(job_as="uuid"),
        ),
        "send_assignment_notification": Write(
            title="Notify contractor",
            doing="Telling the contractor",
            done="Contractor notified",
            verb="notify the contractor of",
            again="Press Notify contractor again.",
            tells_contractor=True,
        ),
        "restore_commit": Write(
            title="Restore job",
            doing="Restoring the job",
            done="Job restored",
            verb="restore",
            again="Press Restore again.",
            schema=WriteSchema(("uuid", "commit_id")),
        ),
        "restore_archived_file": Write(
            title="Restore file",
            doing="Restoring the file",
            done="File restored",
            verb="restore a file of",
            again="Open /job files again.",
            schema=WriteSchema(("uuid", "file_id")),
            leaves_fields=True,
        ),
        "add_case_note": Write(
            title="Add case note",
            doing="Adding the note",
            done="Case note added",
            verb="add a note to",
            again="Send the note again.",
            permission=CASE_NOTES,
            leaves_fields=True,
            schema=WriteSchema(
                ("uuid", "note_text", "send_email"), job_as="job_uuid", path="/api/jobs/case-notes"
            ),
        ),
        "add_photo": Write(
            title="Add photos",
            doing="Adding the photos",
            done="Photo added",
            verb="add a photo to",
            again="Send it again with /job photos.",
            permission=PHOTOS,
            adds_file=True,
            leaves_fields=True,
            schema=WriteSchema(job_as="job_uuid", path="/api/jobs/photos", file_as="photo"),
        ),
        "add_document": Write(
            title="Add documents",
            doing="Adding the documents",
            done="Document added",
            verb="add a document to",
            again="Send it again with /job photos.",
            permission=DOCUMENTS,
            adds_file=True,
            leaves_fields=True,
            schema=WriteSchema(job_as="job_uuid", path="/api/jobs/documents", file_as="file"),
        ),
    }
)


@dataclass(frozen=True)
class SubCommand:
    """One word after /job. `usage` is what follows it, `help` one line of `/job help`.

    `write`: what it opens the way to. `reads`: it needs a right to see jobs. `form`: it opens one.
    `press`: as in *{press} JOB-001*, where a button of its name gives the reference besides the job.
    `hint`: what follows it in the hint that Slack shows while somebody types /job; None: the hint
    leaves it out.
    """

    usage: str
    help: str
    needs_ref: bool = False
    write: Action | None = None
    reads: bool = False
    hint: str | None = None
    form: bool = False
    press: str = ""

    @property
    def permissions(self) -> tuple[str, ...]:
        """PropOps's permission keys, any of which is enough; none: anybody may."""
        if self.write is not None:
            return (WRITES[self.write].permission,)
        return _READERS if self.reads else ()


SUBCOMMANDS: Mapping[str, SubCommand] = MappingProxyType(
    {
        "new": SubCommand(
            "[text]",
            "raise a job, e.g. `/job new boiler not firing at 12 Elm Row tomorrow`",
            write="create",
            hint="[text]",
            form=True,
        ),
        "update": SubCommand(
            "REF [text]",
            "change a job, e.g. `/job update JOB-001 start next Friday`",
            True,
            "update",
            hint="REF",
            form=True,
        ),
        "show": SubCommand(
            "REF", "see a job and its notes, just for you", True, reads=True, hint="REF"
        ),
        "find": SubCommand(
            "TEXT", "search jobs, also by contractor, e.g. `/job find boiler elm row`", reads=True
        ),
        "board": SubCommand(
            "[all]", "what waits for you; `all`: for everybody", reads=True, hint=""
        ),
        "open": SubCommand(
            "[mine] [NAME]",
            "the open jobs; a contractor, agent, type, priority, status, `overdue`, `today` narrow them",
            reads=True,
        ),
        "mine": SubCommand("[all]", "the open jobs you raised; `all`: closed ones too", reads=True),
        "history": SubCommand("REF", "who changed a job, when and how", True, reads=True),
        "restore": SubCommand(
            "REF", "put a job back to an earlier state", True, "restore_commit", form=True
        ),
        "files": SubCommand(
            "REF", "bring an archived file back", True, "restore_archived_file", form=True
        ),
        "note": SubCommand(
            "REF [text]",
            "add a case note, e.g. `/job note JOB-001 tenant is out until two`",
            True,
            "add_case_note",
            form=True,
            press="Add note to",
        ),
        "photos": SubCommand("REF", "add pictures or PDFs to a job", True, "add_photo", form=True),
        "notify": SubCommand(
            "REF",
            "tell the contractor about a job",
            True,
            "send_assignment_notification",
            form=True,
        ),
        "delete": SubCommand(
            "REF [why]", "delete a job for ever, or archive it", True, "delete", form=True
        ),
        "settings": SubCommand(
            "", "what this channel hears, its cards' buttons, its defaults", reads=True
        ),
        "follow": SubCommand(
            "",
            "cards here of new and changed jobs, by agent, type, priority …",
            reads=True,
            hint="",
        ),
        "link": SubCommand(
            "[@someone]", "link your PropOps account, or ask a colleague to", hint=""
        ),
        "unlink": SubCommand("", "forget the link to your PropOps account"),
        "whoami": SubCommand("", "who you are here and in PropOps, and what you may do", hint=""),
        "help": SubCommand("", "this list", hint=""),
    }
)


@dataclass(frozen=True)
class JobPress:
    """What a button about a job starts and no word after /job does.

    `words`: as in *{words} JOB-001*. `write`: what it opens the way to. `form`: it opens one.
    """

    words: str
    write: Action | None = None
    form: bool = False


JOB_PRESSES: Mapping[str, JobPress] = MappingProxyType(
    {
        "private": JobPress("Show private details of"),
        "contractor": JobPress("Choose a contractor for", write="update", form=True),
        "notify_again": JobPress(
            "Notify the contractor again of", write="send_assignment_notification", form=True
        ),
    }
)
BUTTON_COMMANDS = (*(name for name, each in SUBCOMMANDS.items() if each.needs_ref), *JOB_PRESSES)
"""What a button `card.{name}` may start: with the job in place of its reference."""


OPENS_FORM = frozenset(
    [name for name, each in SUBCOMMANDS.items() if each.form]
    + [name for name, each in JOB_PRESSES.items() if each.form]
)
"""What opens a form; anything else answers at once, or does it."""
WRITE_OF_COMMAND: Mapping[str, Action] = MappingProxyType(
    {name: each.write for name, each in SUBCOMMANDS.items() if each.write is not None}
    | {name: each.write for name, each in JOB_PRESSES.items() if each.write is not None}
)
"""What a word after /job, or a button of the same name, opens the way to."""
