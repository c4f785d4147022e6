"""Which change made which job: a job is claimed by exactly one."""

from collections.abc import Callable, Collection

import sqlalchemy as sa

from bot.store.database import Database, insert_once
from bot.store.schema import job_claims


class JobClaimStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def claim(self, team: str, job_uuid: str, change_id: str) -> str:
        """The change that holds the job from now on: this one, or the one that came first."""
        now = self._clock()
        return await self._db.call(
            lambda connection: claim_job(connection, team, job_uuid, change_id, now)
        )

    async def claimed_by_others(
        self, team: str, job_uuids: Collection[str], by_other_than: str
    ) -> set[str]:
        """Those of the jobs that another change holds."""
        query = sa.select(job_claims.c.job_uuid).where(
            job_claims.c.team == team,
            job_claims.c.job_uuid.in_(list(job_uuids)),
            job_claims.c.change_id != by_other_than,
        )
        rows = await self._db.call(lambda connection: connection.execute(query).scalars().all())
        return set(rows)

    async def release(self, team: str, job_uuid: str, change_id: str) -> None:
        """Gives a claim back that came to nothing."""
        statement = job_claims.delete().where(
            job_claims.c.team == team,
            job_claims.c.job_uuid == job_uuid,
            job_claims.c.change_id == change_id,
        )
        await self._db.call(lambda connection: connection.execute(statement).rowcount)


def claim_job(
    connection: sa.Connection, team: str, job_uuid: str, change_id: str, now: float
) -> str:
    """The same as `JobClaimStore.claim`, inside a transaction."""
    row = {"team": team, "job_uuid": job_uuid, "change_id": change_id, "at": now}
    if connection.execute(_CLAIM[connection.dialect.name], row).rowcount == 1:
        return change_id
    return str(connection.execute(_HOLDER, {"team_": team, "job_": job_uuid}).scalar_one())


_HOLDER = sa.select(job_claims.c.change_id).where(
    job_claims.c.team == sa.bindparam("team_"), job_claims.c.job_uuid == sa.bindparam("job_")
)
_CLAIM = insert_once(job_claims)
