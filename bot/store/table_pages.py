"""A table of any length, read in pages: each row once, in the order of the primary key."""

from collections.abc import AsyncIterator
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database

PATIENCE = 300.0
"""Seconds one page may take."""
_ROWS = 500

Values = tuple[Any, ...]
"""A row: the values of its table's columns, in their order. Bytes are `bytes` on both databases."""


async def pages(database: Database, table: sa.Table) -> AsyncIterator[list[Values]]:
    """By primary key, so that a page costs the same wherever it lies. Raises `DatabaseDown`."""
    columns = sa.tuple_(*table.primary_key.columns)
    after: Values | None = None
    while True:
        query = sa.select(table).order_by(*table.primary_key.columns).limit(_ROWS)
        if after is not None:
            query = query.where(columns > sa.tuple_(*map(sa.literal, after)))
        page = await read(database, query)
        if page:
            yield page
            after = key_of(table, page[-1])
        if len(page) < _ROWS:
            return


async def read(database: Database, query: sa.Select[Any]) -> list[Values]:
    """Raises `DatabaseDown`."""

    def rows(connection: sa.Connection) -> list[Values]:
        return [tuple(map(_plain, row)) for row in connection.execute(query)]

    return await database.call(rows, give_up_after=PATIENCE)


def key_of(table: sa.Table, values: Values) -> Values:
    """The row's primary key."""
    names = table.columns.keys()
    return tuple(values[names.index(column.name)] for column in table.primary_key.columns)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
