"""The numbers of an operator's board that the database knows."""

from cryptography.fernet import Fernet

from bot.jobs.change import Change, Member, Place, change_id
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.schema import changes
from bot.store.standing import EXPIRING, Standing, StandingNumbers
from bot.store.tokens import TokenStore

NOW = 1_700_000_000.0


async def test_links_are_counted_by_state_and_an_empty_database_is_zeros(database_url: str) -> None:
    db = await Database.open(database_url)
    tokens = TokenStore(db, Encryption([Fernet.generate_key()]), lambda: NOW)
    numbers = StandingNumbers(db, lambda: NOW)
    empty = await numbers.read()
    assert empty == Standing.empty()
    for user, ends in (
        ("forever", None),
        ("long", NOW + EXPIRING + 1),
        ("soon", NOW + EXPIRING),
        ("over", NOW),
        ("dead", None),
    ):
        await tokens.put(Member("", "T1", user), "a" * 64, ends)
    await tokens.mark_dead(Member("", "T1", "dead"), NOW)
    links = (await numbers.read()).links
    assert links == {"ok": 2, "expiring": 1, "ended": 1, "dead": 1}
    await db.close()


async def test_what_waits_for_propops_waits_for_no_turn(database_url: str) -> None:
    """While PropOps is away one change tries it, and those behind it are due all the while."""
    db = await Database.open(database_url)
    now = NOW
    store = ChangeStore(db, Encryption([Fernet.generate_key()]), lambda: now)
    numbers = StandingNumbers(db, lambda: now)
    for name in ("held", "due"):
        id_ = change_id(name)
        await store.accept(Change(id_, id_, "update", Member("", "T1", "U1"), Place(channel="C1")))
    is_held = changes.c.id == change_id("held")
    asked = changes.update().values(due_at=NOW, held=is_held)
    await db.call(lambda connection: connection.execute(asked).rowcount)
    now = NOW + 600
    oldest = (await numbers.read()).oldest
    assert (oldest["turn"], oldest["propops"]) == (600, 600)
    done = changes.update().where(changes.c.id == change_id("due")).values(state="done")
    await db.call(lambda connection: connection.execute(done).rowcount)
    oldest = (await numbers.read()).oldest
    assert (oldest["turn"], oldest["propops"]) == (0, 600)
    await db.close()
