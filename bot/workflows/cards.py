"""The job's card in a channel: one per job and channel, true after every change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.diff import FieldChange, changed, differences, unexpected
from bot.jobs.forms import FIELDS
from bot.jobs.mailing import mailed
from bot.jobs.model import Job
from bot.slack.messenger import Messenger
from bot.store.cards import Card, CardStore
from bot.views.cards import CardView, event, job_card


class Cards:
    def __init__(
        self,
        cards: CardStore,
        messenger: Messenger,
        clock: Callable[[], float],
        *,
        jobs_channel: str | None,
        job_url: str | None,
    ) -> None:
        self._cards, self._messenger, self._clock = cards, messenger, clock
        self._jobs_channel, self._job_url = jobs_channel, job_url

    def channel(self, change: Change) -> str:
        """Where the card goes: the jobs channel, or where it was asked."""
        return self._jobs_channel or change.place.channel

    def link(self, job: Job) -> str | None:
        if not self._job_url:
            return None
        return self._job_url.replace("{uuid}", job.uuid).replace("{ref}", job.job_ref)

    async def show(self, change: Change, *, again: bool) -> None:
        """Posts or updates the card, and tells the event in its thread.

        `again`: a run that may have done so before it died. Raises `CannotPost`.
        """
        channel = self.channel(change)
        job = job_of(change)
        card = await self._cards.get(change.member.team, channel, job.uuid)
        attempt = self._attempt(card, change)
        message = job_card(self._view(change, job, attempt))
        since = change.updated_at if again else None
        old = card.ts if card is not None else ""
        if old and await self._messenger.update(channel, old, message):
            await self._messenger.post(
                channel,
                event(self._view(change, job, attempt)),
                key=f"{change.id}:event",
                thread=old,
                maybe_sent_since=since,
            )
            await self._remember(change, channel, job, old, attempt)
            return
        ts = await self._messenger.post(
            channel, message, key=f"{change.id}:card", maybe_sent_since=since
        )
        await self._remember(change, channel, job, ts, attempt)

    async def press_failed(self, change: Change) -> None:
        """A press that came to nothing: its button gets the next attempt, so it can be pressed again."""
        for card in await self._cards.for_job(change.member.team, change.job_uuid):
            if card.attempts == int(change.target.get("attempt", 0)):
                await self._cards.put(replace(card, attempts=card.attempts + 1))

    def _attempt(self, card: Card | None, change: Change) -> int:
        attempt = max(1, card.attempts) if card is not None else 1
        return attempt + 1 if change.action == "send_assignment_notification" else attempt

    async def _remember(
        self, change: Change, channel: str, job: Job, ts: str, attempt: int
    ) -> None:
        await self._cards.put(
            Card(
                team=change.member.team,
                enterprise=change.member.enterprise,
                channel=channel,
                job_uuid=job.uuid,
                ts=ts,
                change_id=change.id,
                attempts=attempt,
            )
        )

    def _view(self, change: Change, job: Job, attempt: int) -> CardView:
        return CardView(
            job=job,
            done=WRITES[change.action].done,
            by=change.member.user,
            at=change.finished_at or change.updated_at,
            changes=rows(change, job),
            mailed=mailed(change.action, change.fields, job),
            attempt=attempt,
            job_url=self.link(job),
            note=note(change),
            names=change.names,
        )


def job_of(change: Change) -> Job:
    """The job as it stands after the change; from what was asked where it could not be read."""
    if change.after:
        return Job.model_validate(change.after)
    known: dict[str, Any] = {"uuid": change.job_uuid, "job_ref": change.job_ref}
    named = {
        "priority_id": "priority_name",
        "status_id": "status_name",
        "job_type_id": "job_type_name",
        "agent_id": "agent_name",
        "contractor_id": "contractor_name",
        "address_id": "full_address",
    }
    for name, value in change.fields.items():
        if value is not None and not FIELDS[name].sensitive:
            known[name] = value
            if name in named and name in change.names:
                known[named[name]] = change.names[name]
    before = {key: value for key, value in change.before.items() if key in Job.model_fields}
    return Job.model_validate(before | known)


def rows(change: Change, job: Job) -> list[FieldChange]:
    """What the change changed, old → new."""
    if change.action == "create" or not change.before:
        return []
    before = Job.model_validate(change.before)
    if change.action == "update":
        return changed(change.fields, before, change.names)
    return differences(before, job)


def note(change: Change) -> str:
    """What else must be said under the card."""
    lines = []
    if change.outcome.get("unread"):
        lines.append("PropOps took it, but I couldn't read the job back. Press Show to check it.")
    if change.outcome.get("doubted"):
        lines.append("PropOps's answer was lost on the way; I checked, and it was done once.")
    if names := change.outcome.get("approved_by"):
        lines.append(f"Approved by {' and '.join(map(str, names))}.")
    if change.action == "update" and change.before and change.after:
        moved = unexpected(
            Job.model_validate(change.before), Job.model_validate(change.after), set(change.fields)
        )
        if moved:
            told = ", ".join(f"{row.label}: {row.old} → {row.new}" for row in moved)
            lines.append(f"These changed by themselves: {told}")
    return "\n".join(lines)
