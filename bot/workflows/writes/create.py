"""The JSON body of each write, and finding a created job again."""

from typing import Literal

from bot.jobs.change import Change, Json
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.reference_mark import mark
from bot.jobs.timestamps import unix_seconds
from bot.jobs.updates import same, update_body

Marker = Literal["job_description", "works_order_ref", "none"]
_CLOCKS_APART = 120
"""Seconds the clocks of the bot and of PropOps may differ when times are compared."""


class WriteBodies:
    """Knows where the mark goes. Names are the API's documented ones; the client translates."""

    def __init__(self, marker: Marker) -> None:
        self._marker = marker

    def body(self, change: Change, before: Job | None) -> Json:
        match change.action:
            case "create":
                return self._marked(change)
            case "update":
                if before is None:
                    raise ValueError("an update is built on a fresh read")
                return update_body(change, before)
            case "delete":
                return {"uuid": change.job_uuid}
            case "send_assignment_notification":
                return {"uuid": change.job_uuid}
            case "restore_commit":
                return {"uuid": change.job_uuid, "commit_id": change.target["commit_id"]}
            case "restore_archived_file":
                return {"uuid": change.job_uuid, "file_id": change.target["file_id"]}
            case "add_case_note":
                return {
                    "uuid": change.job_uuid,
                    "note_text": change.target["note_text"],
                    "send_email": bool(change.target.get("send_email")),
                }

    def carries_mark(self, change: Change) -> bool:
        """Whether the created job can be recognised by the change's id."""
        match self._marker:
            case "job_description":
                return True
            case "works_order_ref":
                return not change.fields.get("works_order_ref")
            case "none":
                return False

    def _marked(self, change: Change) -> Json:
        body = dict(change.fields)
        if self.carries_mark(change):
            if self._marker == "job_description":
                body["job_description"] = mark(str(body["job_description"]), change.id)
            else:
                body["works_order_ref"] = change.id
        return body

    async def look_alikes(self, change: Change, propops: PropOps, since: float) -> list[Json]:
        """Jobs that could be the one in doubt: same title and address, created since then."""
        title = str(change.fields.get("job_title", ""))
        rows = []
        for job in await propops.search(title):
            if job.job_title.strip() != title.strip() or not _after(job.created_at, since):
                continue
            if job.address_id is None:
                job = await propops.get(job.uuid)  # noqa: PLW2901 - a list row may lack its address
            if same("address_id", change.fields.get("address_id"), job.address_id):
                rows.append({"uuid": job.uuid, "ref": job.job_ref, "at": job.created_at})
        return rows


def _after(stamp: str, since: float) -> bool:
    at = unix_seconds(stamp)
    return at is None or at >= since - _CLOCKS_APART
