"""Approvals and decisions as rows, and back. The reason of a decision is encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import REASON_IN_CLEAR
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


class ApprovalRows:
    """Each method works within a transaction under way."""

    def __init__(self, encryption: Encryption) -> None:
        self._encryption = encryption

    def read(self, connection: sa.Connection, change_id: str) -> Approval | None:
        row = connection.execute(BY_CHANGE, {"id_": change_id}).one_or_none()
        return None if row is None else self.with_decisions(connection, row)

    def with_decisions(self, connection: sa.Connection, row: Row) -> Approval:
        """`row` of `approvals`, with the decisions of its round."""
        found = connection.execute(_DECISIONS, {"id_": row.change_id, "round_": row.round})
        decisions = tuple(self._decision(each) for each in found)
        values = {
            name: getattr(row, name)
            for name in Approval.__dataclass_fields__
            if name in row._fields
        }
        return Approval(
            **{**values, "approvers": tuple(orjson.loads(row.approvers)), "decisions": decisions}
        )

    def add_decision(self, connection: sa.Connection, row: Row, decision: Decision) -> None:
        """In the round of `row`. A member's earlier decision is replaced; it stays in the audit log."""
        member = decision.member
        round_ = {"change_id": row.change_id, "round": row.round, "user_id": member.user}
        values: dict[str, Any] = {
            "enterprise": member.enterprise,
            "team": member.team,
            "decision": decision.decision,
            "at": decision.at,
        } | self._reason(decision.reason)
        table = approval_decisions
        mine = [table.c[name] == value for name, value in round_.items()]
        if not connection.execute(table.update().where(*mine).values(values)).rowcount:
            connection.execute(table.insert().values(round_ | values))

    def encrypt_reasons(self, connection: sa.Connection, limit: int) -> int:
        """Encrypts reasons that earlier releases stored in clear; how many that were."""
        table = approval_decisions
        query = sa.select(table.c.id, table.c.reason).where(REASON_IN_CLEAR).limit(limit)
        rows: Sequence[Row] = connection.execute(query).all()
        for row in rows:
            values = self._reason(row.reason)
            connection.execute(table.update().where(table.c.id == row.id).values(values))
        return len(rows)

    def _reason(self, reason: str) -> dict[str, Any]:
        encrypted = self._encryption.encrypt(reason.encode()) if reason else None
        return {"reason": "", "encrypted": encrypted}

    def _decision(self, row: Row) -> Decision:
        """A reason that can't be decrypted is left out: the decision stands."""
        reason = row.reason
        if row.encrypted is not None:
            try:
                reason = self._encryption.decrypt(row.encrypted).decode()
            except CannotDecrypt:
                reason = ""
        member = Member(row.enterprise, row.team, row.user_id)
        return Decision(member, row.decision, reason, row.at)


BY_CHANGE = sa.select(approvals).where(approvals.c.change_id == sa.bindparam("id_"))
_DECISIONS = (
    sa.select(approval_decisions)
    .where(
        approval_decisions.c.change_id == sa.bindparam("id_"),
        approval_decisions.c.round == sa.bindparam("round_"),
    )
    .order_by(approval_decisions.c.id)
)
