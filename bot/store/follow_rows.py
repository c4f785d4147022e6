"""A follow as it is stored: its row, read and written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.jobs.change import Member
from bot.jobs.follows import Criteria, Pause
from bot.store.change_rows import member_of
from bot.store.member_tables import followed_jobs, follows, read_cards, told_jobs
from bot.store.schema import Row, cards


@dataclass(frozen=True)
class Follow:
    """`member`: with whose account it looks. Times are Unix seconds. `due_at`: of the next look, None for
    none. `watermark`: the newest change seen, of PropOps's clock; None until the first look. `pending`:
    uuid → facts of jobs that it is telling; `tried_at`: since when. `paused_at`: since when it
    rests. `version`: grows with each time it is set.
    """

    id: str
    member: Member
    channel: str
    criteria: Criteria
    at: float
    due_at: float | None = None
    watermark: float | None = None
    pending: Mapping[str, str] = field(default_factory=dict)
    paused: Pause = ""
    tried_at: float = 0.0
    paused_at: float = 0.0
    version: int = 1


def row_of(follow: Follow) -> dict[str, Any]:
    return {
        "id": follow.id,
        "enterprise": follow.member.enterprise,
        "team": follow.member.team,
        "user_id": follow.member.user,
        "channel": follow.channel,
        "criteria": json.dumps(follow.criteria.written()),
        "pending": json.dumps(dict(follow.pending)) if follow.pending else "",
        "paused": follow.paused,
        "at": follow.at,
        "due_at": follow.due_at,
        "watermark": follow.watermark,
        "tried_at": follow.tried_at,
        "paused_at": follow.paused_at,
        "version": follow.version,
    }


def follow_of(row: Row) -> Follow:
    return Follow(
        row.id,
        member_of(row),
        row.channel,
        Criteria.read(_object(row.criteria)),
        row.at,
        row.due_at,
        row.watermark,
        {str(uuid): str(facts) for uuid, facts in _object(row.pending).items()},
        row.paused,
        row.tried_at,
        row.paused_at,
        row.version,
    )


def _object(text: str) -> Mapping[str, Any]:
    """Empty for what is damaged."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def remove_of_workspace(connection: sa.Connection, team: str) -> None:
    """The app was removed there. Inside a transaction."""
    theirs = sa.select(follows.c.id).where(follows.c.team == team)
    connection.execute(followed_jobs.delete().where(followed_jobs.c.follow_id.in_(theirs)))
    for table in (follows, told_jobs):
        connection.execute(table.delete().where(table.c.team == team))
    jobs = sa.select(cards.c.job_uuid).where(cards.c.team == team)  # by which it is found
    here = read_cards.c.team == team, read_cards.c.job_uuid.in_(jobs)
    connection.execute(read_cards.delete().where(*here))
