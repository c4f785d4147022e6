"""The numbers of an operator's board that the database knows."""

from cryptography.fernet import Fernet

from bot.jobs.change import Member
from bot.store.database import Database
from bot.store.encryption import Encryption
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
