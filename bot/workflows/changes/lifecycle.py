"""Accepts changes: stored before Slack is answered, then run by the dispatcher.

The table of changes is the state machine; `bot.workflows.changes.run` is what the engine resumes after
a crash.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.errors import BotError, Busy
from bot.jobs.change import ENDED, Change, Member, State, change_id
from bot.jobs.undo import UndoWindow
from bot.store.changes import Accepted
from bot.store.stores import Stores
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.resolution import Resolution

ACCEPT_WITHIN = 2.0
"""Seconds an accept may take before the member reads *Busy* (Slack waits three)."""
ENDED_UNDONE: frozenset[State] = frozenset({"failed", "refused", "expired", "withdrawn"})
MOST_PRESSES = 20
DOUBLE_CLICK = 3.0
"""Seconds within which a second press counts as part of the first, whose result is about to be shown."""

TAKEN_OVER = "Somebody else did it while this waited for a link, so it was not sent."

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Pressed:
    """`replaced`: the change of another member whose place this press took."""

    accepted: Accepted
    replaced: Change | None = None


class Changes:
    """`clock`: Unix seconds."""

    def __init__(
        self,
        stores: Stores,
        dispatcher: Dispatcher,
        clock: Callable[[], float],
        journal: ChangeJournal,
        undo: UndoWindow,
    ) -> None:
        self._store, self._clock, self._journal = stores.changes, clock, journal
        self.undo = undo
        self.dispatcher = dispatcher
        self.resolution = Resolution(
            stores.changes, stores.job_claims, dispatcher.wake, clock, journal
        )

    def now(self) -> float:
        """Unix seconds."""
        return self._clock()

    async def accept(self, change: Change, *, unless_alike: bool = False) -> Accepted:
        """Stores the change. The same idempotency key is always the same change. `unless_alike`: see
        `ChangeStore.accept`.

        Raises `Busy` when that can't be done in time. The insert that is still running then counts:
        another press with the same key returns its change.
        """
        now = self._clock()
        fresh = change.but(created_at=now, updated_at=now, due_at=now)
        try:
            with self._journal.accepting(fresh) as traced:
                stored = self._store.accept(traced, unless_alike=unless_alike)
                accepted = await asyncio.wait_for(asyncio.shield(stored), ACCEPT_WITHIN)
        except TimeoutError:
            raise Busy from None
        except BotError as error:
            log.error("accepting a change failed, answering busy", problem=type(error).__name__)
            raise Busy from None
        if accepted.is_new:
            self._journal.accepted(accepted.change)
            self.dispatcher.offer(accepted.due)
        return accepted

    async def alike(self, change: Change) -> Sequence[Change]:
        """See `ChangeStore.alike`."""
        return await self._store.alike(change)

    async def press(self, change: Change) -> Pressed:
        """`accept` for a button that several members see.

        The press is a new change where the earlier one ended undone, and where it waits for another
        member to link: their press takes nothing away from those who have linked. Raises `Busy`.
        """
        accepted, replaced = await self.accept(change), None
        for number in range(1, MOST_PRESSES):
            earlier = accepted.change
            if accepted.is_new:
                break
            if _waits_for_another(earlier, change.member):
                replaced = await self._withdraw(earlier)
                if replaced is None:  # its member has just linked
                    break
            elif not self._ended_undone(earlier, change.member):
                break
            key = f"{change.key}:again{number}"
            accepted = await self.accept(change.but(id=change_id(key), key=key))
        return Pressed(accepted, replaced)

    async def is_under_way(self, id_: str) -> bool:
        """Whether nothing has come of the change yet, and its member has not been told why."""
        change = await self._store.get(id_)
        if change is None or change.state in {*ENDED, "unknown", "waiting"}:
            return False
        return not change.outcome.reported

    def _ended_undone(self, earlier: Change, member: Member) -> bool:
        """Whether a press may try again. A double click is one try, two members are two."""
        if earlier.state not in ENDED_UNDONE:
            return False
        ended_at = earlier.finished_at or earlier.updated_at
        return earlier.member != member or self._clock() - ended_at >= DOUBLE_CLICK

    async def _withdraw(self, change: Change) -> Change | None:
        """None where the change has gone on in the meantime."""
        outcome = replace(change.outcome, why="withdrawn", said=TAKEN_OVER)
        withdrawn = await self._store.move(change.id, {"asked"}, "withdrawn", outcome=outcome)
        if withdrawn is not None:
            self._journal.moved(withdrawn, "asked")
        return withdrawn

    async def get(self, change_id: str) -> Change | None:
        return await self._store.get(change_id)

    async def undoable(self, change_id: str) -> Change | None:
        """The update behind an *Undo*, while it can be undone."""
        change = await self._store.get(change_id)
        if change is None or not self.undo.is_open(change):
            return None
        return change


def own_press(change: Change) -> Change:
    """The press of a member who has not linked: a change of their own, which keeps nobody else waiting."""
    key = f"{change.key}:of:{change.member.user}"
    return change.but(id=change_id(key), key=key)


def _waits_for_another(earlier: Change, member: Member) -> bool:
    parked = earlier.state == "asked" and earlier.outcome.why == "link"
    return parked and earlier.member != member
