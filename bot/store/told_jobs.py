"""What a channel was told of the jobs it follows, by whichever of its follows.

Kept beside what each follow knows, so that two that overlap tell a change once. Inside a transaction that
holds the rows of the channel's follows.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from bot.store.database import upsert
from bot.store.member_tables import follows, told_jobs


def told_already(
    connection: sa.Connection, team: str, channel: str, facts: Mapping[str, str]
) -> set[str]:
    """Uuids of those that the channel was told as these facts (uuid → facts)."""
    values = {"team_": team, "channel_": channel, "jobs_": sorted(facts)}
    rows = connection.execute(_TOLD, values).all()
    return {row.job_uuid for row in rows if facts[row.job_uuid] == row.facts}


def note_told(connection: sa.Connection, team: str, channel: str, facts: Mapping[str, str]) -> None:
    """The channel has been told these (uuid → facts)."""
    rows = [
        {"team": team, "channel": channel, "job_uuid": uuid, "facts": each}
        for uuid, each in sorted(facts.items())
    ]
    if rows:
        connection.execute(_PUT[connection.dialect.name], rows)


def forget_unless_followed(connection: sa.Connection, team: str, channel: str) -> None:
    """Nothing is kept of a channel that follows nothing any more."""
    connection.execute(_FORGET, {"team_": team, "channel_": channel})


_HERE = told_jobs.c.team == sa.bindparam("team_"), told_jobs.c.channel == sa.bindparam("channel_")
_TOLD = sa.select(told_jobs.c.job_uuid, told_jobs.c.facts).where(
    *_HERE, told_jobs.c.job_uuid.in_(sa.bindparam("jobs_", expanding=True))
)
_PUT = upsert(told_jobs)
_FOLLOWED = sa.exists().where(
    follows.c.team == sa.bindparam("team_"), follows.c.channel == sa.bindparam("channel_")
)
_FORGET = told_jobs.delete().where(*_HERE, ~_FOLLOWED)
