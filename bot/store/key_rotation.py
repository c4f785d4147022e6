"""Key rotation: everything encrypted is encrypted anew with the first key."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row, changes, drafts, secret_keys, tokens

_BATCH = 200


@dataclass(frozen=True)
class Reencrypted:
    """How many of each were encrypted anew, and how many rows no key decrypts."""

    tokens: int
    drafts: int
    changes: int
    broken: int


class _Fresh(NamedTuple):
    key: tuple[Any, ...]
    old: bytes
    new: bytes


async def reencrypt(db: Database, encryption: Encryption) -> Reencrypted:
    """After it the older keys may go, if nothing is `broken`. Safe beside a running bot.

    Raises `DatabaseDown`; then run it again.
    """
    done, broken = [], 0
    for table in (tokens, drafts, changes, secret_keys):
        fine, bad = await _reencrypt(db, encryption, table)
        done.append(fine)
        if table is not secret_keys:  # a key of ours that nobody can decrypt is made anew
            broken += bad
    return Reencrypted(done[0], done[1], done[2], broken)


async def _reencrypt(db: Database, encryption: Encryption, table: sa.Table) -> tuple[int, int]:
    key = list(table.primary_key.columns)
    after: tuple[Any, ...] | None = None
    fine = bad = 0
    while True:
        rows = await db.call(partial(_page, table=table, key=key, after=after))
        if not rows:
            return fine, bad
        after = rows[-1][:-1]
        fresh: list[_Fresh] = []
        for row in rows:
            try:
                fresh.append(_Fresh(row[:-1], row[-1], encryption.rotate(row[-1])))
            except CannotDecrypt:
                bad += 1
        fine += await db.call(partial(_write, table=table, key=key, fresh=fresh))


def _page(
    connection: sa.Connection,
    *,
    table: sa.Table,
    key: list[sa.Column[Any]],
    after: tuple[Any, ...] | None,
) -> Sequence[Row]:
    query = sa.select(*key, table.c.encrypted).where(table.c.encrypted.is_not(None))
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(*after))
    return connection.execute(query.order_by(*key).limit(_BATCH)).all()


def _write(
    connection: sa.Connection,
    *,
    table: sa.Table,
    key: list[sa.Column[Any]],
    fresh: Sequence[_Fresh],
) -> int:
    """Only where the row still holds what was read: a newer write has the first key already."""
    done = 0
    for each in fresh:
        same = [column == value for column, value in zip(key, each.key, strict=True)]
        still = table.c.encrypted == each.old
        statement = table.update().where(*same, still).values(encrypted=each.new)
        done += connection.execute(statement).rowcount
    return done
