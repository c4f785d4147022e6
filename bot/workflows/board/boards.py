"""Reads the board of one person, with their own token.

What PropOps lists is kept for a short while, by token: nobody is ever shown what another may see. After
a change from here only its job is read anew.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from bot.concurrency import Turns, both
from bot.errors import (
    NO_ANSWER_NOW,
    NotAllowed,
    NotFound,
    PropOpsError,
    Refused,
    TokenDead,
)
from bot.jobs import board
from bot.jobs.board import Board, Causes, Snooze
from bot.jobs.change import Member
from bot.jobs.model import Job, SearchResult
from bot.jobs.next_step import Rules, Told, told_by
from bot.lru_dict import LruDict
from bot.members.links import Links
from bot.propops.client import PropOpsClient
from bot.propops.search import newest
from bot.store.board_readers import BoardReader
from bot.store.job_activity import Activity
from bot.store.stores import Stores
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.approvals.waiting import waiting_for
from bot.workflows.board.not_through import NotThrough
from bot.workflows.cards.acceptance import Acceptance

KEPT_FOR = 30.0
"""Seconds for which a list of jobs serves presses on the board."""
_MOST_KEPT = 200
"""Lists of jobs, one for each token."""


@dataclass(frozen=True)
class BoardRead:
    """`partly`: why it may not be all; empty when it is. `failed`: PropOps could not be asked, so what it
    lists is as it was a while ago, or missing. `now`: Unix seconds.
    """

    board: Board
    reader: BoardReader
    now: float
    partly: str = ""
    failed: bool = False


class _Listed(NamedTuple):
    """Open jobs that one token may see, and the uuids of those it raised, among those of which that is
    `known`. `at`: Unix seconds.
    """

    jobs: dict[str, Job]
    raised: frozenset[str]
    known: frozenset[str]
    partly: str
    at: float


_NOTHING = _Listed({}, frozenset(), frozenset(), "", 0.0)

_AS_BEFORE = (
    "PropOps can't be asked just now: jobs are as I saw them last. Please look again in a minute."
)
_NONE_SEEN = "PropOps can't be asked just now, so no job is here. Please look again in a minute."
_MAY_NOT_LIST = "PropOps doesn't let your account list jobs, so no job is here. Please ask your PropOps administrator for it."


class Boards:
    """`clock`: Unix seconds."""

    def __init__(
        self,
        links: Links,
        approvals: Approvals,
        not_through: NotThrough,
        stores: Stores,
        rules: Rules,
        acceptance: Acceptance,
        clock: Callable[[], float],
    ) -> None:
        self._acceptance = acceptance
        self._links, self._approvals, self._not_through = links, approvals, not_through
        self._activity = stores.job_activity
        self.readers, self.snoozes = stores.board_readers, stores.snoozes
        self.rules, self._clock = rules, clock
        self._listed: LruDict[str, _Listed] = LruDict(_MOST_KEPT)
        self._turns = Turns()

    async def read(
        self,
        member: Member,
        *,
        fresh: bool = False,
        changed: Collection[str] | None = None,
        everybody: bool = False,
    ) -> BoardRead:
        """The board as it is now. `fresh`: PropOps is asked in any case. `changed`: uuids of jobs that
        are asked for anew, while the others are as they were known last; None: all are asked for, unless
        they are known from a moment ago. `everybody`: of all jobs, however the switch stands.

        Raises `NotLinked`, `TokenDead`, and other `BotError` kinds.
        """
        propops = await self._links.propops(member)
        (listed, failed), asked = await both(
            self._jobs_or_kept(member, propops, fresh, changed),
            waiting_for(self._approvals, member),
        )
        activity = await self._activity.of_jobs(member.team, listed.jobs)
        reader = await self.readers.get(member)
        now = self._clock()
        mine = listed.raised | {
            uuid for uuid, each in activity.items() if each.last_by == member.user
        }
        told = {uuid: told for uuid, each in activity.items() if (told := _told(each)) is not None}
        causes = Causes(
            list(listed.jobs.values()),
            asked,
            await self._not_through.of(member),
            await self._acceptance.of_board(member.team, propops, listed.jobs, told, now),
            mine,
            await self._snoozes_of(member, listed, failed=failed),
        )
        rows = board.board(causes, self.rules, now, everybody=everybody or reader.everybody)
        return BoardRead(rows, reader, now, listed.partly, failed)

    async def _snoozes_of(self, member: Member, listed: _Listed, *, failed: bool) -> list[Snooze]:
        """Those that hold; what the change of a job has undone is forgotten."""
        snoozes = await self.snoozes.of(member)
        whole = not failed and not listed.partly
        over = board.undone(snoozes, listed.jobs, listed.at, whole=whole)
        if over:
            await self.snoozes.undo(member, over)
        return [each for each in snoozes if each not in over]

    async def without_link(self, member: Member) -> BoardRead:
        """What waits for the member's approval, for which nobody needs an account. Raises `DatabaseDown`."""
        causes = Causes(
            asked=await waiting_for(self._approvals, member),
            snoozes=await self.snoozes.of(member),
        )
        reader, now = await self.readers.get(member), self._clock()
        rows = board.board(causes, self.rules, now, everybody=reader.everybody)
        return BoardRead(rows, reader, now)

    async def _jobs_or_kept(
        self, member: Member, propops: PropOpsClient, fresh: bool, changed: Collection[str] | None
    ) -> tuple[_Listed, bool]:
        """The jobs, and whether PropOps could not be asked: then as they were known last. None where the
        account may not list them: what waits besides is there.
        """
        try:
            return await self._jobs(member, propops, fresh, changed), False
        except NO_ANSWER_NOW:
            kept = self._listed.get(propops.key)
            if kept is None:
                return _NOTHING._replace(partly=_NONE_SEEN), True
            return kept._replace(partly=_AS_BEFORE), True
        except NotAllowed:
            self._listed.pop(propops.key, None)
            return _NOTHING._replace(partly=_MAY_NOT_LIST, at=self._clock()), False

    async def _jobs(
        self, member: Member, propops: PropOpsClient, fresh: bool, changed: Collection[str] | None
    ) -> _Listed:
        key = propops.key
        async with self._turns.turn(key):
            kept = self._listed.get(key)
            if kept is not None and not fresh and (changed is not None or self._is_recent(kept)):
                listed = await self._patched(propops, kept, changed or ())
            else:
                listed = await self._list(member, propops, kept)
            self._listed[key] = listed
            return listed

    def _is_recent(self, listed: _Listed) -> bool:
        return abs(self._clock() - listed.at) < KEPT_FOR

    async def _list(self, member: Member, propops: PropOpsClient, kept: _Listed | None) -> _Listed:
        """Who raised a job never changes, so that is only asked again when there are others than before."""
        at = self._clock()
        lookups = await self._links.lookups(member)
        try:
            statuses = await lookups.options("statuses")
        except TokenDead:
            raise
        except PropOpsError:
            statuses = ()
        names = self.rules.statuses

        async def raised_by_them() -> SearchResult | PropOpsError:
            try:
                return await propops.open_jobs(names, statuses, mine=True)
            except PropOpsError as error:
                return error

        if kept is None or kept.partly:
            everything, raised = await both(propops.open_jobs(names, statuses), raised_by_them())
        else:
            everything = await propops.open_jobs(names, statuses)
            jobs = {job.uuid: job for job in everything.jobs}
            if not everything.partly and jobs.keys() <= kept.known:
                return kept._replace(jobs=jobs, at=at)
            raised = await raised_by_them()
        partly, own = everything.partly, frozenset[str]()
        jobs = {job.uuid: job for job in everything.jobs}
        if isinstance(raised, SearchResult):
            own = frozenset(job.uuid for job in raised.jobs)
            jobs = {job.uuid: job for job in raised.jobs} | jobs
        elif not isinstance(raised, Refused):  # which means that no account can be asked
            partly = f"{partly} PropOps didn't say which jobs you raised.".strip()
        return _Listed(jobs, own, frozenset(jobs), partly, at)

    async def _patched(
        self, propops: PropOpsClient, kept: _Listed, changed: Collection[str]
    ) -> _Listed:
        jobs = dict(kept.jobs)
        for uuid in changed:
            try:
                job = await propops.get(uuid)
            except (NotFound, NotAllowed):
                jobs.pop(uuid, None)
                continue
            jobs[uuid] = job
            if not self.rules.statuses.is_open(job):
                del jobs[uuid]
        in_order = {job.uuid: job for job in newest(jobs.values())}
        return kept._replace(jobs=in_order)


def _told(activity: Activity) -> Told | None:
    return told_by(activity.told) if activity.told is not None else None
