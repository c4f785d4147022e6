"""An approval and its decisions as rows, and back."""

from dataclasses import dataclass, field
from typing import Literal

import orjson
import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.schema import Row, approval_decisions, approvals

ApprovalState = Literal["open", "approved", "rejected", "withdrawn", "expired"]
DecisionKind = Literal["approve", "reject", "withdraw", "expire"]


@dataclass(frozen=True)
class Decision:
    """`at` in Unix seconds. Nobody (an empty user) decides that time is up."""

    member: Member
    decision: DecisionKind
    reason: str
    at: float


@dataclass(frozen=True)
class Approval:
    """`round` grows each time it is asked again. `approvers`: users and groups that may decide.

    `needed`: how many different people. `job_updated_at`: of the job when it was asked.
    `amount` in pounds. `case_noted`: the case note was begun. Times are Unix seconds.
    """

    change_id: str
    round: int
    needed: int
    why: str
    approvers: tuple[str, ...]
    state: ApprovalState = "open"
    amount: float | None = None
    channel: str = ""
    ts: str = ""
    job_updated_at: str = ""
    reminders_sent: int = 0
    asked_at: float = 0.0
    expires_at: float = 0.0
    next_at: float = 0.0
    case_noted: bool = False
    decisions: tuple[Decision, ...] = field(default=(), compare=False)

    @property
    def approved_by(self) -> tuple[Member, ...]:
        return tuple(each.member for each in self.decisions if each.decision == "approve")


@dataclass(frozen=True)
class Decided:
    """`counted`: this very call made a difference; else somebody was first, or had decided already."""

    approval: Approval
    counted: bool


def read_approval(connection: sa.Connection, change_id: str) -> Approval | None:
    """The approval of a change, with the decisions of its round, inside a transaction."""
    row = connection.execute(BY_CHANGE, {"id_": change_id}).one_or_none()
    return None if row is None else with_decisions(connection, row)


def with_decisions(connection: sa.Connection, row: Row) -> Approval:
    """The approval of this row, with the decisions of its round."""
    found = connection.execute(_DECISIONS, {"id_": row.change_id, "round_": row.round})
    decisions = tuple(
        Decision(
            Member(each.enterprise, each.team, each.user_id), each.decision, each.reason, each.at
        )
        for each in found
    )
    values = {
        name: getattr(row, name) for name in Approval.__dataclass_fields__ if name in row._fields
    }
    return Approval(
        **{**values, "approvers": tuple(orjson.loads(row.approvers)), "decisions": decisions}
    )


BY_CHANGE = sa.select(approvals).where(approvals.c.change_id == sa.bindparam("id_"))
_DECISIONS = (
    sa.select(approval_decisions)
    .where(
        approval_decisions.c.change_id == sa.bindparam("id_"),
        approval_decisions.c.round == sa.bindparam("round_"),
    )
    .order_by(approval_decisions.c.id)
)
