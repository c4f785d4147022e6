"""Key rotation: everything encrypted is encrypted anew with the first key."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.store.change_rows import rotated_columns
from bot.store.database import Database
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.member_tables import link_previews, read_cards, secret_keys
from bot.store.schema import (
    Row,
    approval_decisions,
    changes,
    drafts,
    kept_presses,
    promises,
    tokens,
    watched_jobs,
)
from bot.store.workspace_tables import installations

_BATCH = 200


@dataclass(frozen=True)
class Reencrypted:
    """How many of each were encrypted anew, and how many rows no key decrypts."""

    tokens: int
    drafts: int
    changes: int
    reasons: int
    broken: int


class _Fresh(NamedTuple):
    key: tuple[Any, ...]
    old: bytes
    new: bytes


async def reencrypt(db: Database, encryption: Encryption) -> Reencrypted:
    """After it the older keys may go, if nothing is `broken`. Safe beside a running bot.

    Raises `DatabaseDown`; then run it again.
    """
    links, broken_tokens = await _reencrypt(db, encryption, tokens)
    forms, broken_forms = await _reencrypt(db, encryption, drafts)
    asked, broken_changes = await _reencrypt_changes(db, encryption)
    reasons, broken_reasons = await _reencrypt(db, encryption, approval_decisions)
    await _reencrypt(db, encryption, kept_presses)  # for a minute at most
    await _reencrypt(db, encryption, link_previews)  # one that can't be decrypted follows no job
    await _reencrypt(db, encryption, read_cards)  # one that can't be decrypted stays as it is drawn
    await _reencrypt(db, encryption, watched_jobs)  # one that can't be decrypted is known anew
    await _reencrypt(db, encryption, promises)  # of one that can't be decrypted nothing is missed
    await _reencrypt(db, encryption, installations)  # of one that can't be decrypted doctor tells
    await _reencrypt(db, encryption, secret_keys)  # one that nobody can decrypt is made anew
    broken = broken_tokens + broken_forms + broken_changes + broken_reasons
    return Reencrypted(links, forms, asked, reasons, broken)


async def _reencrypt_changes(db: Database, encryption: Encryption) -> tuple[int, int]:
    """Theirs lies in two columns, and in clear in those of earlier releases."""

    def page(connection: sa.Connection, after: int) -> tuple[int, int, int]:
        """The last `seq` of a page, and how many were and could not be encrypted anew."""
        query = sa.select(changes).where(changes.c.seq > after).order_by(changes.c.seq)
        rows = connection.execute(query.limit(_BATCH)).all()
        fine = bad = 0
        for row in rows:
            try:
                values = rotated_columns(row, encryption)
            except CannotDecrypt:
                bad += 1
                continue
            if values:
                fine += connection.execute(
                    changes.update()
                    .where(changes.c.seq == row.seq, changes.c.updated_at == row.updated_at)
                    .where(changes.c.outcome == row.outcome)
                    .where(changes.c.encrypted.is_not_distinct_from(row.encrypted))
                    .values(values)
                ).rowcount
        return rows[-1].seq if rows else after, fine, bad

    after = done = broken = 0
    while True:
        last, fine, bad = await db.call(partial(page, after=after))
        done, broken = done + fine, broken + bad
        if last == after:
            return done, broken
        after = last


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
