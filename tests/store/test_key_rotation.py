from cryptography.fernet import Fernet

from bot.jobs.change import change_id
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.drafts import Draft, DraftStore
from bot.store.encryption import Encryption
from bot.store.key_rotation import Reencrypted, reencrypt
from bot.store.tokens import TokenStore
from tests.store.samples import ALICE, BOB, CANARY, NOON, Clock, a_change


async def test_after_key_rotation_the_old_key_may_go(db: Database, clock: Clock) -> None:
    old, new, lost = (Fernet.generate_key() for _ in range(3))
    before = Encryption([old])
    await TokenStore(db, before).put(ALICE, "ab" * 32)
    await TokenStore(db, Encryption([lost])).put(BOB, "cd" * 32)
    await DraftStore(db, before).put(Draft("f", ALICE, "create", content={"a": CANARY}))
    store = ChangeStore(db, before, clock)
    for n in range(450):
        secret = {"access_details": CANARY} if n % 2 else {}
        await store.accept(a_change(f"k{n}", fields={"job_title": "x"} | secret))

    both = Encryption([new, old])
    assert await reencrypt(db, both) == Reencrypted(
        tokens=1, drafts=1, changes=450, reasons=0, broken=1
    )
    assert await reencrypt(db, both) == Reencrypted(
        tokens=1, drafts=1, changes=450, reasons=0, broken=1
    )

    after = Encryption([new])
    assert await TokenStore(db, after).get(ALICE) is not None
    assert (await DraftStore(db, after).get("f")) is not None
    change = await ChangeStore(db, after, clock).get(change_id("k449"))
    assert change is not None
    assert change.fields["access_details"] == CANARY
    assert change.created_at == NOON
