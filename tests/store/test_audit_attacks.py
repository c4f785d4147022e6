"""What somebody with write access to the database can do to the audit, and whether it is seen."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot import logs
from bot.store.approvals import Approval, ApprovalStore
from bot.store.audit_gaps import gaps
from bot.store.audit_log import START, AuditEntry, AuditLog, _rows, printable
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.schema import approval_decisions, approvals, audit_log, changes, tokens
from bot.store.tokens import TokenStore
from bot.workflows.audit_witness import EVERY_ENTRIES, EVERY_SECONDS, AuditWitness
from tests.store.samples import ALICE, BOB, Clock, a_change

Attack = Callable[[sa.Connection], object]


@pytest.fixture
async def audit(db: Database, store: ChangeStore, encryption: Encryption, clock: Clock) -> AuditLog:
    """Twelve entries: three changes, one of them decided about, and a link."""
    log = AuditLog(db, clock)
    await TokenStore(db, encryption, clock).put(ALICE, "ab" * 32)
    await log.record(AuditEntry("link.made", ALICE))
    for key in ("1", "2", "3"):
        change = (await store.accept(a_change(key))).change
        clock.now += 60
        await store.move(change.id, {"asked"}, "waiting")
        if key == "3":
            decisions = ApprovalStore(db, encryption, clock)
            await decisions.open(Approval(change.id, 1, 1, "why", (BOB.user,)))
            await decisions.decide(change.id, 1, BOB, "reject", "no")
        await store.move(change.id, {"waiting", "asked"}, "refused")
    return log


async def seen(db: Database, audit: AuditLog, head: str) -> str:
    """How `verify` sees it: `chain`, `gaps`, `head` or nothing."""
    if (await audit.verify()).broken is not None:
        return "chain"
    if (await gaps(db)).number:
        return "gaps"
    hashes = {stored.hash for stored in await audit.entries()}
    return "" if head in hashes else "head"


def cut_from(seq: int) -> Attack:
    return lambda connection: connection.execute(audit_log.delete().where(audit_log.c.seq >= seq))


def rewrite_from(seq: int) -> Attack:
    """Other words from there on, with hashes that fit."""

    def rewrite(connection: sa.Connection) -> None:
        rows = connection.execute(
            sa.select(audit_log).where(audit_log.c.seq >= seq).order_by(audit_log.c.seq)
        ).all()
        cut_from(seq)(connection)
        previous = rows[0].previous
        for row in rows:
            entry = AuditEntry(row.what, BOB, subject=row.subject, outcome=row.outcome)
            [values] = _rows([entry], row.at, row.seq - 1, previous)
            connection.execute(audit_log.insert().values(values))
            previous = values["hash"]

    return rewrite


def both_from(seq: int) -> Attack:
    """The newest change, and all that tells of it, in every table."""

    def cut(connection: sa.Connection) -> None:
        newest = sa.select(changes.c.id).order_by(changes.c.seq.desc()).limit(1).scalar_subquery()
        id_ = connection.execute(sa.select(newest)).scalar()
        for table in (approval_decisions, approvals):
            connection.execute(table.delete().where(table.c.change_id == id_))
        connection.execute(changes.delete().where(changes.c.id == id_))
        cut_from(seq)(connection)

    return cut


def swap(connection: sa.Connection) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        connection.execute(audit_log.update().where(audit_log.c.seq == old).values(seq=new))


ATTACKS: dict[str, tuple[Attack, str]] = {
    "nothing": (lambda _: None, ""),
    "the tail cut": (cut_from(9), "gaps"),
    "the last entry cut": (cut_from(11), "gaps"),
    "the head cut": (
        lambda connection: connection.execute(audit_log.delete().where(audit_log.c.seq <= 2)),
        "chain",
    ),
    "the middle cut": (
        lambda connection: connection.execute(audit_log.delete().where(audit_log.c.seq == 5)),
        "chain",
    ),
    "emptied": (cut_from(0), "gaps"),
    "an entry edited": (
        lambda connection: connection.execute(
            audit_log.update().where(audit_log.c.seq == 4).values(as_whom="Somebody")
        ),
        "chain",
    ),
    "two entries swapped": (swap, "chain"),
    "a decision forgotten": (
        lambda connection: connection.execute(
            approval_decisions.update().values(decision="approve")
        ),
        "gaps",
    ),
    "a link made behind its back": (
        lambda connection: connection.execute(tokens.update().values(linked_at=9e9)),
        "gaps",
    ),
    "rewritten from a point": (rewrite_from(4), "head"),
    "both tables cut": (both_from(8), "head"),
}


@pytest.mark.parametrize("name", ATTACKS)
async def test_an_attack_is_seen(name: str, db: Database, audit: AuditLog) -> None:
    attack, expected = ATTACKS[name]
    head = (await audit.head()).hash
    await db.call(lambda connection: attack(connection) and None)
    assert await seen(db, audit, head) == expected


async def test_what_retention_empties_is_no_gap(
    db: Database, audit: AuditLog, store: ChangeStore, clock: Clock
) -> None:
    assert await store.purge(clock.now + 1) == 3
    assert await gaps(db) == (0, "")
    await db.call(lambda connection: cut_from(9)(connection) and None)
    assert (await gaps(db)).number > 0


async def test_the_log_is_told_at_first_each_hour_and_each_hundred_entries(
    db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[int, str]] = []
    monkeypatch.setattr(
        "bot.workflows.audit_witness.log.info",
        lambda _event, number, head: said.append((number, head)),
        raising=False,
    )
    audit = AuditLog(db, clock)
    witness = AuditWitness(audit, clock)
    await witness.watch()
    await witness.watch()
    assert said == [(0, printable(START))]
    for _ in range(EVERY_ENTRIES):
        await audit.record(AuditEntry("link.made", ALICE))
    await witness.watch()
    await witness.watch()
    clock.now += EVERY_SECONDS
    await witness.watch()
    await witness.tell()
    head = await audit.head()
    assert said[1:] == [(EVERY_ENTRIES, printable(head.hash))] * 3
    assert logs.mask_text(said[1][1]) == said[1][1], "the log does not hide it"


async def test_the_yes_of_the_second_approver_is_missed(
    db: Database, store: ChangeStore, encryption: Encryption, clock: Clock
) -> None:
    """Two approved: the line of the first does not stand for the second's."""
    change = (await store.accept(a_change("1"))).change
    await store.move(change.id, {"asked"}, "waiting")
    decisions = ApprovalStore(db, encryption, clock)
    await decisions.open(Approval(change.id, 1, 2, "why", (ALICE.user, BOB.user)))
    await decisions.decide(change.id, 1, ALICE, "approve")
    before = await AuditLog(db, clock).head()
    await decisions.decide(change.id, 1, BOB, "approve")
    assert (await gaps(db)).number == 0
    assert (await AuditLog(db, clock).head()).number == before.number + 1
    await db.call(lambda connection: cut_from(before.number + 1)(connection) and None)
    assert (await gaps(db)).number == 1


async def test_a_link_and_its_line_are_of_one_moment_though_the_clock_is_put_back(
    db: Database, encryption: Encryption, clock: Clock
) -> None:
    def back() -> float:
        clock.now -= 60
        return clock.now

    store = TokenStore(db, encryption, back)
    await store.put(ALICE, "ab" * 32, entry=AuditEntry("link.made", ALICE))
    assert await gaps(db) == (0, "")
