"""Whether the contractor of a job was seen to act on it: one row for a job, for all replicas.

It counts for the contractor that the job had, and for what they were told before that moment.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

import sqlalchemy as sa

from bot.jobs.next_step import Told
from bot.store.database import Database, upsert
from bot.store.indexes import JOB_EXISTS
from bot.store.member_tables import contractor_acts
from bot.store.schema import cards

_AT_ONCE = 200
"""Jobs of one statement."""


class ContractorAct(NamedTuple):
    """`acted_at`: when the contractor did something last, 0 for never. `looked_at`: when PropOps was last
    asked whether they did. Unix seconds. `looks`: how often it was.
    """

    contractor_id: int | None = None
    acted_at: float = 0.0
    looked_at: float = 0.0
    looks: int = 0

    def since(self, told: Told) -> float | None:
        """When the contractor who was told has acted since."""
        is_theirs = self.contractor_id is not None and self.contractor_id == told.contractor_id
        return self.acted_at if is_theirs and self.acted_at > told.at else None


class ContractorActs:
    """`clock`: Unix seconds. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def of_jobs(self, team: str, uuids: Collection[str]) -> dict[str, ContractorAct]:
        """By uuid, of those jobs of which anything is known."""
        wanted = sorted(uuids)

        def read(connection: sa.Connection) -> dict[str, ContractorAct]:
            found: dict[str, ContractorAct] = {}
            for at in range(0, len(wanted), _AT_ONCE):
                values = {"team_": team, "jobs": wanted[at : at + _AT_ONCE]}
                for uuid, *row in connection.execute(_OF_JOBS, values):
                    found[uuid] = ContractorAct(*row)
            return found

        return await self._db.call(read) if wanted else {}

    async def take_look(self, team: str, uuid: str, every: float) -> ContractorAct | None:
        """What is known, for the one caller who may ask PropOps now; None where somebody has within
        `every` seconds.
        """
        now = self._clock()

        def take(connection: sa.Connection) -> ContractorAct | None:
            act = act_of(connection, team, uuid)
            if act.looked_at and 0 <= now - act.looked_at < every:
                return None
            taken = act._replace(looked_at=now, looks=act.looks + 1)
            self._put(connection, team, uuid, taken)
            return taken

        return await self._db.call(take)

    async def note(self, team: str, uuid: str, contractor_id: int, acted_at: float) -> bool:
        """The contractor did something at that moment (Unix seconds); whether that is news, and the job's
        cards are to be drawn anew.
        """
        now = self._clock()

        def put(connection: sa.Connection) -> bool:
            act = act_of(connection, team, uuid)
            if act.contractor_id == contractor_id and act.acted_at >= acted_at:
                return False
            noted = act._replace(contractor_id=contractor_id, acted_at=acted_at)
            self._put(connection, team, uuid, noted)
            connection.execute(_CARDS_ARE_OLD, {"team_": team, "job_": uuid, "now_": now})
            return True

        return await self._db.call(put)

    def _put(self, connection: sa.Connection, team: str, uuid: str, act: ContractorAct) -> None:
        row = {"team": team, "job_uuid": uuid, **act._asdict()}
        connection.execute(_PUT[connection.dialect.name], row)


def act_of(connection: sa.Connection, team: str, uuid: str) -> ContractorAct:
    """Inside a transaction."""
    row = connection.execute(_OF_JOB, {"team_": team, "job_": uuid}).one_or_none()
    return ContractorAct(*row) if row is not None else ContractorAct()


_COLUMNS = [contractor_acts.c[name] for name in ContractorAct._fields]
_OF_JOB = sa.select(*_COLUMNS).where(
    contractor_acts.c.team == sa.bindparam("team_"),
    contractor_acts.c.job_uuid == sa.bindparam("job_"),
)
_OF_JOBS = sa.select(contractor_acts.c.job_uuid, *_COLUMNS).where(
    contractor_acts.c.team == sa.bindparam("team_"),
    contractor_acts.c.job_uuid.in_(sa.bindparam("jobs", expanding=True)),
)
_CARDS_ARE_OLD = (
    cards.update()
    .where(
        cards.c.team == sa.bindparam("team_"), cards.c.job_uuid == sa.bindparam("job_"), JOB_EXISTS
    )
    .values(next_at=sa.bindparam("now_", type_=sa.Double))
)
_PUT = upsert(contractor_acts)
