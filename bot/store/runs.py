"""The transactions of one run of a change: it enters, notes down each attempt, records its result.

Each reads all that the run has to know at that point, so that a change costs a handful of commits.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from bot.jobs.actions import Action
from bot.jobs.change import OPEN, Change, State
from bot.jobs.next_step import KnownHere
from bot.store.approval_rows import Approval, ApprovalRows
from bot.store.cards import USUALLY_COMPARED, PostedCard, cards_of, claim_card
from bot.store.change_history import last_done
from bot.store.change_log import (
    ADD_ATTEMPT,
    Attempt,
    Event,
    append_event,
    append_events,
    attempts_of,
)
from bot.store.change_moves import locked, move, updated
from bot.store.change_queue import PARKED, others_open
from bot.store.change_rows import change_of, columns_of, member_of
from bot.store.database import Database
from bot.store.deferred_tasks import put_task
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.job_claims import claim_job
from bot.store.known_here import known_here
from bot.store.run_facts import FACTS
from bot.store.schema import Row, changes, is_open
from bot.store.tokens import TokenStore

_TELLS: Action = "send_assignment_notification"
FRESH_SECONDS = 0.5
"""How long what was read counts: as long as it may take to use what is read just now."""


@dataclass(frozen=True)
class Entered:
    """What is known of a change as a run of it begins.

    `behind_held`: an earlier change of its member waits for PropOps to answer, or one of its job; `behind_lost`:
    of one of its job nobody knows yet whether it was done. `notified`: the
    last notification about the job, read for another one alone. `account`: the member's at PropOps.
    """

    change: Change
    attempts: tuple[Attempt, ...] = ()
    approval: Approval | None = None
    behind_held: bool = False
    notified: Change | None = None
    account: str = ""
    behind_lost: bool = False


@dataclass(frozen=True)
class Result:
    """What a run came to. `columns`: of `Change`, as `ChangeStore.move` takes them.

    `claims`: the uuid of the job that the change made; `just_made`: this very run made it.
    `deferred`: `(kind, due at)` of the tasks that follow from it, in Unix seconds. `card_channel`: where
    the job has a card or gets one, which this change then posts.
    """

    state: State
    columns: Mapping[str, Any]
    claims: str = ""
    just_made: bool = False
    deferred: Sequence[tuple[str, float]] = ()
    card_channel: str = ""


@dataclass(frozen=True)
class Recorded:
    """The change as it was stored, and what its card needs, as it was at that moment.

    `others_wait`: another change may be run now, or this one again later. `cards`: the job's, one a
    channel. `known`: what bears on them. `waited`: it had to wait for its member to link. `read_at`: monotonic
    seconds.
    """

    change: Change
    others_wait: bool = True
    cards: Sequence[PostedCard] = ()
    known: KnownHere = field(default_factory=KnownHere)
    waited: bool = False
    read_at: float = field(default_factory=time.monotonic)

    @property
    def is_fresh(self) -> bool:
        """Read so lately that reading again would tell no more."""
        return time.monotonic() - self.read_at < FRESH_SECONDS


class RunStore:
    """Every method raises `DatabaseDown`, and `CannotDecrypt` where it returns a change."""

    def __init__(
        self,
        db: Database,
        encryption: Encryption,
        tokens: TokenStore,
        clock: Callable[[], float],
        reads_along: Callable[[sa.Connection], None] = lambda _: None,
        compared_every: float = USUALLY_COMPARED,
    ) -> None:
        """`reads_along`: what else a run is about to need, read as it enters. `compared_every`: as of
        `CardStore`.
        """
        self._reads_along, self._compared_every = reads_along, compared_every
        self._db, self._encryption, self._tokens, self._clock = db, encryption, tokens, clock
        self._approvals = ApprovalRows(encryption)

    async def enter(self, id_: str, run: int, due_at: float) -> Entered | None:
        """Lets run number `run` have the change until `due_at`.

        The next number takes over an open change; the number that has it comes in again, whatever
        the state (a run brought back after a crash). None for any other: it is stale.
        """
        now = self._clock()

        def take(connection: sa.Connection) -> "_Read | None":
            row = locked(connection, id_)
            if row is None or row.run not in {run, run - 1}:
                return None
            self._reads_along(connection)
            if row.state not in OPEN:
                return _Read(row) if row.run == run else None
            if row.run != run:
                append_event(connection, id_, now, "run", str(run))
            values = {"run": run, "due_at": due_at, "updated_at": now}
            return self._read(connection, updated(connection, row, values))

        writes = self._tokens.writes
        read = await self._db.call(take)
        if read is None:
            return None
        return Entered(
            change_of(read.row, self._encryption),
            tuple(read.attempts),
            read.approval,
            read.behind_held,
            read.notified,
            self._account(read, writes) if read.row.state in OPEN else "",  # else no token was read
            read.behind_lost,
        )

    async def renew(self, id_: str, run: int, held: Sequence[float], until: float) -> bool:
        """Run number `run`, which has the change until one of `held`, has it until `until`.

        False: its result is stored by now, or a later run has it.
        """
        values = {"id_": id_, "run_": run, "held_": held, "until_": until}
        return await self._db.call(
            lambda connection: connection.execute(_RENEW, values).rowcount == 1
        )

    async def record_attempt(
        self, id_: str, run: int, after: int = 0, **columns: Any
    ) -> Attempt | None:
        """Records an attempt before it is made; numbers count from 1. From now on it is `applying`.

        `after`: how many the run knows of. `columns`: what was learnt before, of `Change`'s.
        None when the change is no longer open, a later run has it, or an attempt was made of which this
        run, taken over elsewhere under its own number, does not know: then nothing may be sent.
        """
        now = self._clock()

        def add(connection: sa.Connection) -> Attempt | None:
            # The lock on the change keeps a second replica from taking the same number.
            row = locked(connection, id_)
            if row is None or row.run != run or row.state not in OPEN:
                return None
            made = connection.execute(
                ADD_ATTEMPT, {"id_": id_, "at_": now, "after_": after}
            ).one_or_none()
            if made is None:
                return None
            values, events = columns_of(columns, row.encrypted, self._encryption), list[Event]()
            if row.state == "asked":
                values["state"] = "applying"
                events.append(Event(now, "applying"))
            connection.execute(_PUT, values | {"updated_at": now, "seq_": row.seq})
            append_events(connection, id_, *events, Event(now, "attempt", str(made.number)))
            return Attempt(made.id, made.number, now)

        return await self._db.call(add)

    async def record(self, id_: str, run: int, result: Result) -> Recorded | None:
        """One compare-and-set stores the result and what follows from it; None: it had ended before, or a
        later run has it, which knows better. That it is done is true whoever says so, and stored.

        The outcome names the change that holds the claimed job, if that is another one.
        """
        now = self._clock()

        def end(connection: sa.Connection) -> Recorded | None:
            row = locked(connection, id_)
            if row is None or row.state not in OPEN:
                return None
            columns = dict(result.columns)
            if row.run != run and (result.state != "done" or columns["outcome"].already):
                return None
            if result.claims:
                holder = claim_job(connection, row.team, result.claims, id_, now)
                if holder != id_:
                    columns["outcome"] = replace(columns["outcome"], also_of=holder)
            for kind, due_at in result.deferred:
                put_task(connection, kind, id_, due_at)
            change = move(connection, self._encryption, row, OPEN, result.state, now, columns)
            if change is None:
                return None
            if result.state in OPEN:
                return Recorded(change)
            if result.state == "done":
                claim = _claim(change, result.card_channel, now)
                if claim is not None:
                    claim_card(connection, claim, self._compared_every)
                if result.just_made:  # nobody can have shown it, or asked for more
                    return Recorded(change, others_wait=False, cards=[claim] if claim else [])
            team, job_uuid = change.member.team, change.job_uuid
            others_wait = bool(job_uuid) and others_open(connection, job_uuid)
            if result.state != "done":
                return Recorded(change, others_wait)
            cards = cards_of(connection, team, job_uuid)
            return Recorded(
                change,
                others_wait,
                cards,
                known_here(connection, self._encryption, team, job_uuid),
            )

        return await self._db.call(end)

    def _read(self, connection: sa.Connection, row: Row) -> "_Read":
        """What is known of an open change. Statements of their own, after the lock was had: no older."""
        now = self._clock()
        values = {"id_": row.id, "now": now, "parked": now + PARKED}
        facts = connection.execute(FACTS, values).one()
        notified = None
        if row.action == _TELLS and row.job_uuid:
            notified = last_done(connection, self._encryption, row.team, row.job_uuid, _TELLS)
        return _Read(
            row,
            facts if facts.user_id is not None else None,
            attempts_of(connection, row.id) if facts.tried else (),
            self._approvals.read(connection, row.id) if facts.approval else None,
            bool(facts.behind_held),
            notified,
            bool(facts.behind_lost),
        )

    def _account(self, read: "_Read", writes: int) -> str:
        try:
            link = self._tokens.remember(member_of(read.row), read.token, writes)
        except CannotDecrypt:
            return ""  # who needs the link is told
        return link.account if link is not None else ""


@dataclass(frozen=True)
class _Read:
    """Rows of one transaction."""

    row: Row
    token: Row | None = None
    attempts: Sequence[Attempt] = ()
    approval: Approval | None = None
    behind_held: bool = False
    notified: Change | None = None
    behind_lost: bool = False


def _claim(change: Change, channel: str, now: float) -> PostedCard | None:
    """To the card of its job in the channel, should there be none."""
    if not (channel and change.job_uuid):
        return None
    member = change.member
    return PostedCard(
        *(member.team, member.enterprise, channel, change.job_uuid),
        posted_by=change.id,
        claimed_at=now,
    )


_HELD: sa.BindParameter[Any] = sa.bindparam("held_", expanding=True)
_RENEW = (
    changes.update()
    .where(changes.c.id == sa.bindparam("id_"), is_open(changes))
    .where(changes.c.run == sa.bindparam("run_"), changes.c.due_at.in_(_HELD))
    .values(due_at=sa.bindparam("until_"))
)
_PUT = changes.update().where(changes.c.seq == sa.bindparam("seq_"))
