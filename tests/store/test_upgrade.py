"""A database of the first release opens with every later one, and loses nothing.

From the first release on each change of the schema is a migration of its own: this test upgrades
the database in `first_release` to the newest one, on SQLite and on Postgres, and reads it.
"""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from bot.jobs.change import change_id
from bot.jobs.outside_changes import Known
from bot.store.approvals import ApprovalStore
from bot.store.audit_log import AuditLog
from bot.store.cards import CardStore
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.drafts import DraftStore
from bot.store.encryption import Encryption
from bot.store.indexes import METADATA
from bot.store.job_claims import JobClaimStore
from bot.store.migrating import HEAD
from bot.store.sent_notices import SentNoticeStore
from bot.store.tokens import TokenStore
from bot.store.watched_jobs import WatchedJobStore
from tests.store import first_release
from tests.store.first_release.__main__ import schema
from tests.store.samples import ALICE, BOB, NOON, Clock, a_change

SENT, WAITING = change_id("T1:V1"), change_id("T1:V2")


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_first_migration_is_the_one_that_was_released(dialect: str) -> None:
    assert schema(dialect) == first_release.schema_file(dialect).read_text("utf-8"), (
        "the first migration was changed: databases in use were made by the old one, so write a "
        "new migration instead (before the first release: python -m tests.store.first_release)"
    )


@pytest.fixture
async def old(empty_database_url: str) -> AsyncIterator[Database]:
    """The database of the first release, opened by the code of today."""
    first_release.build(empty_database_url)
    db = await Database.open(empty_database_url)
    yield db
    await db.close()


async def test_it_is_upgraded_to_the_tables_of_today(old: Database) -> None:

    def state(connection: sa.Connection) -> tuple[object, list[object]]:
        version = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return version, list(compare_metadata(context, METADATA))

    assert await old.call(state) == (HEAD, [])


async def test_its_partial_indexes_hold_the_rows_that_the_statements_ask_for(old: Database) -> None:
    """Which the comparison above does not look at. Postgres writes conditions in its own way."""
    if old.dialect != "sqlite":
        pytest.skip("SQLite keeps the words of a condition, and needs them to be the same")
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    rows = await old.call(lambda connection: connection.execute(sa.text(query)).all())
    wanted = {
        index.name: str(CreateIndex(index).compile(dialect=sqlite.dialect()))
        for table in METADATA.tables.values()
        for index in table.indexes
    }
    assert dict(list(rows)) == wanted


async def test_changes_tokens_and_drafts_are_read_as_they_were_written(old: Database) -> None:
    clock, encryption = Clock(), Encryption([first_release.KEY])
    store = ChangeStore(old, encryption, clock)
    sent = await store.get(SENT)
    assert sent is not None
    assert (sent.key, sent.state, sent.run, sent.job_ref) == ("T1:V1", "done", 1, "JOB-001")
    assert sent.fields == {"job_title": "Leak", "access_details": first_release.ACCESS}
    assert [(each.number, each.result) for each in await store.attempts(SENT)] == [(1, "sent")]
    events = [each.what for each in await store.events(SENT)]
    assert events == ["asked", "run", "applying", "attempt", "done", "notifying"]
    link = await TokenStore(old, encryption, clock).get(ALICE)
    assert link is not None
    assert link.token == first_release.TOKEN
    (draft,) = await DraftStore(old, encryption).of(ALICE)
    assert draft.content["typed"]["access_details"] == first_release.ACCESS


async def test_what_was_under_way_goes_on(old: Database) -> None:
    clock, encryption = Clock(), Encryption([first_release.KEY])
    store, approvals = ChangeStore(old, encryption, clock), ApprovalStore(old, encryption, clock)
    again = await store.accept(a_change("T1:V1"))
    assert not again.is_new
    approval = await approvals.get(WAITING)
    assert approval is not None
    assert (approval.round, approval.needed, approval.approvers) == (1, 2, (BOB.user,))
    assert approval.approved_by == (BOB,)
    decided = await approvals.decide(WAITING, 1, ALICE, "approve")
    assert decided is not None
    assert decided.approval.state == "approved"
    assert [each.id for each in await store.due(NOON, 10)] == [WAITING]
    assert await JobClaimStore(old, clock).claim("T1", "u-1", "S-OTHER") == SENT
    (card,) = await CardStore(old).for_job("T1", "u-1")
    assert (card.ts, card.change_id, card.job_updated_at) == ("1.2", SENT, "2025-06-15")
    (task,) = await DeferredTaskStore(old).take(NOON + 600, 60)
    assert (task.kind, task.change_id) == ("remove undo", SENT)
    assert not await SentNoticeStore(old, clock).claim("link-ends:/T1/UALICE:1750000000:7")
    verified = await AuditLog(old, clock).verify()
    assert verified.broken is None
    assert verified.entries > 4


async def test_cards_that_are_there_are_compared_and_nothing_of_before_is_told(
    old: Database,
) -> None:
    encryption = Encryption([first_release.KEY])
    store = WatchedJobStore(old, encryption, lambda: NOON)
    due = await store.due(10, 10)
    assert due
    for each in due:
        taken = await store.take(each, NOON + 300)
        assert taken is not None
        assert taken.silent
        assert taken.known == Known()
