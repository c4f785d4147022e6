"""Adding a case note. It landed when a note with its words was added since the first attempt."""

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import Summary
from bot.jobs.ports import PropOps
from bot.jobs.rich_text import to_text
from bot.workflows.writes.action import Landed, WriteAction, certainly_before


class AddCaseNote(WriteAction):
    """`Change.target`: `note_text`, and `send_email` where PropOps shall mail it to people."""

    words = WRITES["add_case_note"]

    def body(self, change: Change, before: Job | None) -> Json:
        return note_body(
            change.job_uuid,
            change.target["note_text"],
            send_email=bool(change.target.get("send_email")),
        )

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        notes = await propops.case_notes(change.job_uuid)
        words = str(change.target["note_text"]).split()
        is_there = any(
            to_text(note.text).split() == words and not certainly_before(note.at, since)
            for note in notes
        )
        return Landed("yes" if is_there else "no", await propops.get(change.job_uuid))

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary:
        mails = "People are e-mailed." if change.target.get("send_email") else ""
        size = len(str(change.target.get("note_text", "")))
        return Summary.of(lines=(f"A note of {size} characters. {mails}",))


def note_body(job_uuid: str, text: str, *, send_email: bool = False) -> Json:
    """`send_email` mails people."""
    return {"uuid": job_uuid, "note_text": text, "send_email": send_email}
