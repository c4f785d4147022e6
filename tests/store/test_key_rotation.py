from cryptography.fernet import Fernet

from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.drafts import FormStore, SavedForm
from bot.store.encryption import Seals
from bot.store.key_rotation import Resealed, reseal
from bot.store.tokens import TokenStore
from tests.store.making import ALICE, BOB, CANARY, NOON, Clock, a_change


async def test_after_resealing_the_old_key_may_go(db: Database, clock: Clock) -> None:
    old, new, lost = (Fernet.generate_key() for _ in range(3))
    before = Seals([old])
    await TokenStore(db, before).put(ALICE, "ab" * 32)
    await TokenStore(db, Seals([lost])).put(BOB, "cd" * 32)
    await FormStore(db, before).put(SavedForm("f", ALICE, "create", content={"a": CANARY}))
    store = ChangeStore(db, before, clock)
    for n in range(450):
        secret = {"access_details": CANARY} if n % 2 else {}
        await store.accept(a_change(f"k{n}", fields={"job_title": "x"} | secret))

    both = Seals([new, old])
    assert await reseal(db, both) == Resealed(tokens=1, forms=1, changes=225, broken=1)
    assert await reseal(db, both) == Resealed(tokens=1, forms=1, changes=225, broken=1)

    after = Seals([new])
    assert await TokenStore(db, after).get(ALICE) is not None
    assert (await FormStore(db, after).get("f")) is not None
    change = await ChangeStore(db, after, clock).by_key("k449")
    assert change is not None
    assert change.fields["access_details"] == CANARY
    assert change.created_at == NOON
