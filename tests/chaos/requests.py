"""What is asked of the bot: changes of every action, each on a job of its own."""

import random
from dataclasses import dataclass, field
from typing import Any, get_args

from bot.jobs.actions import WRITES, Action
from bot.jobs.attached_files import attached
from bot.jobs.change import change_id
from bot.jobs.rich_text import to_html
from bot.jobs.write import JOBS_PATH
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack import pictures as drawn

ACTIONS: tuple[Action, ...] = get_args(Action)
ENDPOINTS = {
    action: action if write.schema.path == JOBS_PATH else f"POST {write.schema.path}"
    for action, write in WRITES.items()
}
"""What a fault of the sandbox calls each write."""
REQUESTER = "Priya Shah"
FILES = {"add_photo": ("png", drawn.png()), "add_document": ("pdf", drawn.pdf())}


@dataclass(frozen=True)
class Intent:
    """One intent. `title` marks its effect where PropOps' answer has no name for it."""

    key: str
    action: Action
    job: str = ""
    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    target: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return change_id(self.key)

    def wire(self) -> dict[str, Any]:
        return {
            "key": self.key, "action": self.action, "job": self.job, "fields": self.fields,
            "target": self.target,
        }  # fmt: skip


def intents(propops: SandboxPropOps, slack: SandboxSlack, count: int) -> list[Intent]:
    """`count` of them, the actions in turn, in a shuffled order; makes the jobs and files they need.

    Each case note goes to a job that is updated too, so that cards are also drawn again.
    """
    shuffled: list[Intent] = []
    updated: list[str] = []
    for number in range(count):
        action = ACTIONS[number % len(ACTIONS)]
        job = updated.pop() if action == "add_case_note" and updated else ""
        shuffled.append(_intent(propops, slack, number, action, job))
        if action == "update":
            updated.append(shuffled[-1].job)
    random.shuffle(shuffled)
    return shuffled


def effects(propops: SandboxPropOps, intent: Intent) -> int:
    """How often PropOps did what was asked."""
    if intent.action == "create":
        return sum(intent.id in (job["job_description"] or "") for job in propops.jobs)
    if intent.action == "send_assignment_notification":
        ref = propops.job_by(intent.job)
        name = ref["job_ref"] if ref else ""
        return sum(row["job_ref"] == name for row in propops.notified)
    if intent.action == "add_case_note":
        return sum(note["note_text"] == intent.title for note in propops.notes(intent.job))
    if intent.action in {"add_photo", "add_document"}:
        return sum(name.startswith(f"{intent.title}.") for _, name, _ in propops.files(intent.job))
    return sum(
        write["action"] == intent.action and write["uuid"] == intent.job for write in propops.writes
    )


def _intent(
    propops: SandboxPropOps, slack: SandboxSlack, number: int, action: Action, job: str = ""
) -> Intent:
    key = f"chaos:{number}"
    title = f"Chaos {number}"
    if action == "create":
        return Intent(key, action, title=title, fields=_fields(propops, title))
    job = job or new_job(propops, title)
    match action:
        case "update":
            return Intent(key, action, job, title, {"job_title": f"{title} updated"})
        case "restore_commit":
            first, *_ = propops.commits(job)
            propops.edit(job, REQUESTER, job_title=f"{title} changed")
            return Intent(key, action, job, title, target={"commit_id": first["commit_id"]})
        case "restore_archived_file":
            file = propops.archive_file(job, f"{title}.jpg", REQUESTER)
            return Intent(key, action, job, title, target={"file_id": file["file_id"]})
        case "add_case_note":
            target = {"note_text": title, "send_email": False}
            return Intent(key, action, job, title, target=target)
        case "add_photo" | "add_document":
            name, data = FILES[action]
            stored = slack.member("priya").upload(f"{title}.{name}", data)
            [kept] = attached([stored.wire(slack.workspace)])
            return Intent(key, action, job, title, target={"file": kept.to_json()})
        case "send_assignment_notification":  # at night, too
            return Intent(key, action, job, title, target={"sure": True})
        case "create" | "delete":
            return Intent(key, action, job, title)


def new_job(propops: SandboxPropOps, title: str) -> str:
    return str(propops.raise_job(REQUESTER, **_fields(propops, title))["uuid"])


def _fields(propops: SandboxPropOps, title: str) -> dict[str, Any]:
    like = propops.job("JOB-001")
    names = ("address_id", "priority_id", "status_id", "job_type_id")
    contractor = next(job["contractor_id"] for job in propops.jobs if job["contractor_id"])
    return {name: like[name] for name in names} | {
        "job_title": title,
        "job_description": to_html("Made by chaos."),
        "contractor_id": contractor,
    }
