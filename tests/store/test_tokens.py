import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.jobs.change import Member
from bot.store import tokens as module
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import tokens
from bot.store.tokens import TokenStore, valid_token
from tests.store.samples import ALICE, BOB, NOON, Clock

TOKEN, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def people(db: Database, encryption: Encryption, clock: Clock) -> TokenStore:
    return TokenStore(db, encryption, clock)


async def as_stored(db: Database) -> list[Any]:
    return await db.call(lambda connection: list(connection.execute(sa.select(tokens)).all()))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (TOKEN, True),
        (TOKEN.upper(), True),
        (TOKEN[:-1], False),
        (TOKEN + "a", False),
        (TOKEN + "\n", False),
        (TOKEN[:-1] + "g", False),
        ("", False),
        ("٣" * 64, False),
    ],
)
def test_a_token_is_64_hex_characters(text: str, fits: bool) -> None:
    assert valid_token(text) is fits


async def test_a_token_comes_back_to_its_member_alone(people: TokenStore) -> None:
    await people.put(ALICE, TOKEN, NOON + 60, {"name": "Alice", "id": 7})
    linked = await people.get(ALICE)
    assert linked is not None
    assert (linked.member, linked.token, linked.expires_at) == (ALICE, TOKEN, NOON + 60)
    assert (linked.linked_as, linked.dead_at) == ({"name": "Alice", "id": 7}, None)
    assert await people.get(BOB) is None
    assert await people.get(Member("E1", "T1", "UALICE")) is None


async def test_no_token_lies_in_clear_or_shows_in_a_repr(people: TokenStore, db: Database) -> None:
    await people.put(ALICE, TOKEN)
    assert TOKEN not in str(await as_stored(db))
    assert TOKEN not in repr(await people.get(ALICE))
    assert TOKEN not in repr(await people.all())


async def test_linking_again_replaces_and_revives(people: TokenStore) -> None:
    await people.put(ALICE, TOKEN)
    assert await people.mark_dead(ALICE, NOON)
    dead = await people.get(ALICE)
    assert dead is not None
    assert dead.dead_at == NOON
    await people.put(ALICE, OTHER)
    again = await people.get(ALICE)
    assert again is not None
    assert (again.token, again.dead_at) == (OTHER, None)


async def test_a_late_refusal_of_the_old_token_spares_the_new_one(people: TokenStore) -> None:
    await people.put(ALICE, OTHER)
    assert not await people.mark_dead(ALICE, NOON, TOKEN)
    assert await people.mark_dead(ALICE, NOON, OTHER)
    assert not await people.mark_dead(BOB, NOON)


async def test_a_removed_link_is_gone(people: TokenStore) -> None:
    await people.put(ALICE, TOKEN)
    assert await people.get(ALICE) is not None
    assert await people.remove(ALICE)
    assert await people.get(ALICE) is None
    assert not await people.remove(ALICE)


async def test_a_token_set_by_another_process_is_seen_within_seconds(
    people: TokenStore, db: Database, encryption: Encryption, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = TokenStore(db, encryption)
    mark = await people.newest_version()
    assert await people.get(ALICE) is None
    await elsewhere.put(ALICE, TOKEN)
    monkeypatch.setattr(module, "_CACHED_FOR", 0.05)
    await asyncio.sleep(0.06)
    assert await people.get(ALICE) is not None
    await elsewhere.put(ALICE, OTHER)
    newer, members = await people.linked_since(mark)
    assert members == [ALICE]
    linked = await people.get(ALICE)
    assert linked is not None
    assert linked.token == OTHER
    assert await people.linked_since(newer) == (newer, [])
    await elsewhere.put(BOB, TOKEN)
    await elsewhere.put(ALICE, TOKEN)
    assert (await people.linked_since(newer))[1] == [BOB, ALICE]


async def test_a_link_set_again_after_the_newest_was_removed_is_seen(
    db: Database, encryption: Encryption
) -> None:
    people = TokenStore(db, encryption)
    await people.put(BOB, TOKEN)
    await people.put(ALICE, TOKEN)
    mark = await people.newest_version()
    await people.remove(ALICE)
    await people.put(ALICE, TOKEN)
    assert (await people.linked_since(mark))[1] == [ALICE]


async def test_a_damaged_link_is_told_and_harms_no_other(people: TokenStore, db: Database) -> None:
    await people.put(ALICE, TOKEN)
    await people.put(BOB, OTHER)
    await db.call(
        lambda connection: (
            connection.execute(
                tokens.update().where(tokens.c.user_id == ALICE.user).values(encrypted=b"rubbish")
            ).rowcount
        )
    )
    with pytest.raises(CannotDecrypt):
        await people.get(ALICE)
    assert await people.get(BOB) is not None
    assert [(row.member, row.broken) for row in await people.all()] == [(ALICE, True), (BOB, False)]
    await people.put(ALICE, TOKEN)
    assert await people.get(ALICE) is not None


async def test_a_token_copied_to_another_row_does_not_open(
    people: TokenStore, db: Database
) -> None:
    await people.put(ALICE, TOKEN)
    await people.put(BOB, OTHER)
    stolen = next(row.encrypted for row in await as_stored(db) if row.user_id == ALICE.user)
    await db.call(
        lambda connection: (
            connection.execute(
                tokens.update().where(tokens.c.user_id == BOB.user).values(encrypted=stolen)
            ).rowcount
        )
    )
    with pytest.raises(CannotDecrypt):
        await people.get(BOB)


async def test_damage_beside_the_token_is_told_too_and_harms_no_other(
    people: TokenStore, db: Database
) -> None:
    await people.put(ALICE, TOKEN, linked_as={"name": "Alice"})
    await people.put(BOB, OTHER, linked_as={"name": "Bob"})
    damage = tokens.update().where(tokens.c.user_id == ALICE.user).values(linked_as="{")
    await db.call(lambda connection: connection.execute(damage).rowcount)
    rows = {row.member: row for row in await people.all()}
    assert (rows[ALICE].broken, rows[BOB].broken) == (True, False)
    assert rows[ALICE].linked_as == {}
    assert await people.remove_workspace(ALICE.team, "") == 2


async def test_an_end_nobody_told_is_ninety_days_after_linking(
    people: TokenStore, clock: Clock
) -> None:
    await people.put(ALICE, TOKEN)
    await people.put(BOB, OTHER, clock() + 86_400)
    rows = {row.member: row for row in await people.all()}
    assert rows[ALICE].ends_by == clock() + 90 * 86_400
    assert [rows[who].ends_soon(clock()) for who in (ALICE, BOB)] == [False, True]


@pytest.mark.parametrize("write", ["remove", "remove_workspace", "put", "mark_dead"])
async def test_a_row_that_was_read_before_a_link_changed_is_not_remembered(
    people: TokenStore, db: Database, write: str
) -> None:
    """As by a run that enters while its member unlinks: the read began first, and is heard of last."""
    await people.put(ALICE, TOKEN)
    writes = people.writes
    row = await db.call(lambda connection: module.token_row(connection, ALICE))
    match write:
        case "remove":
            await people.remove(ALICE)
        case "remove_workspace":
            await people.remove_workspace(ALICE.team, "")
        case "put":
            await people.put(ALICE, OTHER)
        case "mark_dead":
            await people.mark_dead(ALICE, NOON)
    late = people.remember(ALICE, row, writes)
    assert late is not None
    assert late.token == TOKEN
    now = await people.get(ALICE)
    told = None if now is None else (now.token, now.dead_at)
    assert told == {"put": (OTHER, None), "mark_dead": (TOKEN, NOON)}.get(write)
