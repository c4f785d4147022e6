"""One decision, whoever presses first; two people where two are needed."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.jobs.change import Member
from bot.store.approvals import Approval, ApprovalStore
from bot.store.audit_log import AuditLog
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.link_tickets import LinkTicketStore
from bot.store.sent_notices import SentNoticeStore
from tests.store.samples import ALICE, BOB, Clock, a_change

CAROL, DAVE = Member("", "T1", "UCAROL"), Member("", "T1", "UDAVE")
Wait = Callable[..., Awaitable[str]]


@pytest.fixture
def approvals(db: Database, encryption: Encryption, clock: Clock) -> ApprovalStore:
    return ApprovalStore(db, encryption, clock)


@pytest.fixture
def waiting(store: ChangeStore, approvals: ApprovalStore, clock: Clock) -> Wait:
    async def wait(needed: int = 1) -> str:
        change = a_change()
        await store.accept(change)
        await store.move(change.id, {"asked"}, "waiting")
        asked = Approval(change.id, 1, needed, "Dear.", ("UBOB",), next_at=clock() + 60)
        await approvals.open(asked)
        return change.id

    return wait


async def test_many_at_once_are_one_decision(
    waiting: Wait, approvals: ApprovalStore, store: ChangeStore, db: Database
) -> None:
    id_ = await waiting()
    said = await asyncio.gather(
        *(approvals.decide(id_, 1, Member("", "T1", f"U{n}"), "approve") for n in range(8)),
        approvals.decide(id_, 1, BOB, "reject", "No."),
    )
    assert [each.counted for each in said if each].count(True) == 1
    change = await store.get(id_)
    assert change is not None
    assert change.state == "asked"
    known = await approvals.get(id_)
    assert known is not None
    assert len(known.decisions) == 1
    assert (await AuditLog(db).verify()).broken is None


async def test_two_different_people_where_two_are_needed(
    waiting: Wait, approvals: ApprovalStore, store: ChangeStore
) -> None:
    id_ = await waiting(needed=2)
    for who, counted in ((CAROL, True), (CAROL, False), (DAVE, True), (BOB, False)):
        said = await approvals.decide(id_, 1, who, "approve")
        assert said is not None
        assert said.counted is counted
        change = await store.get(id_)
        assert change is not None
        assert change.state == ("asked" if who in {DAVE, BOB} else "waiting")


async def test_a_round_that_is_over_counts_nobody(waiting: Wait, approvals: ApprovalStore) -> None:
    id_ = await waiting()
    await approvals.open(Approval(id_, 2, 1, "Anew.", ("UBOB",)))
    said = await approvals.decide(id_, 1, BOB, "approve")
    assert said is not None
    assert not said.counted
    assert (await approvals.decide("S-none", 1, BOB, "approve")) is None


async def test_a_reminder_is_taken_by_one_process(
    waiting: Wait, approvals: ApprovalStore, clock: Clock
) -> None:
    await waiting()
    assert await approvals.due(clock()) == []
    clock.now += 61
    [known] = await approvals.due(clock())
    assert sorted([await approvals.take_reminder(known, 1, clock() + 60) for _ in range(3)]) == [
        False,
        False,
        True,
    ]
    assert await approvals.due(clock()) == []


async def test_an_address_is_used_once_and_takes_the_others_along(
    db: Database, encryption: Encryption, clock: Clock
) -> None:
    tickets = LinkTicketStore(db, encryption, clock)
    first, second, theirs = [(await tickets.issue(who)).text for who in (ALICE, ALICE, BOB)]
    ticket = await tickets.find_valid(first)
    assert ticket is not None
    assert ticket.member == ALICE
    assert sorted(await asyncio.gather(*(tickets.use(ticket) for _ in range(5)))) == [False] * 4 + [
        True
    ]
    assert await tickets.find_valid(first) is None
    assert await tickets.find_valid(second) is None
    assert await tickets.find_valid(theirs) is not None
    clock.now += 15 * 60
    assert await tickets.find_valid(theirs) is None
    for made_up in ("", "x" * 200, first[:-2] + "AA", "é" * 100):
        assert await tickets.find_valid(made_up) is None


async def test_a_notice_is_sent_once_unless_it_reached_nobody(db: Database, clock: Clock) -> None:
    notices = SentNoticeStore(db, clock)
    assert [await notices.claim("a"), await notices.claim("a")] == [True, False]
    await notices.release("a")
    assert [await notices.claim("a"), await notices.claim("b")] == [True, True]
