"""What everybody has to know of a write: its words, its permission, its endpoint and parameters."""

from dataclasses import dataclass

LIST, MANAGE = "api.jobs.manage.list", "api.jobs.manage.manage"
"""Permission keys of PropOps: reading lists of jobs, and everything else about jobs (api/jobs)."""
CASE_NOTES = "api.jobs.case-notes.manage"
JOBS_PATH = "/api/jobs/manage"
PHOTOS = "api.jobs.photos.manage"
DOCUMENTS = "api.jobs.documents.manage"
"""Undocumented; called as that of the photos is."""


@dataclass(frozen=True)
class WriteSchema:
    """Where a write goes and what it may carry, by the names of the API.

    (api-reference/jobs/create-update-or-delete-a-job; the parameters of a notification and of both
    restores are undocumented, so their names come from the settings.)
    """

    required: tuple[str, ...] = ("uuid",)
    optional: tuple[str, ...] = ()
    """Of these goes what changes."""
    job_as: str = ""
    """What the job's uuid is called; empty where no page says, so that a setting does."""
    path: str = JOBS_PATH
    file_as: str = ""
    """The form field of the file that goes with it: then it is no JSON, but a multipart form."""


@dataclass(frozen=True)
class Write:
    """What everybody has to know of one write; the rest is in its file in `bot.workflows.writes`.

    Words first: `done` and `doing` start a line.
    """

    title: str
    doing: str
    done: str
    verb: str
    """As in *to {verb} JOB-001*."""
    again: str
    """What to do when it failed."""
    permission: str = MANAGE
    """What PropOps wants of the account that asks."""
    form: bool = False
    """It sends the fields of the job form, and goes back into it when it fails."""
    creates_job: bool = False
    deletes_job: bool = False
    tells_contractor: bool = False
    """Each press tells them once more; a card's button counts its presses."""
    undoable: bool = False
    """Its card offers *Undo* for a while."""
    adds_file: bool = False
    """One of the files that somebody sent along: its card counts them, and tells of them once."""
    leaves_fields: bool = False
    """It puts something beside the job, whose own fields stay as they are."""
    schema: WriteSchema = WriteSchema()
