"""The runs in the durable engine's database: which are open or ended, resumed and deleted."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
import structlog
from dbos import DBOS

from bot.engine.takeover import PendingRun
from bot.jobs.change import Json
from bot.store.database import DatabaseDown, cause_of

_PAGE = 500
_PENDING = ["PENDING"]
_OPEN = ["PENDING", "ENQUEUED", "DELAYED"]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = structlog.get_logger(__name__)


class StoredRuns:
    """Every method that reads raises `DatabaseDown`."""

    def __init__(self, executor: str, most_takeovers: int) -> None:
        self._executor, self._most_takeovers = executor, most_takeovers

    async def own_pending(self) -> set[str]:
        """The runs that are recorded as running in this process."""
        return {row.workflow_id for row in await _rows(_PENDING, executor_id=self._executor)}

    async def pending(self, executor: str | None) -> Sequence[PendingRun]:
        """The runs that are recorded as running: in one executor, or in all."""
        more: Json = {} if executor is None else {"executor_id": executor}
        rows = await _rows(_PENDING, **more)
        return [PendingRun(row.workflow_id, row.executor_id or "") for row in rows]

    async def unfinished(self) -> int:
        """How many runs have not ended, in whatever process."""
        return len(await _rows(_OPEN, limit=None))

    async def resume(self, runs: Sequence[str]) -> None:
        await DBOS.resume_workflows_async(list(runs))

    async def take_over(self, runs: Sequence[str]) -> None:
        """Resumes runs of a dead process. One that was taken over too often is cancelled: it may be
        what kills them, and resuming resets the library's own count of attempts.
        """
        for row in await _rows(_PENDING, workflow_ids=list(runs)):
            run, count = row.workflow_id, int((row.attributes or {}).get("takeovers", 0)) + 1
            if count > self._most_takeovers:
                log.error("a run was taken over too often, giving it up", run=run)
                await DBOS.cancel_workflow_async(run)
            else:
                await DBOS.update_workflow_attributes_async(run, {"takeovers": count}, merge=True)
                await self.resume([run])

    async def purge(self, before: float) -> int:
        """Deletes ended runs started before then (Unix seconds); says how many."""
        until = datetime.fromtimestamp(before, UTC).isoformat()
        deleted = 0
        while True:
            ids = [row.workflow_id for row in await _rows(_ENDED, end_time=until)]
            if not ids:
                return deleted
            await DBOS.delete_workflows_async(ids)
            deleted += len(ids)


async def _rows(states: list[str], *, limit: int | None = _PAGE, **more: Any) -> list[Any]:
    try:
        return list(
            await DBOS.list_workflows_async(
                status=states, limit=limit, load_input=False, load_output=False, **more
            )
        )
    except sa.exc.SQLAlchemyError as error:
        raise DatabaseDown(cause_of(error)) from None
