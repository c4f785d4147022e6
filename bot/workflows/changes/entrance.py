"""A run enters its change in the very transaction in which the engine records the run, and finds here what
was read then. One that is brought back after a crash enters by a transaction of its own.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.lru_dict import LruDict
from bot.store.run_facts import TakenRows
from bot.store.runs import Entered, RunStore
from bot.workflows.changes.run_leases import RunLeases

_MOST = 2_000
_FRESH_SECONDS = 2.0
"""How long what was read counts: a run begins at once, or something is wrong."""


@dataclass(frozen=True)
class _Taken:
    rows: TakenRows
    writes: int
    until: float
    at: float = field(default_factory=time.monotonic)


class Entrance:
    """One for the process. What a run finds is taken once."""

    def __init__(self, runs: RunStore, leases: RunLeases) -> None:
        self._runs, self._leases = runs, leases
        self._taken: LruDict[tuple[str, int], _Taken] = LruDict(_MOST)

    def prepared(self, change_id: str, run: int) -> Callable[[sa.Connection], bool]:
        """To be called in a transaction, in a thread: whether run number `run` is the change's next, and has
        it from now on.
        """
        until, writes = self._leases.begin(), self._runs.link_writes()

        def enter(connection: sa.Connection) -> bool:
            rows = self._runs.take_next(connection, change_id, run, until)
            if rows is None:
                return False
            self._taken[change_id, run] = _Taken(rows, writes, until)
            return True

        return enter

    async def enter(self, change_id: str, run: int) -> tuple[Entered | None, float]:
        """What is known of the change, and until when the run has it. None: the run is stale.

        Raises `CannotDecrypt`, `DatabaseDown`.
        """
        taken = self._taken.pop((change_id, run), None)
        if taken is not None and time.monotonic() - taken.at < _FRESH_SECONDS:
            return self._runs.entered(taken.rows, taken.writes), taken.until
        until = self._leases.begin()
        return await self._runs.enter(change_id, run, until), until
