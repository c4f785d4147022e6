from dataclasses import replace

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.jobs.change import Place
from bot.store.database import Database
from bot.store.drafts import Draft, DraftStore
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import drafts
from tests.store.samples import ALICE, BOB, CANARY, NOON

FORM = Draft(
    "f-1",
    ALICE,
    "create",
    content={"typed": {"access_details": CANARY}, "n": 1},
    place=Place("C1"),
    created_at=NOON,
    expires_at=NOON + 60,
)


async def test_a_form_comes_back_as_it_was_put(db: Database, encryption: Encryption) -> None:
    store = DraftStore(db, encryption)
    assert await store.get("f-1") is None
    await store.put(FORM)
    assert await store.get("f-1") == FORM
    draft = replace(FORM, content={"typed": {}})
    await store.put(draft)
    assert await store.get("f-1") == draft
    assert await store.drop("f-1")
    assert not await store.drop("f-1")
    assert await store.get("f-1") is None


async def test_what_was_typed_lies_sealed(db: Database, encryption: Encryption) -> None:
    await DraftStore(db, encryption).put(FORM)
    row = await db.call(lambda connection: str(connection.execute(sa.select(drafts)).all()))
    assert CANARY not in row
    assert "access_details" not in row
    assert CANARY not in repr(FORM)


async def test_everybody_has_their_own_forms(db: Database, encryption: Encryption) -> None:
    store = DraftStore(db, encryption)
    await store.put(FORM)
    await store.put(replace(FORM, id="f-2", created_at=NOON + 1))
    await store.put(replace(FORM, id="f-3", member=BOB))
    assert [form.id for form in await store.of(ALICE)] == ["f-2", "f-1"]
    assert [form.id for form in await store.of(BOB)] == ["f-3"]


async def test_a_form_that_no_longer_opens_hides_no_other(
    db: Database, encryption: Encryption
) -> None:
    await DraftStore(db, Encryption([Fernet.generate_key()])).put(FORM)
    store = DraftStore(db, encryption)
    await store.put(replace(FORM, id="f-2"))
    assert [form.id for form in await store.of(ALICE)] == ["f-2"]
    with pytest.raises(CannotDecrypt):
        await store.get("f-1")


async def test_old_forms_are_purged(db: Database, encryption: Encryption) -> None:
    store = DraftStore(db, encryption)
    await store.put(FORM)
    await store.put(replace(FORM, id="f-2", expires_at=NOON + 61))
    assert await store.purge(NOON + 60) == 1
    assert [form.id for form in await store.of(ALICE)] == ["f-2"]
