"""Accepts changes: stored before Slack is answered, then run by the dispatcher.

The table of changes is the state machine; `bot.workflows.changes.run` is what the engine resumes after
a crash.
"""

import asyncio
from collections.abc import Callable

import structlog

from bot.errors import BotError, Busy
from bot.jobs import undo
from bot.jobs.change import Change, State, change_id
from bot.store.changes import Accepted
from bot.store.stores import Stores
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.resolution import Resolution

ACCEPT_WITHIN = 2.0
"""Seconds an accept may take before the member reads *Busy* (Slack waits three)."""
ENDED_UNDONE: frozenset[State] = frozenset({"failed", "refused", "expired", "withdrawn"})
MOST_PRESSES = 20
DOUBLE_CLICK = 3.0
"""Seconds within which a second press counts as part of the first, whose result is about to be shown."""

log = structlog.get_logger(__name__)


class Changes:
    """`on_state` counts action and state; `clock`: Unix seconds."""

    def __init__(
        self,
        stores: Stores,
        dispatcher: Dispatcher,
        clock: Callable[[], float],
        *,
        on_state: Callable[[str, str], None],
    ) -> None:
        self._store, self._clock, self._on_state = stores.changes, clock, on_state
        self.dispatcher = dispatcher
        self.resolution = Resolution(stores.changes, stores.job_claims, dispatcher.wake, clock)

    def now(self) -> float:
        """Unix seconds."""
        return self._clock()

    async def accept(self, change: Change) -> Accepted:
        """Stores the change. The same idempotency key is always the same change.

        Raises `Busy` when that can't be done in time. The insert that is still running then counts:
        another press with the same key returns its change.
        """
        now = self._clock()
        fresh = change.but(created_at=now, updated_at=now, due_at=now)
        try:
            accepted = await asyncio.wait_for(
                asyncio.shield(self._store.accept(fresh)), ACCEPT_WITHIN
            )
        except TimeoutError:
            raise Busy from None
        except BotError as error:
            log.error("accepting a change failed, answering busy", problem=type(error).__name__)
            raise Busy from None
        if accepted.is_new:
            self._on_state(change.action, "asked")
            self.dispatcher.wake()
        return accepted

    async def press(self, change: Change) -> Accepted:
        """`accept` for a button: where the earlier change ended undone, the press is a new change.

        Raises `Busy`.
        """
        accepted = await self.accept(change)
        for number in range(1, MOST_PRESSES):
            earlier = accepted.change
            ended_at = earlier.finished_at or earlier.updated_at
            if accepted.is_new or earlier.state not in ENDED_UNDONE:
                break
            if self._clock() - ended_at < DOUBLE_CLICK:
                break
            key = f"{change.key}:again{number}"
            accepted = await self.accept(change.but(id=change_id(key), key=key))
        return accepted

    async def undoable(self, change_id: str) -> Change | None:
        """The update behind an *Undo*, while it can be undone."""
        change = await self._store.get(change_id)
        if change is None or undo.open_until(change) <= self._clock():
            return None
        return change
