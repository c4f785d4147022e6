"""What the bot itself did to a job, and who asked for it, inside a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.jobs.change import Change, Member
from bot.store.change_rows import change_of
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import IS_DONE
from bot.store.member_tables import read_cards
from bot.store.schema import changes, in_states, is_open


@dataclass(frozen=True)
class OwnChanges:
    """`under_way`: a write of the bot's may have landed or not. `done`: in no order."""

    under_way: bool
    done: Sequence[Change]


def own_changes(
    connection: sa.Connection, encryption: Encryption, team: str, job_uuid: str, since: float
) -> OwnChanges:
    """Of a job, done since then (Unix seconds). Left out is what can't be decrypted.

    In this order: what ends between the two statements is among those that are done.
    """
    values = {"team_": team, "job_": job_uuid, "since_": since}
    under_way = connection.execute(_UNDER_WAY, values).first() is not None
    done = []
    for row in connection.execute(_DONE_SINCE, values).all():
        try:
            done.append(change_of(row, encryption))
        except CannotDecrypt:
            continue
    return OwnChanges(under_way, done)


def members_of(connection: sa.Connection, team: str, job_uuid: str) -> list[Member]:
    """Who worked on the job, or read it for a card of a channel that follows it; whoever did last first."""
    key = {"team_": team, "job_": job_uuid}
    rows = [*connection.execute(_MEMBERS, key), *connection.execute(_READERS, key)]
    newest = sorted(rows, key=lambda row: row[-1] or 0.0, reverse=True)
    return list(dict.fromkeys(Member(*row[:3]) for row in newest))


_OF_JOB = (changes.c.job_uuid == sa.bindparam("job_"), changes.c.team == sa.bindparam("team_"))
_UNDER_WAY = (
    sa.select(changes.c.id)
    .where(is_open(changes), in_states(changes, {"applying", "checking"}), *_OF_JOB)
    .limit(1)
)
_DONE_SINCE = sa.select(changes).where(
    *_OF_JOB, IS_DONE, changes.c.finished_at > sa.bindparam("since_", type_=sa.Double)
)
_MEMBERS = sa.select(
    *(changes.c[name] for name in ("enterprise", "team", "user_id", "finished_at"))
).where(*_OF_JOB, IS_DONE)
_READERS = sa.select(
    *(read_cards.c[name] for name in ("enterprise", "team", "user_id", "at"))
).where(read_cards.c.job_uuid == sa.bindparam("job_"), read_cards.c.team == sa.bindparam("team_"))
