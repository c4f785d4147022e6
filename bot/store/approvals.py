"""What waits for approval: one row a change, decided once by compare-and-set."""

from collections.abc import Callable
from dataclasses import asdict

import orjson
import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store.approval_rows import (
    BY_CHANGE,
    Approval,
    ApprovalRows,
    ApprovalState,
    Decided,
    Decision,
    DecisionKind,
)
from bot.store.audit_log import AuditEntry, append
from bot.store.change_log import append_event
from bot.store.database import Database, upsert
from bot.store.encryption import Encryption
from bot.store.indexes import AWAITS_DECISION
from bot.store.schema import approvals, changes

__all__ = ["Approval", "ApprovalState", "ApprovalStore", "Decided", "Decision", "DecisionKind"]

_ENDS: dict[DecisionKind, ApprovalState] = {
    "approve": "approved",
    "reject": "rejected",
    "withdraw": "withdrawn",
    "expire": "expired",
}
_NOBODY = Member("", "", "")


class ApprovalStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, encryption: Encryption, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock
        self._rows = ApprovalRows(encryption)

    async def get(self, change_id: str) -> Approval | None:
        return await self._db.call(lambda connection: self._rows.read(connection, change_id))

    async def open(self, approval: Approval) -> None:
        """Asks, or asks anew, in place of the round before."""
        row = asdict(approval)
        del row["decisions"]
        row["approvers"] = orjson.dumps(list(approval.approvers)).decode()
        now = self._clock()
        detail = {"round": approval.round - 1}
        void = AuditEntry(
            "approval.void", _NOBODY, "", "", approval.change_id, "asked again", detail
        )

        def insert(connection: sa.Connection) -> None:
            connection.execute(_PUT[connection.dialect.name], row)
            if approval.round > 1:
                append(connection, [void], now)

        await self._db.call(insert)

    async def record_card(self, change_id: str, channel: str, ts: str) -> None:
        """Where its card is."""
        await self._set(change_id, channel=channel, ts=ts)

    async def decide(
        self, change_id: str, round_: int, member: Member, kind: DecisionKind, reason: str = ""
    ) -> Decided | None:
        """One decision. With the last one needed the change goes on in the same transaction.

        None when there is nothing of the kind. A round that is over counts nobody, nor does a yes
        or no after its time, which ends it; taking back is possible in any round.
        """
        now = self._clock()

        def settle(connection: sa.Connection) -> Decided | None:
            row = connection.execute(_LOCKED, {"id_": change_id}).one_or_none()
            if row is None:
                return None
            approval = self._rows.with_decisions(connection, row)
            decided_before = member.user and any(
                each.member.user == member.user for each in approval.decisions
            )
            late = row.round != round_ and kind != "withdraw"
            over = row.state != "open" or late or not _change_waits(connection, change_id)
            if over or (decided_before and kind == "approve"):
                return Decided(approval, counted=False)
            if kind in {"approve", "reject"} and 0 < row.expires_at <= now:
                self._rows.add_decision(connection, row, Decision(_NOBODY, "expire", "", now))
                _end(connection, change_id, "expired", now)
                _record_decision(connection, change_id, _NOBODY, "expire", now)
                return Decided(self._rows.read(connection, change_id) or approval, counted=False)
            # an approval may become a rejection before there were enough
            self._rows.add_decision(connection, row, Decision(member, kind, reason, now))
            approving = len(approval.approved_by) + 1
            if kind == "approve" and approving < row.needed:
                _record_decision(connection, change_id, member, kind, now, outcome="one of two")
            else:
                _end(connection, change_id, _ENDS[kind], now)
                _record_decision(connection, change_id, member, kind, now, reason)
            return Decided(self._rows.read(connection, change_id) or approval, counted=True)

        return await self._db.call(settle)

    async def due(self, now: float, limit: int = 50) -> list[Approval]:
        """Open ones whose next reminder or end has come."""
        query = (
            sa.select(approvals)
            .join(changes, changes.c.id == approvals.c.change_id)
            .where(AWAITS_DECISION, approvals.c.next_at <= now)
            .where(changes.c.state == "waiting")
            .order_by(approvals.c.next_at)
            .limit(limit)
        )

        def read(connection: sa.Connection) -> list[Approval]:
            return [
                self._rows.with_decisions(connection, row)
                for row in connection.execute(query).all()
            ]

        return await self._db.call(read)

    async def take_reminder(self, approval: Approval, sent: int, next_at: float) -> bool:
        """Takes the reminder after which `sent` count as sent; False when another process has taken it."""
        statement = (
            approvals.update()
            .where(approvals.c.change_id == approval.change_id, approvals.c.state == "open")
            .where(
                approvals.c.reminders_sent == approval.reminders_sent,
                approvals.c.round == approval.round,
            )
            .values(reminders_sent=sent, next_at=next_at)
        )
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def return_reminder(self, approval: Approval, sent: int, next_at: float) -> None:
        """The reminder that was taken so did not get out: it is due again at `next_at`."""
        statement = (
            approvals.update()
            .where(approvals.c.change_id == approval.change_id, approvals.c.state == "open")
            .where(
                approvals.c.reminders_sent == sent,
                approvals.c.round == approval.round,
            )
            .values(reminders_sent=approval.reminders_sent, next_at=next_at)
        )
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def add_approvers(self, change_id: str, approvers: tuple[str, ...]) -> None:
        """Lets more people decide."""
        await self._set(change_id, approvers=orjson.dumps(list(approvers)).decode())

    async def take_case_note(self, change_id: str) -> bool:
        """True for the first caller: the case note is theirs to write."""
        statement = (
            approvals.update()
            .where(approvals.c.change_id == change_id, sa.not_(approvals.c.case_noted))
            .values(case_noted=True)
        )
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def _set(self, change_id: str, **columns: object) -> None:
        statement = approvals.update().where(approvals.c.change_id == change_id).values(**columns)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)


def _change_waits(connection: sa.Connection, change_id: str) -> bool:
    """Withdrawn by another way, a change waits for nobody any more."""
    query = sa.select(changes.c.state).where(changes.c.id == change_id).with_for_update()
    return bool(connection.execute(query).scalar() == "waiting")


def _end(connection: sa.Connection, change_id: str, state: ApprovalState, now: float) -> None:
    """Ends the round and hands the change back to its workflow."""
    connection.execute(
        approvals.update().where(approvals.c.change_id == change_id).values(state=state)
    )
    connection.execute(
        changes.update()
        .where(changes.c.id == change_id, changes.c.state == "waiting")
        .values(state="asked", due_at=now, updated_at=now)
    )


def _record_decision(
    connection: sa.Connection,
    change_id: str,
    member: Member,
    kind: DecisionKind,
    now: float,
    reason: str = "",
    *,
    outcome: str = "",
) -> None:
    append_event(connection, change_id, now, kind, member.user)
    detail = (
        {"reason": "given"} if reason else {}
    )  # the words are kept encrypted, with the decision
    ended = outcome or _ENDS[kind]
    line = AuditEntry(f"approval.{kind}", member, subject=change_id, outcome=ended, detail=detail)
    append(connection, [line], now)


_LOCKED = BY_CHANGE.with_for_update()
_PUT = upsert(approvals)
