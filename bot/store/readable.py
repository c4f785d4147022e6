"""Whether what is kept can be read: the file itself, and with the keys there are all that is encrypted."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.indexes import METADATA
from bot.store.table_pages import PATIENCE, pages

_MOST_COMPLAINTS = 5


class EncryptedRows(NamedTuple):
    """`broken`: how many no key decrypts, of `rows`."""

    table: str
    broken: int
    rows: int


async def damage(database: Database) -> str:
    """What SQLite finds wrong with its file; empty for nothing, and on Postgres, which looks for itself.

    Raises `DatabaseDown`.
    """
    if database.dialect != "sqlite":
        return ""

    def look(connection: sa.Connection) -> str:
        found = connection.execute(sa.text(f"PRAGMA integrity_check({_MOST_COMPLAINTS})")).scalars()
        return "; ".join(str(each) for each in found if each != "ok")

    return await database.call(look, give_up_after=PATIENCE)


async def unreadable(database: Database, encryption: Encryption) -> Sequence[EncryptedRows]:
    """Of each table that holds something encrypted. Raises `DatabaseDown`."""
    tables = [each for each in METADATA.sorted_tables if "encrypted" in each.columns]
    return [await _of(database, encryption, table) for table in tables]


async def _of(database: Database, encryption: Encryption, table: sa.Table) -> EncryptedRows:
    place = table.columns.keys().index("encrypted")
    broken = rows = 0
    async for page in pages(database, table):
        found = [values[place] for values in page if values[place] is not None]
        rows += len(found)
        broken += sum(not _opens(encryption, each) for each in found)
    return EncryptedRows(table.name, broken, rows)


def _opens(encryption: Encryption, secret: bytes) -> bool:
    try:
        encryption.decrypt(secret)
    except CannotDecrypt:
        return False
    return True
