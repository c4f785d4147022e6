"""Nothing that people wrote may be found in the bytes on the disk, nor in what Postgres holds."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.jobs.change import ENDED, OPEN, Member, State
from bot.jobs.fields import Email, Text
from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.outcome import CLEAR_PARTS, FieldChange, Outcome, Summary
from bot.store.approvals import Approval, ApprovalStore
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.drafts import Draft, DraftStore
from bot.store.encryption import Encryption
from bot.store.schema import metadata
from bot.store.tokens import TokenStore
from tests.store import first_release
from tests.store.samples import ALICE, BOB, CANARY, NOON, Clock, a_change
from tests.without_ids import without_ids

TOKEN = "feedc0de" * 8
WRITTEN: dict[str, Any] = {
    name: f"{CANARY} {name}"
    for name, entry in FIELDS.items()
    if isinstance(entry.kind, Text | Email)
}
"""A code in every field that people can write into: one added to the table is in here."""
SAID = Outcome(
    "refused",
    said=CANARY,
    field="job_title",
    account="Priya Shah",
    summary=Summary((FieldChange("job_title", "Title", CANARY, CANARY),), (CANARY,)),
    conflicts=({"name": "job_description", "old": CANARY},),
    asked_again_because=CANARY,
    approvers=(CANARY,),
)
STATES: tuple[State, ...] = (*sorted(OPEN), "waiting", "unknown", *sorted(ENDED))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("bot.db*")}


async def everything_in(db: Database) -> str:
    """All rows of all tables, binary columns as they lie there."""

    def read(connection: sa.Connection) -> str:
        rows = [
            value.decode("latin-1") if isinstance(value, bytes) else str(value)
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
            for value in row
        ]
        return "\n".join(rows)

    return await db.call(read)


async def a_change_in(state: State, store: ChangeStore) -> str:
    change = a_change(
        state,
        fields=WRITTEN,
        base={"updated_at": "2026-06-15", "fields": WRITTEN},
        names={"address_id": CANARY},
        target={"note_text": CANARY},
    )
    await store.accept(change)
    await store.put(change.id, before=WRITTEN, outcome=SAID)
    if state != "asked":
        await store.move(change.id, {"asked"}, state, after=WRITTEN, outcome=SAID)
    return change.id


async def test_the_files_hold_no_token_no_key_and_nothing_anybody_wrote(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "bot.db"
    encryption = Encryption.load(None, path)
    db = await Database.open(f"sqlite:///{path}")
    await TokenStore(db, encryption).put(ALICE, TOKEN, linked_as={"name": "Alice"})
    form = Draft("f", ALICE, "create", content={"typed": WRITTEN, "pasted": TOKEN})
    await DraftStore(db, encryption).put(form)
    store = ChangeStore(db, encryption, clock)
    for state in STATES:
        await a_change_in(state, store)
    key = (tmp_path / "bot.keys").read_bytes().strip()
    for again in range(2):
        found = contents(tmp_path)
        assert any(b"UALICE" in content for content in found.values()), "looks in the right place"
        for name, content in found.items():
            for secret in (TOKEN.encode(), CANARY.encode(), key, bytes.fromhex(TOKEN)):
                assert secret not in content, (again, name)
        await db.close()  # once with the write-ahead log, once without


@pytest.mark.parametrize("state", STATES)
async def test_no_table_shows_what_was_written_whatever_became_of_it(
    state: State, store: ChangeStore, db: Database
) -> None:
    id_ = await a_change_in(state, store)
    text = await everything_in(db)
    assert id_ in text
    assert CANARY not in text
    whole = await store.get(id_)
    assert whole is not None
    assert (whole.fields, whole.base["fields"], whole.before) == (WRITTEN, WRITTEN, WRITTEN)
    assert (whole.target, whole.names) == ({"note_text": CANARY}, {"address_id": CANARY})
    assert whole.outcome == SAID


@pytest.mark.parametrize("part", sorted({each.name for each in fields(Outcome)} - CLEAR_PARTS))
async def test_a_part_of_an_outcome_is_encrypted_unless_it_is_known_to_hold_no_text(
    part: str, store: ChangeStore, db: Database
) -> None:
    assert getattr(SAID, part), f"give {part} a code, or name it in CLEAR_PARTS"
    change = a_change()
    await store.accept(change)
    await store.put(change.id, outcome=Outcome(**{part: getattr(SAID, part)}))
    assert CANARY not in await everything_in(db)
    [listed] = await store.recent()
    assert getattr(listed.outcome, part) == getattr(SAID, part)


async def test_the_reason_of_a_decision_is_found_nowhere(
    store: ChangeStore, db: Database, encryption: Encryption, clock: Clock
) -> None:
    approvals = ApprovalStore(db, encryption, clock)
    id_ = await a_change_in("waiting", store)
    await approvals.open(Approval(id_, 1, 2, "Delete always needs approval.", ("U1",)))
    await approvals.decide(id_, 1, BOB, "approve", CANARY)
    decided = await approvals.decide(id_, 1, Member("", "T1", "UCAROL"), "reject", CANARY)
    assert decided is not None
    assert [each.reason for each in decided.approval.decisions] == [CANARY, CANARY]
    assert CANARY not in await everything_in(db)


async def test_private_fields_go_first_and_the_rest_stays_encrypted(
    store: ChangeStore, db: Database
) -> None:
    id_ = await a_change_in("done", store)
    still_open = await a_change_in("checking", store)
    assert await store.forget_private(NOON + 1) == 1
    assert await store.forget_private(NOON + 1) == 0
    whole = await store.get(id_)
    assert whole is not None
    left = {name: text for name, text in WRITTEN.items() if name not in SENSITIVE}
    assert whole.fields == whole.after == whole.base["fields"] == left
    assert whole.target == {"note_text": CANARY}
    other = await store.get(still_open)
    assert other is not None
    assert other.fields == WRITTEN
    assert CANARY not in await everything_in(db)


async def test_what_an_earlier_release_kept_in_clear_is_encrypted(
    empty_database_url: str,
) -> None:
    first_release.build(empty_database_url)
    db = await Database.open(empty_database_url)
    try:
        encryption, clock = Encryption([first_release.KEY]), Clock()
        store = ChangeStore(db, encryption, clock)
        before = [await store.get(change.id) for change in await store.recent()]
        assert "Leak" in await everything_in(db)
        assert await store.encrypt_content(limit=1) == 1
        assert await store.encrypt_content() == len(before) - 1
        assert await store.encrypt_content() == 0
        assert "Leak" not in without_ids(await everything_in(db))
        assert [await store.get(change.id) for change in await store.recent()] == before
        assert await store.forget_private(NOON + 9_999) == 1
    finally:
        await db.close()


async def test_an_earlier_change_whose_key_is_gone_keeps_what_lay_in_clear(
    empty_database_url: str,
) -> None:
    first_release.build(empty_database_url)
    db = await Database.open(empty_database_url)
    try:
        encryption = Encryption.load("A" * 43 + "=", None)
        store = ChangeStore(db, encryption, Clock())
        assert await store.encrypt_content() > 0
        assert "Leak" not in without_ids(await everything_in(db))
        ended = await store.get((await store.recent(state="done"))[0].id)
        assert ended is not None
        assert ended.fields == {"job_title": "Leak"}
    finally:
        await db.close()
