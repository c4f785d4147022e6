"""Reminds whoever told a contractor, while nothing has come of it: twice at most, in working hours.

The reminder is a deferred task of the notification. When it is due everything is looked at anew, so it
ends by itself once the job has moved, or somebody has told a contractor again.
"""

from collections.abc import Callable, Collection

import structlog

from bot.errors import BotError, CannotPost, NotAllowed, NotFound, NotLinked, TokenDead
from bot.jobs.board import Snooze, state_of
from bot.jobs.change import Change
from bot.jobs.model import Job
from bot.jobs.next_step import Rules, is_told, told_by
from bot.jobs.working_time import at_work_from, working_hours_after
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.slack.workspace import working_for
from bot.store.audit_log import AuditEntry
from bot.store.promises import PromiseMade
from bot.store.stores import Stores
from bot.views import chase as views
from bot.workflows.board.changed import Changed
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
            await self._settle_those_of([change.job_uuid])
            return True
        snooze = await self._snoozed(change, job)
        if snooze is not None:
            return snooze.until
        second = self._due(change, MOST)
        number = 1 if second is not None and now < second else MOST
        if not await self._sent(change, job, number):
            return True
        return second if number == 1 and second is not None else True

    async def settle(self, changed: Changed) -> None:
        """Reminders of jobs that have moved say so, in place of their buttons."""
        await self._settle_those_of(set().union(*changed.jobs.values()))

    async def _settle_those_of(self, jobs: Collection[str]) -> None:
        for row in await self._stores.promises.about(jobs):
            if row.kind != "chase" or not row.ts:
                continue
            try:
                with working_for(row.member):
                    await self._settle(row)
            except BotError as error:  # its buttons tell how things are
                problem = type(error).__name__
                log.info("a reminder is not drawn anew, going on", problem=problem)

    async def _settle(self, row: PromiseMade) -> None:
        """Raises `BotError` kinds, where nobody can say whether the job has moved."""
        last = await self._last_told(row.member.team, row.subject)
        if last is not None and last.member == row.member and _told_at(last) <= row.at:
            try:
                if await self._waiting(last) is not None:
                    return
            except NotFound:
                log.info("the job of a reminder is not there any more")
        ref = last.job_ref if last is not None else ""
        await self._messenger.update(row.channel, row.ts, views.moved(ref))

    async def _last_told(self, team: str, uuid: str) -> Change | None:
        activity = (await self._stores.job_activity.of_jobs(team, [uuid])).get(uuid)
        return activity.told if activity is not None else None

    async def _still_waiting(self, change: Change) -> Job | None:
        """The job, while it waits for the contractor who was told by this very change."""
        last = await self._last_told(change.member.team, change.job_uuid)
        if last is None or last.id != change.id:
            return None
        try:
            return await self._waiting(change)
        except (NotLinked, TokenDead, NotFound, NotAllowed):
            return None

    async def _waiting(self, change: Change) -> Job | None:
        """The same of the last notification. Raises `BotError` kinds."""
        member = change.member
        propops = await self._links.propops(member)
        job = await propops.get(change.job_uuid)
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
        told, due = _told_at(change), self._due(change, 1)
        message = views.chase(job, told, self._clock(), self._job_link(job))
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


def _told_at(change: Change) -> float:
    return change.finished_at or change.updated_at
