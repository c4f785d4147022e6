"""What the operator decides about a change, in one transaction each, whether the bot runs or not.

A decision is there before anybody is told of it: a deferred task tells, in whichever process runs the
bot now or next.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from bot.jobs.change import Change, State
from bot.store.audit_log import NOBODY, AuditEntry, append
from bot.store.change_log import append_event, attempts_of, set_aside
from bot.store.change_moves import locked, move, updated
from bot.store.database import Database
from bot.store.deferred_tasks import put_task
from bot.store.encryption import Encryption
from bot.store.job_claims import claim_job

OPERATOR_DECIDED = "operator decided"
"""A kind of deferred task: tells what an operator decided."""
COMMAND_LINE = "command line"
"""Where it happened, in the audit."""

Word = Literal["retry", "withdraw", "resolve"]


@dataclass(frozen=True)
class OperatorDecision:
    """`expect`: the states it is about. `forbidden`: results of attempts that speak against it.

    `columns`: of `Change`, as `ChangeStore.move` takes them. `by`: who did it, as the machine knows
    them. `claims`: the uuid of the job that the change made.
    """

    word: Word
    expect: Collection[State]
    to: State
    by: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    forbidden: Collection[str] = ()
    claims: str = ""


class OperatorDecisionStore:
    """`clock`: Unix seconds. Raises `DatabaseDown`, and `CannotDecrypt` for a change that goes on."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._encryption, self._clock = db, encryption, clock

    async def decide(self, change_id: str, decision: OperatorDecision) -> Change | None:
        """None where the change is by now in another state, was sent, or the job is another change's."""
        now = self._clock()

        def settle(connection: sa.Connection) -> Change | None:
            row = locked(connection, change_id)
            if row is None or row.state not in decision.expect:
                return None
            attempts = attempts_of(connection, change_id)
            if any(each.result in decision.forbidden for each in attempts):
                return None
            if decision.claims:
                holder = claim_job(connection, row.team, decision.claims, change_id, now)
                if holder != change_id:
                    return None
            if decision.to == "asked":
                set_aside(connection, change_id, now)
            # a run under way may still write its outcome down: with its number it no longer can
            columns = {**decision.columns, "held": False, "due_at": now, "run": row.run + 1}
            change = move(
                connection, self._encryption, row, decision.expect, decision.to, now, columns
            )
            if change is not None:
                _record(connection, change, decision, now)
                put_task(connection, OPERATOR_DECIDED, change_id, now)
            return change

        return await self._db.call(settle)

    async def make_due(self, change_id: str, decision: OperatorDecision) -> bool:
        """An open change is tried again at once. Its member is told nothing but how it ends."""
        now = self._clock()

        def hurry(connection: sa.Connection) -> bool:
            row = locked(connection, change_id)
            if row is None or row.state not in decision.expect:
                return False
            updated(connection, row, {"due_at": now})
            entry = _entry(row.id, row.action, row.state, decision)
            append_event(connection, row.id, now, "operator", decision.word)
            append(connection, [entry], now)
            return True

        return await self._db.call(hurry)


def _record(
    connection: sa.Connection, change: Change, decision: OperatorDecision, now: float
) -> None:
    append_event(connection, change.id, now, "operator", decision.word)
    append(connection, [_entry(change.id, change.action, change.state, decision)], now)


def _entry(change_id: str, action: str, state: str, decision: OperatorDecision) -> AuditEntry:
    detail = {"action": action, "by": decision.by}
    return AuditEntry(
        f"operator.{decision.word}", NOBODY, "", COMMAND_LINE, change_id, state, detail
    )
