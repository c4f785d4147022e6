"""How much of each kind waits, and how long: one statement over what is open, never over history."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.deferred_tasks import NOT_DAILY
from bot.store.indexes import AWAITS_DECISION, WAITS_FOR_SOMEBODY
from bot.store.promises import SETTLED_AT, WAITS
from bot.store.schema import (
    approvals,
    changes,
    deferred_tasks,
    in_states,
    is_open,
    kept_presses,
    promises,
    tokens,
)

OPEN_STATES = ("asked", "waiting", "applying", "checking", "unknown")
WAITERS = ("turn", "propops", "approval", "decision")
LINK_STATES = ("ok", "expiring", "ended", "dead")
QUEUES = ("deferred tasks", "kept presses", "promises")
EXPIRING = 7 * 86400.0
"""Seconds before its end from which a link counts as expiring."""


@dataclass(frozen=True)
class Standing:
    """Numbers by the words of `OPEN_STATES`, `WAITERS` (seconds), `LINK_STATES` and `QUEUES`."""

    open: dict[str, float]
    oldest: dict[str, float]
    approvals: int
    links: dict[str, float]
    queues: dict[str, float]

    @classmethod
    def empty(cls) -> "Standing":
        """Nothing waits."""
        return cls(
            open=dict.fromkeys(OPEN_STATES, 0.0),
            oldest=dict.fromkeys(WAITERS, 0.0),
            approvals=0,
            links=dict.fromkeys(LINK_STATES, 0.0),
            queues=dict.fromkeys(QUEUES, 0.0),
        )

    @property
    def numbers(self) -> dict[str, dict[str, float]]:
        """By the name of their metric."""
        return {
            "changes_open": self.open,
            "oldest_waiting_seconds": self.oldest,
            "links": self.links,
            "queue_length": self.queues,
        }

    @property
    def queue_depth(self) -> float:
        """Changes that the bot itself moves on."""
        return self.open["asked"] + self.open["applying"] + self.open["checking"]


class StandingNumbers:
    """`clock`: Unix seconds."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def read(self) -> Standing:
        """Raises `DatabaseDown`."""
        now = self._clock()
        values = {"now": now, "soon": now + EXPIRING}
        row = await self._db.call(
            lambda connection: connection.execute(_STANDING, values).mappings().one()
        )

        def age(name: str) -> float:
            since = row[name]
            return 0.0 if since is None else max(0.0, now - since)

        return Standing(
            open={state: row[state] for state in OPEN_STATES},
            oldest={name: age(f"oldest_{name}") for name in WAITERS},
            approvals=row["approvals"],
            links={state: row[f"link_{state}"] for state in LINK_STATES},
            queues={name: row[name] for name in QUEUES},
        )


def _counted(where: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.func.count().filter(where)


_now = sa.bindparam("now", type_=sa.Double)
_soon = sa.bindparam("soon", type_=sa.Double)
_UNSENT = sa.or_(changes.c.held, in_states(changes, {"checking"}))
_open = (
    sa.select(
        *(
            _counted(in_states(changes, {state})).label(state)
            for state in ("asked", "applying", "checking")
        ),
        sa.func.min(changes.c.due_at).filter(~changes.c.held).label("oldest_turn"),
        sa.func.min(changes.c.created_at).filter(_UNSENT).label("oldest_propops"),
    )
    .where(is_open(changes))
    .subquery("opened")
)
_undecided = (
    sa.select(
        _counted(in_states(changes, {"waiting"})).label("waiting"),
        _counted(in_states(changes, {"unknown"})).label("unknown"),
        sa.func.min(changes.c.updated_at)
        .filter(in_states(changes, {"unknown"}))
        .label("oldest_decision"),
    )
    .where(WAITS_FOR_SOMEBODY)
    .subquery("undecided")
)
_approvals = (
    sa.select(
        sa.func.count().label("approvals"),
        sa.func.min(approvals.c.asked_at).label("oldest_approval"),
    )
    .join(changes, changes.c.id == approvals.c.change_id)
    .where(AWAITS_DECISION, changes.c.state == "waiting")
    .subquery("asked_approvals")
)
_living = tokens.c.dead_at.is_(None)
_ends = sa.func.coalesce(tokens.c.expires_at, _soon + 1)
_links = sa.select(
    _counted(sa.and_(_living, _ends > _soon)).label("link_ok"),
    _counted(sa.and_(_living, _ends > _now, _ends <= _soon)).label("link_expiring"),
    _counted(sa.and_(_living, _ends <= _now)).label("link_ended"),
    _counted(tokens.c.dead_at.is_not(None)).label("link_dead"),
).subquery("links")


def _due(table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.count()).select_from(table).where(*where).scalar_subquery()


_STANDING = sa.select(
    *_open.c,
    *_undecided.c,
    *_approvals.c,
    *_links.c,
    _due(deferred_tasks, deferred_tasks.c.due_at <= _now, NOT_DAILY).label("deferred tasks"),
    _due(kept_presses, kept_presses.c.due_at <= _now).label("kept presses"),
    _due(promises, WAITS, _now >= SETTLED_AT).label("promises"),
).select_from(_open.join(_undecided, sa.true()).join(_approvals, sa.true()).join(_links, sa.true()))
