"""Compares cards with PropOps, which sends no events: what was changed there, the card says, and its thread tells.

All jobs with a card, those first that changed last. One read follows the other, spread over the interval, and
no faster than PropOps's rate limit leaves room beside people. Replicas share the jobs by their rows: each is
read once an interval, by whoever took it; of a process that dies the others take the next.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

import structlog

from bot.errors import (
    Garbled,
    NotAllowed,
    NotFound,
    NotLinked,
    NotWelcome,
    PropOpsError,
    RateLimited,
    TokenDead,
    Unreachable,
)
from bot.jobs.change import Change, Member
from bot.jobs.model import CaseNote, Commit, Job
from bot.jobs.outside_changes import (
    Found,
    JobReading,
    Known,
    authors,
    compared,
    facts,
    is_as_known,
    silently,
)
from bot.jobs.statuses import StatusNames
from bot.jobs.timestamps import unix_seconds
from bot.lru_dict import LruDict
from bot.members.links import Links
from bot.propops.client import PropOpsClient
from bot.propops.parse.paging import MOST_ROWS
from bot.slack.workspace import working_for
from bot.store.watched_jobs import Taken, WatchedJob, WatchedJobStore
from bot.workflows.cards.feed_hints import FeedHints
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.missing_jobs import MissingJobs
from bot.workflows.cards.pace import AGAIN, LONGEST_AGAIN, READS, Pace

NEWEST, LONGEST = 40, 20
"""Jobs that are taken from the table at once: those that changed last, and those that wait longest."""
PLAN_SECONDS = 5.0
"""After which what is due is looked up anew, for what was changed or hinted at meanwhile."""
RUN_SECONDS = 60.0
DAY = 86_400.0
"""Seconds until a job is looked at again that is gone, or on which nobody worked from here."""
WITHOUT_NOTES_FOR = 3_600.0
_MOST_READERS = 5
_MOST_ACCOUNTS = 1_000

log = structlog.get_logger(__name__)


async def _unheard(_team: str, _job: Job, _acts: Sequence[CaseNote | Commit]) -> None:
    """Nobody wants to know."""


class Reconciler:
    """Reads each job as somebody who worked on it from here, so a card shows no more than they see."""

    def __init__(
        self,
        watched: WatchedJobStore,
        links: Links,
        cards: JobCards,
        missing: MissingJobs,
        hints: FeedHints,
        statuses: StatusNames,
        pace: Pace,
    ) -> None:
        self._watched, self._links, self._cards = watched, links, cards
        self._missing, self._hints, self._statuses = missing, hints, statuses
        self._pace, self._clock = pace, pace.clock
        self._plan: deque[WatchedJob] = deque()
        self._planned_at = float("-inf")
        self._rests_until, self._failures = 0.0, 0
        self._open = 0
        self._without_notes: LruDict[str, float] = LruDict(_MOST_ACCOUNTS)
        """By account: until when its case notes are not asked for (monotonic)."""
        self._one_run = asyncio.Lock()
        self.sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
        self.on_compared: Callable[[str], None] = lambda _outcome: None
        """Hears `same`, `changed`, `gone` or `unreadable` of each."""
        self.on_acts: Callable[[str, Job, Sequence[CaseNote | Commit]], Awaitable[None]] = _unheard
        """Hears the team and each job that was read, with its case notes, and with its history where others saved it."""
        self.on_changed: Callable[[str, str], None] = lambda _team, _job: None
        """Hears the team and uuid of each job that is not as it was known."""

    async def compare_due(self) -> int:
        """Compares what is due, one job after the other; how many. Ends after `RUN_SECONDS`: what is left
        comes in the next run. Raises `Unreachable`, `DatabaseDown`.
        """
        async with self._one_run:
            return await self._compare_due()

    async def _compare_due(self) -> int:
        began, looked = monotonic(), 0
        while monotonic() - began < RUN_SECONDS and monotonic() >= self._rests_until:
            try:
                job = await self._next()
                if job is None:
                    break
                began_look = monotonic()
                pause = await self._look(job)
            except RateLimited as error:
                self._rest(error.after)
                break
            except Unreachable:
                self._rest(self._longer())
                raise
            self._failures = 0
            looked += 1
            await self.sleep(max(0.0, pause - (monotonic() - began_look)))
        return looked

    async def _next(self) -> WatchedJob | None:
        if not self._plan or monotonic() - self._planned_at > PLAN_SECONDS:
            self._plan = _in_turn(await self._watched.due(NEWEST, LONGEST))
            self._planned_at = monotonic()
            if self._plan:
                self._open = (await self._watched.count()).open
        return self._plan.popleft() if self._plan else None

    async def _look(self, job: WatchedJob) -> float:
        """Seconds until the next may be read; 0 where this one was not."""
        now = self._clock()
        taken = await self._watched.take(job, now + self._pace.interval)
        if taken is None:
            return 0.0
        try:
            return await self._compare(taken, now)
        except (RateLimited, Unreachable):
            again = now + self._pace.again
            await self._unread(taken, again)
            raise

    async def _compare(self, taken: Taken, now: float) -> float:
        """As `_look`. Tries whoever worked on the job from here in turn."""
        team, uuid = taken.team, taken.job_uuid
        blocked: list[float] = []
        not_found: list[Member] = []
        members = (await self._watched.members(team, uuid))[:_MOST_READERS]
        for member in members:
            try:
                propops = (await self._links.propops(member)).in_background()
                if seconds := propops.spare_reads.blocked(propops.key):
                    blocked.append(seconds)
                    continue
                with working_for(member):
                    await self._read(taken, propops, member, now)
            except NotFound:
                not_found.append(member)
            except TokenDead as error:
                await self._links.mark_token_dead(member, error.key)
            except (NotLinked, NotWelcome, NotAllowed, Garbled):
                continue
            else:
                return max(propops.spare_reads.pause(propops.key, READS), self._gap())
        if not_found[:1] == members[:1] != [] or len(not_found) > 1:
            await self._not_found(taken, not_found[0], now)
            return self._gap()
        if blocked:
            await self._unread(taken, now + min(blocked))
            return 0.0
        await self._unread(taken, now + (self._pace.interval if members else DAY))
        self.on_compared("unreadable")
        return self._gap()

    async def _unread(self, taken: Taken, again: float) -> None:
        """It could not be compared now."""
        await self._watched.look_at(
            taken.team, taken.job_uuid, again, closed=taken.closed, unread=True
        )

    async def _not_found(self, taken: Taken, member: Member, now: float) -> None:
        """By whoever worked on the job last, or by two of them."""
        with working_for(member):
            stands = await self._missing.not_found_by_look(taken.team, taken.job_uuid)
        if not stands:
            await self._watched.look_at(taken.team, taken.job_uuid, now + DAY, closed=True)
        self.on_changed(taken.team, taken.job_uuid)
        self.on_compared("gone")

    async def _read(self, taken: Taken, propops: PropOpsClient, member: Member, now: float) -> None:
        """Raises `NotFound`."""
        self._hints.note_reader(member)
        job = await propops.get(taken.job_uuid)
        reading = JobReading(job, await self._notes(propops, taken.job_uuid), now)
        is_known = True
        if taken.silent:
            await self._watched.write(taken, silently(taken.known, reading))
        elif not is_as_known(taken.known, reading):
            is_known = await self._note(taken, reading, propops)
        await self.on_acts(taken.team, job, reading.notes or ())
        updated = await self._cards.refresh(taken.team, job)
        if updated:
            self.on_changed(taken.team, taken.job_uuid)
        self.on_compared("changed" if updated else "same")
        if not is_known:
            await self._watched.look_at(taken.team, taken.job_uuid, now + self._pace.again)
        elif not self._statuses.is_open(job):
            at = now + self._pace.closed(now - taken.active_at)
            await self._watched.look_at(taken.team, taken.job_uuid, at, closed=True)
        elif taken.closed or taken.unread:
            await self._watched.look_at(taken.team, taken.job_uuid, now + self._pace.interval)

    async def _notes(self, propops: PropOpsClient, uuid: str) -> list[CaseNote] | None:
        """None where this account may not read them, or PropOps does not say."""
        if self._without_notes.get(propops.key, 0.0) > monotonic():
            return None
        try:
            return list(await propops.case_notes(uuid, MOST_ROWS))
        except NotAllowed:
            self._without_notes[propops.key] = monotonic() + WITHOUT_NOTES_FOR
        except (NotFound, Garbled):
            pass
        return None

    async def _note(self, taken: Taken, reading: JobReading, propops: PropOpsClient) -> bool:
        """Writes down what others did, to be told, and what is known from now on. False: not now."""
        team, uuid = taken.team, taken.job_uuid
        own = await self._watched.own_changes(team, uuid, taken.known.at)
        if own.under_way:  # what was read may be half of it
            return False
        found = compared(taken.known, reading, own.done)
        known, history = found.known, list[Commit]()
        if found.changes or _is_saved_by_others(taken.known, reading.job, own.done):
            history = await _history(propops, reading.job)
            await self.on_acts(team, reading.job, history)
        if found.changes or found.notes:
            known = known.with_news(
                self._clock(),
                _moment(found, reading),
                job=facts(reading.job),
                by=authors(history, found, own.done) if found.changes else (),
                changes=tuple(found.changes),
                notes=tuple(each.by for each in found.notes),
            )
        return await self._watched.write(taken, known)

    def _gap(self) -> float:
        """Seconds between two jobs so that all open ones fill the interval."""
        return min(self._pace.interval / max(1, self._open), self._pace.longest_gap)

    def _rest(self, seconds: float) -> None:
        self._rests_until = monotonic() + seconds

    def _longer(self) -> float:
        self._failures += 1
        return float(min(AGAIN * 2 ** (self._failures - 1), LONGEST_AGAIN))


def _in_turn(due: list[WatchedJob]) -> deque[WatchedJob]:
    """Of those that changed last two, then one of those that wait longest: none is never looked at."""
    newest, longest = due[:NEWEST], due[NEWEST:]
    turns: deque[WatchedJob] = deque()
    for number, each in enumerate(newest):
        turns.append(each)
        if number % 2 and longest:
            turns.append(longest.pop(0))
    turns.extend(longest)
    return turns


def _moment(found: Found, reading: JobReading) -> float:
    """When the last of it happened there."""
    stamps = [reading.job.updated_at] if found.changes else []
    stamps += [each.at for each in found.notes]
    return max((at for stamp in stamps if (at := unix_seconds(stamp))), default=reading.at)


def _is_saved_by_others(known: Known, job: Job, own: Sequence[Change]) -> bool:
    """Whether the job is another version than the bot has seen, or left."""
    seen = {str(each.after.get("updated_at", "")) for each in own}
    return known.job is not None and job.updated_at not in {*seen, known.job.get("updated_at")}


async def _history(propops: PropOpsClient, job: Job) -> list[Commit]:
    """Empty where PropOps doesn't tell."""
    try:
        return list(await propops.commits(job.uuid))
    except PropOpsError:
        return []
