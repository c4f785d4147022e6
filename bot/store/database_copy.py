"""All that the bot keeps, from one database into another, SQLite or Postgres, and compared row by row.

What is encrypted is copied as it is: the keys go another way. The engine's own tables stay behind: open
changes are begun anew by the bot, and looked for before anything is sent again. Copying is harmless when
repeated, so what was broken off is done again; until then the target is not opened for anything else. A row costs the same in a table of any length.
"""

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Database
from bot.store.indexes import METADATA
from bot.store.member_tables import unfinished_copies
from bot.store.table_pages import PATIENCE, Values, key_of, pages, read

_INSERTS: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class CopiedTable:
    """`rows`: how many the source has; `copied`: how many the target lacked."""

    name: str
    rows: int
    copied: int


@dataclass(frozen=True)
class Difference:
    """Where the two do not hold the same. `missing`: rows of the source; `other`: what is different in the
    target, or there in addition.
    """

    table: str
    missing: int
    other: int


def tables() -> Sequence[sa.Table]:
    """In an order in which what is referred to comes first."""
    return [each for each in METADATA.sorted_tables if each is not unfinished_copies]


async def begin(target: Database) -> None:
    """From here on the target says of itself that it is half copied. Raises `DatabaseDown`."""
    row = {"began_at": time.time()}
    await target.call(lambda connection: connection.execute(unfinished_copies.insert(), row))


async def finish(target: Database) -> None:
    """It holds all. Raises `DatabaseDown`."""
    await target.call(lambda connection: connection.execute(unfinished_copies.delete()))


async def copy(source: Database, target: Database) -> AsyncIterator[CopiedTable]:
    """Each table once it is copied. Raises `DatabaseDown`."""
    for table in tables():
        rows = copied = 0
        async for page in pages(source, table):
            rows += len(page)
            copied += await _insert(target, table, page)
        await _count_on(target, table)
        yield CopiedTable(table.name, rows, copied)


async def differences(source: Database, target: Database) -> AsyncIterator[Difference]:
    """Each table that does not hold the same on both sides. Raises `DatabaseDown`."""
    for table in tables():
        rows = missing = other = 0
        async for page in pages(source, table):
            there = await _same_keys(target, table, page)
            rows += len(page)
            for values in page:
                found = there.get(key_of(table, values))
                missing += found is None
                other += found is not None and found != values
        more = await _count(target, table) - (rows - missing)
        if missing or other or more:
            yield Difference(table.name, missing, other + max(0, more))


async def _insert(target: Database, table: sa.Table, page: Sequence[Values]) -> int:
    rows = [dict(zip(table.columns.keys(), values, strict=True)) for values in page]
    statement = _INSERTS[target.dialect](table).on_conflict_do_nothing()
    statement = statement.returning(*table.primary_key.columns)

    def write(connection: sa.Connection) -> int:
        return len(connection.execute(statement, rows).all())

    return await target.call(write, give_up_after=PATIENCE)


async def _same_keys(
    target: Database, table: sa.Table, page: Sequence[Values]
) -> dict[Values, Values]:
    keys = [key_of(table, values) for values in page]
    query = sa.select(table).where(sa.tuple_(*table.primary_key.columns).in_(keys))
    return {key_of(table, values): values for values in await read(target, query)}


async def _count(database: Database, table: sa.Table) -> int:
    return await database.call(
        lambda connection: connection.scalar(_counted(table)) or 0, give_up_after=PATIENCE
    )


async def _count_on(target: Database, table: sa.Table) -> None:
    """Numbers that the database gives itself go on after those that were copied; SQLite knows by itself."""
    column = table.autoincrement_column
    if target.dialect != "postgresql" or column is None:
        return
    newest = sa.select(sa.func.max(column)).scalar_subquery()
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    statement = sa.select(sa.func.setval(sequence, newest)).where(newest.is_not(None))

    def write(connection: sa.Connection) -> None:
        connection.execute(statement)

    await target.call(write)


def _counted(table: sa.Table) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table)
