"""What a job's card shows after a change, or after the job was changed in PropOps itself."""

from typing import Any

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.change_summary import chosen_names, done_words, mailed, note, rows
from bot.jobs.file_batch import BATCH, BatchProgress
from bot.jobs.model import Job
from bot.jobs.timestamps import unix_seconds
from bot.store.cards import PostedCard
from bot.views.card_lines import CardView
from bot.workflows.cards.job_facts import CardFacts

_PROGRESS, _OVER = "progress", "over"
"""In the target of an upload that is being shown, never stored: what its card says of all of them."""


def with_progress(change: Change, progress: BatchProgress) -> Change:
    """An upload as it is shown: with how far all that were sent along together are."""
    return change.but(target={**change.target, _PROGRESS: progress.words, _OVER: progress.is_over})


def told_as(change: Change) -> str:
    """The id under which it is told in the card's thread, empty where it is not: of files that were
    sent together the last tells, of all.
    """
    if not WRITES[change.action].adds_file:
        return change.id
    return str(change.target.get(BATCH, change.id)) if change.target.get(_OVER) else ""


def view_of(change: Change, job: Job, attempt: int, facts: CardFacts, *, undo: bool) -> CardView:
    """`attempt`: what its buttons carry. `undo`: whether one of them is *Undo*."""
    write = WRITES[change.action]
    return CardView(
        job=job,
        done=str(change.target.get(_PROGRESS) or done_words(change)),
        by=change.member.user,
        at=change.finished_at or change.updated_at,
        changes=rows(change, job),
        mailed=mailed(change.action, change.fields, job),
        attempt=attempt,
        note=note(change),
        names=chosen_names(change, job),
        undo=change.id if undo else "",
        state="deleted" if write.deletes_job else "done",
        **({} if write.deletes_job else _fields_of(facts)),
    )


def refreshed_view(job: Job, attempt: int, facts: CardFacts, now: float) -> CardView:
    """`now`: Unix seconds, where PropOps does not say when."""
    return CardView(
        job=job,
        done="Changed in PropOps",
        by="",
        at=unix_seconds(job.updated_at) or now,
        attempt=max(1, attempt),
        **_fields_of(facts),
    )


GONE = "No longer visible in PropOps"
_WHAT_NOW = (
    "It was deleted there, or put out of sight. Please look for it in PropOps; "
    "if it is still needed, raise it with /job new."
)


def gone_view(job: Job, now: float) -> CardView:
    """`job`: as it was last known. `now`: Unix seconds, since PropOps does not say when."""
    return CardView(job=job, done=GONE, by="", at=now, state="deleted", note=_WHAT_NOW)


def next_attempt_of(card: PostedCard | None, change: Change) -> int:
    """The attempt that the card's buttons carry once it shows this change."""
    attempt = max(1, card.attempt) if card is not None else 1
    if card is not None and card.change_id == change.id:
        return attempt
    return attempt + 1 if WRITES[change.action].tells_contractor else attempt


def status_changed(change: Change) -> bool:
    """Whether the job's status changed: that event is shown in the channel too, others only in the thread."""
    if WRITES[change.action].deletes_job:
        return True
    was, now = change.before.get("status_id"), change.after.get("status_id")
    return bool(change.before and change.after) and was != now


def _fields_of(facts: CardFacts) -> dict[str, Any]:
    """Fields of a card: whom of the contractors was told, what waits, and what comes next."""
    fields: dict[str, Any] = {
        "not_told": facts.failed,
        "deletion": facts.known.deletion,
        "next": facts.next,
        "next_at": facts.next_at,
    }
    last = facts.last_notified
    if last is not None:
        fields |= {
            "notified": last.contractor or "Contractor",
            "notified_at": last.at,
            "notified_by": last.by,
            "changed_since": last.changed_since,
            "earlier_date": last.earlier_date,
            "other_told": last.other,
        }
    return fields
