"""Reminds whoever told a contractor, while nothing has come of it: twice at most, in working hours.

The reminder is a deferred task of the notification. When it is due everything is looked at anew, so it
ends by itself once the job has moved, or somebody has told a contractor again.
"""

from collections.abc import Callable

import structlog

from bot.errors import CannotPost, NotAllowed, NotFound, NotLinked, TokenDead
from bot.jobs.board import Snooze, state_of
from bot.jobs.change import Change
from bot.jobs.model import Job
from bot.jobs.next_step import Rules, is_told, told_by
from bot.jobs.working_time import at_work_from, working_hours_after
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.audit_log import AuditEntry
from bot.store.stores import Stores
from bot.views.chase import chase
from bot.workflows.cards.acceptance import Acceptance

MOST = 2
"""Reminders of one notification."""

log = structlog.get_logger(__name__)


class Chasing:
    """`job_link`: the job's page in PropOps. `clock`: Unix seconds."""

    def __init__(
        self,
        links: Links,
        stores: Stores,
        messenger: Messenger,
        rules: Rules,
        acceptance: Acceptance,
        job_link: Callable[[Job], str | None],
        clock: Callable[[], float],
    ) -> None:
        self._links, self._stores, self._messenger = links, stores, messenger
        self._acceptance = acceptance
        self._rules, self._job_link, self._clock = rules, job_link, clock

    def first_due(self, told: float) -> float | None:
        """When the first reminder of a notification falls due (Unix seconds); None for never."""
        hours = self._rules.chase_after
        return None if hours is None else working_hours_after(told, hours, self._rules.zone)

    async def remind(self, change: Change) -> bool | float:
        """True: it is over. A moment (Unix seconds): to be looked at again then. False: soon."""
        now = self._clock()
        at_work = at_work_from(now, self._rules.zone)
        if at_work > now:
            return at_work
        job = await self._still_waiting(change)
        if job is None:
            return True
        snooze = await self._snoozed(change, job)
        if snooze is not None:
            return snooze.until
        second = self._due(change, MOST)
        number = 1 if second is not None and now < second else MOST
        if not await self._sent(change, job, number):
            return True
        return second if number == 1 and second is not None else True

    async def _still_waiting(self, change: Change) -> Job | None:
        """The job, while it waits for the contractor who was told by this very change."""
        member, uuid = change.member, change.job_uuid
        activity = (await self._stores.job_activity.of_jobs(member.team, [uuid])).get(uuid)
        if activity is None or activity.told is None or activity.told.id != change.id:
            return None
        try:
            propops = await self._links.propops(member)
            job = await propops.get(uuid)
        except (NotLinked, TokenDead, NotFound, NotAllowed):
            return None
        told = told_by(change)
        if told is None or not is_told(job, told) or self._rules.statuses.is_accepted(job):
            return None
        acted = await self._acceptance.look(member.team, propops, job, told, at_once=True)
        return None if acted else job

    async def _snoozed(self, change: Change, job: Job) -> Snooze | None:
        key, state = f"accept:{job.uuid}", state_of(job)
        snoozes = await self._stores.snoozes.of(change.member)
        return next((each for each in snoozes if (each.key, each.state) == (key, state)), None)

    async def _sent(self, change: Change, job: Job, number: int) -> bool:
        """Whether it reached them; raises `SlackSilent` where it may later."""
        told, due = change.finished_at or change.updated_at, self._due(change, 1)
        message = chase(job, told, self._clock(), self._job_link(job))
        try:
            await self._messenger.send_dm(
                *(change.member, message, f"{change.id}:chase:{number}"), maybe_sent_since=due
            )
        except CannotPost as error:
            log.warning("a reminder can't be sent, leaving it out", problem=error.error)
            return False
        subject = job.job_ref or job.uuid
        await self._stores.audit.record(
            AuditEntry("board.chased", change.member, subject=subject, detail={"number": number})
        )
        return True

    def _due(self, change: Change, number: int) -> float | None:
        """When this reminder falls due; None for never."""
        hours, told = self._rules.chase_after, change.finished_at
        if hours is None or told is None:
            return None
        return working_hours_after(told, hours * number, self._rules.zone)
