"""However often somebody is refused, the audit grows by two entries an hour and reason."""

from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.database import Database
from bot.store.refusals import FOLD_SECONDS, MOST_REASONS, RefusalLog
from tests.store.samples import ALICE, BOB, Clock


def refusal(reason: str = "Guests can't", member: Member = ALICE) -> AuditEntry:
    return AuditEntry("refused", member, place="C1", outcome=reason)


async def test_equal_refusals_are_an_entry_at_once_and_one_with_their_number(
    db: Database, clock: Clock
) -> None:
    audit = AuditLog(db, clock)
    log = RefusalLog(audit, clock)
    for _ in range(500):
        await log.record(refusal())
    await log.record(refusal(member=BOB))
    await log.close_due()
    assert len(await audit.entries()) == 2
    clock.now += FOLD_SECONDS
    await log.close_due()
    entries = [stored.entry for stored in await audit.entries()]
    assert [(each.member, dict(each.detail)) for each in entries] == [
        (ALICE, {}),
        (BOB, {}),
        (ALICE, {"times_more": 499}),
    ]
    await log.record(refusal())
    assert len(await audit.entries()) == 4
    assert (await audit.verify()).broken is None


async def test_the_next_hour_closes_the_one_before(db: Database, clock: Clock) -> None:
    audit = AuditLog(db, clock)
    log = RefusalLog(audit, clock)
    await log.record(refusal())
    await log.record(refusal())
    clock.now += FOLD_SECONDS
    await log.record(refusal())
    details = [dict(stored.entry.detail) for stored in await audit.entries()]
    assert details == [{}, {"times_more": 1}, {}]


async def test_ever_new_reasons_do_not_make_it_grow(db: Database, clock: Clock) -> None:
    audit = AuditLog(db, clock)
    log = RefusalLog(audit, clock)
    for number in range(MOST_REASONS * 10):
        await log.record(refusal(f"reason {number}"))
    assert len(await audit.entries()) == MOST_REASONS + 1
    await log.close_all()
    last = (await audit.entries())[-1].entry
    assert (last.outcome, dict(last.detail)) == (
        "other refusals",
        {"times_more": MOST_REASONS * 9 - 1},
    )
