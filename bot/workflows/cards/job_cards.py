"""The job's card in a channel: one per job and channel, updated after every change."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.errors import BotError, CannotPost
from bot.jobs import undo
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.change_summary import job_of, mailed, note, rows
from bot.jobs.model import Job
from bot.jobs.timestamps import unix_seconds
from bot.slack.messenger import Messenger
from bot.store.cards import CardStore, PostedCard
from bot.store.runs import Recorded
from bot.views.job_card import CardView, event, job_card
from bot.workflows.cards.job_shows import JobShows
from bot.workflows.notify_check import LastNotified, NotifyCheck, last_told

log = structlog.get_logger(__name__)


class JobCards:
    def __init__(
        self,
        cards: CardStore,
        messenger: Messenger,
        clock: Callable[[], float],
        *,
        notify_check: NotifyCheck,
        jobs_channel: str | None,
        job_url: str | None,
    ) -> None:
        self._cards, self._messenger, self._clock = cards, messenger, clock
        self._notify_check = notify_check
        self._jobs_channel, self._job_url = jobs_channel, job_url
        self._shows = JobShows()

    def channel(self, change: Change) -> str:
        """The card's channel id: the jobs channel, or where the change was requested."""
        return self._jobs_channel or change.place.channel

    def link(self, job: Job) -> str | None:
        if not self._job_url:
            return None
        return self._job_url.replace("{uuid}", job.uuid).replace("{ref}", job.job_ref)

    async def show(self, change: Change, recorded: Recorded | None) -> None:
        """Posts or updates the card, and posts the event in its thread.

        `recorded`: what was stored just now; None: an earlier run may have shown it before it crashed.
        Raises `CannotPost`.
        """
        job = job_of(change)
        key = (change.member.team, job.uuid)
        with self._shows.begin(key):
            if recorded is not None and self._shows.alone(key, recorded.read_at):
                all_cards, last_notified = recorded.cards, last_told(recorded.notified, job)
            else:
                all_cards = await self._cards.for_job(*key)
                last_notified = await self._notify_check.last_notified(change.member.team, job)
            since = None if recorded is not None else change.updated_at
            await self._show(change, job, all_cards, last_notified, since)

    async def _show(
        self,
        change: Change,
        job: Job,
        all_cards: Sequence[PostedCard],
        last_notified: LastNotified | None,
        since: float | None,
    ) -> None:
        channel = self.channel(change)
        card = next((each for each in all_cards if each.channel == channel), None)
        attempt = self._attempt(card, change)
        view = self._view(change, job, attempt, last_notified)
        ts = card.ts if card is not None else ""
        if ts and await self._messenger.update(channel, ts, job_card(view)):
            if card is None or card.change_id != change.id:  # else it was posted before a crash
                await self._post_event(
                    change, view, channel, ts, since, broadcast=status_changed(change)
                )
        else:
            ts = await self._messenger.post(
                channel, job_card(view), key=f"{change.id}:card", maybe_sent_since=since
            )
        await self._record_card(change, channel, job, ts, attempt)
        for other in all_cards:
            if other.channel != channel and other.ts:
                await self._update_other_channel(change, job, other, last_notified, since)

    async def _update_other_channel(
        self,
        change: Change,
        job: Job,
        card: PostedCard,
        last_notified: LastNotified | None,
        since: float | None,
    ) -> None:
        """Updates the same job's card in another channel, without a broadcast."""
        attempt = self._attempt(card, change)
        view = self._view(change, job, attempt, last_notified)
        try:
            if await self._messenger.update(card.channel, card.ts, job_card(view)):
                await self._post_event(change, view, card.channel, card.ts, since)
                await self._record_card(change, card.channel, job, card.ts, attempt)
        except CannotPost as error:
            log.info("card update in another channel failed, going on", problem=error.error)

    async def _post_event(
        self,
        change: Change,
        view: CardView,
        channel: str,
        ts: str,
        since: float | None,
        *,
        broadcast: bool = False,
    ) -> None:
        here = "" if channel == self.channel(change) else f":{channel}"
        await self._messenger.post(
            channel,
            event(view),
            key=f"{change.id}:event{here}",
            thread=ts,
            broadcast=broadcast,
            maybe_sent_since=since,
        )

    async def refresh(self, team: str, job: Job) -> int:
        """Updates the cards of a job that was changed in PropOps itself; their number."""
        updated = 0
        stale = [
            card
            for card in await self._cards.for_job(team, job.uuid)
            if card.ts and card.job_updated_at and job.updated_at > card.job_updated_at
        ]
        for card in stale:
            last_notified = await self._notify_check.last_notified(team, job)
            view = CardView(
                job=job,
                done="Changed in PropOps",
                by="",
                at=unix_seconds(job.updated_at) or self._clock(),
                attempt=max(1, card.attempt),
                job_url=self.link(job),
                **_notified_fields(last_notified),
            )
            try:
                if await self._messenger.update(card.channel, card.ts, job_card(view)):
                    await self._put(replace(card, job_updated_at=job.updated_at))
                    updated += 1
            except BotError as error:
                log.info(
                    "card refresh failed, retrying when the job is read next",
                    problem=type(error).__name__,
                )
        return updated

    async def remove_undo(self, change: Change) -> bool:
        """A deferred task: removes *Undo* from the card that still shows this update. Raises `CannotPost`."""
        for card in await self._cards.for_job(change.member.team, change.job_uuid):
            if card.change_id == change.id and card.ts and not card.job_deleted:
                job = job_of(change)
                last_notified = await self._notify_check.last_notified(change.member.team, job)
                view = replace(
                    self._view(change, job, max(1, card.attempt), last_notified), undo=""
                )
                await self._messenger.update(card.channel, card.ts, job_card(view))
        return True

    async def next_attempt(self, change: Change) -> None:
        """After a press whose change ended undone: the button gets the next attempt, to be pressed again."""
        for card in await self._cards.for_job(change.member.team, change.job_uuid):
            if card.attempt == int(change.target.get("attempt", 0)):
                await self._put(replace(card, attempt=card.attempt + 1))

    def _attempt(self, card: PostedCard | None, change: Change) -> int:
        attempt = max(1, card.attempt) if card is not None else 1
        if card is not None and card.change_id == change.id:
            return attempt
        return attempt + 1 if WRITES[change.action].tells_contractor else attempt

    async def _record_card(
        self, change: Change, channel: str, job: Job, ts: str, attempt: int
    ) -> None:
        await self._put(
            PostedCard(
                team=change.member.team,
                enterprise=change.member.enterprise,
                channel=channel,
                job_uuid=job.uuid,
                ts=ts,
                change_id=change.id,
                attempt=attempt,
                job_updated_at=job.updated_at,
                job_deleted=WRITES[change.action].deletes_job,
            )
        )

    async def _put(self, card: PostedCard) -> None:
        await self._cards.put(card)
        self._shows.note_written((card.team, card.job_uuid))

    def _view(
        self, change: Change, job: Job, attempt: int, last_notified: LastNotified | None
    ) -> CardView:
        write = WRITES[change.action]
        return CardView(
            job=job,
            done=write.done,
            by=change.member.user,
            at=change.finished_at or change.updated_at,
            changes=rows(change, job),
            mailed=mailed(change.action, change.fields, job),
            attempt=attempt,
            job_url=self.link(job),
            note=note(change),
            names=change.names,
            undo=change.id if undo.open_until(change) > self._clock() else "",
            state="deleted" if write.deletes_job else "done",
            **_notified_fields(None if write.deletes_job else last_notified),
        )


def status_changed(change: Change) -> bool:
    """Whether the job's status changed: that event is shown in the channel too, others only in the thread."""
    if WRITES[change.action].deletes_job:
        return True
    was, now = change.before.get("status_id"), change.after.get("status_id")
    return bool(change.before and change.after) and was != now


def _notified_fields(last_notified: LastNotified | None) -> dict[str, Any]:
    """Fields of a card: when the contractor was last notified."""
    if last_notified is None:
        return {}
    return {
        "notified": last_notified.contractor or "Contractor",
        "notified_at": last_notified.at,
        "changed_since": last_notified.changed_since,
    }
