"""All that the bot keeps, from one database into another, SQLite or Postgres, and compared row by row.

What is encrypted is copied as it is: the keys go another way. The engine's own tables stay behind: open
changes are begun anew by the bot, and looked for before anything is sent again. Copying is harmless when
repeated, so what was broken off is done again.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Database
from bot.store.indexes import METADATA

_BATCH = 500
_PATIENCE = 300.0
"""Seconds one batch may take."""
_INSERTS: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

Values = tuple[Any, ...]


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
    return METADATA.sorted_tables


async def copy(source: Database, target: Database) -> AsyncIterator[CopiedTable]:
    """Each table once it is copied. Raises `DatabaseDown`."""
    for table in tables():
        rows = copied = 0
        async for page in _pages(source, table):
            rows += len(page)
            copied += await _insert(target, table, page)
        await _count_on(target, table)
        yield CopiedTable(table.name, rows, copied)


async def differences(source: Database, target: Database) -> AsyncIterator[Difference]:
    """Each table that does not hold the same on both sides. Raises `DatabaseDown`."""
    for table in tables():
        rows = missing = other = 0
        async for page in _pages(source, table):
            there = await _same_keys(target, table, page)
            rows += len(page)
            for values in page:
                found = there.get(_key(table, values))
                missing += found is None
                other += found is not None and found != values
        more = await _count(target, table) - (rows - missing)
        if missing or other or more:
            yield Difference(table.name, missing, other + max(0, more))


async def _pages(source: Database, table: sa.Table) -> AsyncIterator[list[Values]]:
    """By primary key: each row once, whatever is written meanwhile."""
    columns = sa.tuple_(*table.primary_key.columns)
    after: Values | None = None
    while True:
        query = sa.select(table).order_by(*table.primary_key.columns).limit(_BATCH)
        if after is not None:
            query = query.where(columns > sa.tuple_(*map(sa.literal, after)))
        page = await _read(source, query)
        if page:
            yield page
            after = _key(table, page[-1])
        if len(page) < _BATCH:
            return


async def _read(database: Database, query: sa.Select[Any]) -> list[Values]:
    def read(connection: sa.Connection) -> list[Values]:
        return [tuple(map(_plain, row)) for row in connection.execute(query)]

    return await database.call(read, give_up_after=_PATIENCE)


async def _insert(target: Database, table: sa.Table, page: Sequence[Values]) -> int:
    rows = [dict(zip(table.columns.keys(), values, strict=True)) for values in page]
    statement = _INSERTS[target.dialect](table).on_conflict_do_nothing()

    def write(connection: sa.Connection) -> int:
        before = connection.scalar(_counted(table)) or 0
        connection.execute(statement, rows)
        return (connection.scalar(_counted(table)) or 0) - before

    return await target.call(write, give_up_after=_PATIENCE)


async def _same_keys(
    target: Database, table: sa.Table, page: Sequence[Values]
) -> dict[Values, Values]:
    keys = [_key(table, values) for values in page]
    query = sa.select(table).where(sa.tuple_(*table.primary_key.columns).in_(keys))
    return {_key(table, values): values for values in await _read(target, query)}


async def _count(database: Database, table: sa.Table) -> int:
    return await database.call(
        lambda connection: connection.scalar(_counted(table)) or 0, give_up_after=_PATIENCE
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


def _key(table: sa.Table, values: Values) -> Values:
    names = table.columns.keys()
    return tuple(values[names.index(column.name)] for column in table.primary_key.columns)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
