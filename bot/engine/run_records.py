"""What is recorded of runs, and by whom they are taken up: a row of our own tables for each run under way."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa
import structlog

from bot.engine import earlier_runs
from bot.engine.takeover import PendingRun
from bot.store import live_runs
from bot.store.database import Database
from bot.store.live_runs import LiveRun

log = structlog.get_logger(__name__)


class RunRecords:
    """Of one executor. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, executor: str, most_takeovers: int) -> None:
        self._db, self._executor, self._most_takeovers = db, executor, most_takeovers

    async def add(self, run: LiveRun, along: Callable[[sa.Connection], bool] | None) -> bool:
        """Whether the run is new, and this executor's. `along` is done in the same transaction, before it;
        where it says no, nothing is recorded.
        """

        def write(connection: sa.Connection) -> bool:
            if along is not None and not along(connection):
                return False
            return live_runs.add(connection, run, time.time())

        return await self._db.call(write)

    async def end(self, key: str) -> None:
        await self._db.call(lambda connection: live_runs.remove(connection, key, self._executor))

    async def count(self) -> int:
        return await self._db.call(live_runs.count)

    async def mine(self) -> set[str]:
        return {run.key for run in await self._all() if run.executor == self._executor}

    async def pending(self, executor: str | None) -> Sequence[PendingRun]:
        """Of one executor, or of all."""
        runs = [run for run in await self._all() if executor in {None, run.executor}]
        return [PendingRun(run.key, run.executor) for run in runs]

    async def take(self, keys: Sequence[str], *, counted: bool = True) -> Sequence[LiveRun]:
        """Runs that this executor has from now on. One that kills every process must end: it is not among them."""

        def move(connection: sa.Connection) -> Sequence[LiveRun]:
            wanted = set(keys)
            if connection.dialect.name == "postgresql":
                earlier = [run for run in earlier_runs.of_postgres(connection) if run.key in wanted]
                for run in earlier:
                    live_runs.add(connection, run, time.time())
                if earlier:
                    earlier_runs.end_in_postgres(connection, [run.key for run in earlier])
            taken = live_runs.take(connection, keys, self._executor, counted=counted)
            for run in taken:
                if run.takeovers > self._most_takeovers:
                    live_runs.remove(connection, run.key, self._executor)
            return taken

        taken = await self._db.call(move)
        for run in taken:
            if run.takeovers > self._most_takeovers:
                log.error("a run was taken over too often, giving it up", run=run.key)
        return [run for run in taken if run.takeovers <= self._most_takeovers]

    async def take_up_file(self, path: Path) -> None:
        """Runs of a release before, which had a file of their own: they are this executor's.

        A file that can't be read is left alone: the changes are begun anew once their leases are over.
        """
        try:
            left = await asyncio.to_thread(earlier_runs.of_file, path)
            if not left:
                return
            now = time.time()

            def write(connection: sa.Connection) -> None:
                for run in left:
                    mine = LiveRun(run.key, run.name, run.arg, self._executor)
                    live_runs.add(connection, mine, now)

            await self._db.call(write)
            await asyncio.to_thread(earlier_runs.end_in_file, path)
        except sqlite3.Error as error:
            log.warning(
                "runs of a release before can't be read", file=path.name, problem=str(error)
            )

    async def _all(self) -> Sequence[LiveRun]:
        def read(connection: sa.Connection) -> Sequence[LiveRun]:
            runs = list(live_runs.listed(connection))
            if connection.dialect.name == "postgresql":
                runs += earlier_runs.of_postgres(connection)
            return runs

        return await self._db.call(read)
