"""The form of a case note that was kept."""

from bot.jobs.file_batch import files_of
from bot.store.drafts import Draft
from bot.views import confirmations
from bot.views.blocks import View
from bot.workflows.drafts.unsent_content import CHOOSES_JOB, NOTE


def is_note(draft: Draft) -> bool:
    return draft.content.get("form") == NOTE


def view(draft: Draft) -> View:
    """With its text, and why it did not go through."""
    content, ref = draft.content, str(draft.content.get("ref", ""))
    metadata: dict[str, str | int] = {
        "job": draft.job_uuid,
        "ref": ref,
        "channel": draft.place.channel,
        "resumed": draft.id,
        "typed": 1,
    }
    return confirmations.note_ask(
        ref,
        metadata,
        str(content["text"]),
        send_email=bool(content.get("send_email")),
        problem=str(content.get("problem", "")),
        job=content.get(CHOOSES_JOB),
        files=files_of(content),
    )
