"""Nothing that must be encrypted may be found in the bytes on the disk."""

from pathlib import Path

from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.drafts import Draft, DraftStore
from bot.store.encryption import Encryption
from bot.store.tokens import TokenStore
from tests.store.samples import ALICE, CANARY, Clock, a_change

TOKEN = "feedc0de" * 8
SECRETS = {
    "access_details": CANARY,
    "private_contact_name": CANARY,
    "private_contact_email": CANARY,
}


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("bot.db*")}


async def test_the_files_hold_no_token_no_key_and_no_private_field(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "bot.db"
    encryption = Encryption.load(None, path)
    db = await Database.open(f"sqlite:///{path}")
    await TokenStore(db, encryption).put(ALICE, TOKEN, linked_as={"name": "Alice"})
    form = Draft("f", ALICE, "create", content={"typed": SECRETS, "pasted": TOKEN})
    await DraftStore(db, encryption).put(form)
    store = ChangeStore(db, encryption, clock)
    change = a_change(fields=SECRETS, base={"fields": SECRETS}, before=SECRETS, after=SECRETS)
    await store.accept(change)
    await store.put(change.id, fields=SECRETS | {"job_title": "seen"})
    await store.move(change.id, {"asked"}, "done", after=SECRETS)

    key = (tmp_path / "bot.keys").read_bytes().strip()
    for again in range(2):
        found = contents(tmp_path)
        assert "bot.db" in found
        assert any(b"seen" in content for content in found.values()), "looks in the right place"
        for name, content in found.items():
            for secret in (TOKEN.encode(), CANARY.encode(), key, bytes.fromhex(TOKEN)):
                assert secret not in content, (again, name)
        await db.close()  # once with the write-ahead log, once without
