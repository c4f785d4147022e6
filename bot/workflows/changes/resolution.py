"""A member's decision about a change with an unknown outcome: which job it made, send again, withdraw.

Every decision is one compare-and-set on the change's state: of several presses, of whatever buttons,
one counts. The others are answered with the state.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from bot.errors import WithReason
from bot.jobs.change import Change, Member, State
from bot.jobs.outcome import Outcome
from bot.store.changes import ChangeStore
from bot.store.job_claims import JobClaimStore
from bot.workflows.changes.journal import ChangeJournal

MAY_HAVE_LANDED = {"", "unknown", "sent", "landed", "set aside"}
"""Results of attempts after which nobody may say that nothing was sent."""
LOOK_EVERY, MOST_LOOKS = 0.3, 10
"""Seconds between tries to withdraw what is just being tried again at PropOps, and how many."""

T = TypeVar("T")


class MayHaveLeft(WithReason):
    """The change is on its way to PropOps, or was sent: it can't be withdrawn now."""


async def between_tries(
    change: Change,
    read: Callable[[str], Awaitable[Change | None]],
    withdraw: Callable[[Change], Awaitable[T]],
) -> T:
    """Withdraws a change. PropOps is tried for a held one now and then: such a try is waited for, three
    seconds at most.

    `read`: a change by its id. Raises what `withdraw` raises; `MayHaveLeft` only once waiting was in vain.
    """
    for _ in range(MOST_LOOKS):
        try:
            return await withdraw(change)
        except MayHaveLeft:
            change = await read(change.id) or change
            if not change.held:
                raise
        await asyncio.sleep(LOOK_EVERY)
    return await withdraw(change)


class CannotResolve(WithReason):
    """The change is gone, another member's, or its job another change's."""


class Resolution:
    """`wake`: tells the dispatcher that something is due."""

    def __init__(
        self,
        store: ChangeStore,
        claims: JobClaimStore,
        wake: Callable[[], None],
        clock: Callable[[], float],
        journal: ChangeJournal,
    ) -> None:
        self._store, self._claims = store, claims
        self._wake, self._clock, self._journal = wake, clock, journal

    async def get_own(self, change_id: str, member: Member) -> Change:
        """The change, for the member who asked for it. Raises `CannotResolve`."""
        change = await self._store.get(change_id)
        if change is None:
            raise CannotResolve("That change is no longer kept. Please look at the job in PropOps.")
        if change.member != member:
            raise CannotResolve("Only the person who asked for this can decide about it.")
        return change

    async def claim(self, change: Change, job_uuid: str, job_ref: str) -> Change | None:
        """*It is this one.* None when the change is not `unknown` any more.

        Raises `CannotResolve` when another change has made that job.
        """
        holder = await self._claims.claim(change.member.team, job_uuid, change.id)
        if holder != change.id:
            raise CannotResolve(
                f"{job_ref or 'That job'} was made by another change ({holder}). "
                "Please choose another one, or create it again."
            )
        outcome = replace(change.outcome, claimed_job=job_uuid)
        resumed = await self._resume(
            change, "checking", outcome, job_uuid=job_uuid, job_ref=job_ref
        )
        if resumed is None:
            current = await self._store.get(change.id)
            if current is not None and current.outcome.claimed_job != job_uuid != current.job_uuid:
                await self._claims.release(change.member.team, job_uuid, change.id)
        return resumed

    async def send_again(self, change: Change, attempt: int) -> Change | None:
        """*Create it again*, or notify. None when the press is not about the latest attempt."""
        times = change.outcome.times_again
        if attempt != times + 1:
            return None
        if change.state == "unknown":
            await self._store.set_aside(change.id)
        outcome = replace(change.outcome, times_again=times + 1)
        return await self._resume(change, "asked", outcome)

    async def withdraw(self, change: Change) -> Change | None:
        """Withdraws a change that has not been sent. None when it is being sent, or was."""
        try:
            return await between_tries(change, self._store.get, self._withdraw)
        except MayHaveLeft:
            return None

    async def delete_now(self, change: Change) -> Change | None:
        """Ends the time in which a deletion can be undone. None where it is over, or the deletion ended."""
        now = self._clock()
        if change.send_at <= now:
            return None
        hurried = await self._store.move(
            change.id, {"asked"}, "asked", detail="Delete now was pressed.", send_at=now, due_at=now
        )
        if hurried is not None:
            self._wake()
        return hurried

    async def _withdraw(self, change: Change) -> Change:
        """Raises `MayHaveLeft`."""
        attempts = await self._store.attempts(change.id)
        if any(each.result in MAY_HAVE_LANDED for each in attempts):
            raise MayHaveLeft(change.id)
        outcome = Outcome("withdrawn", "Withdrawn: nothing was sent.")
        withdrawn = await self._store.move(
            change.id, {"asked", "waiting"}, "withdrawn", outcome=outcome, held=False
        )
        if withdrawn is None:
            raise MayHaveLeft(change.id)
        self._journal.moved(withdrawn, change.state)
        return withdrawn

    async def _resume(
        self, change: Change, to: State, outcome: Outcome, **columns: str
    ) -> Change | None:
        moved = await self._store.move(
            change.id, {"unknown"}, to, outcome=outcome, due_at=self._clock(), **columns
        )
        if moved is not None:
            self._wake()
        return moved
