"""Write a row in place of the one with its key: one statement in each dialect."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def upsert(table: sa.Table) -> Mapping[str, Any]:
    """Dialect name → the statement; the primary key decides which row it is."""
    return {
        "sqlite": _statement(sqlite.insert(table), table),
        "postgresql": _statement(postgresql.insert(table), table),
    }


def _statement(statement: Any, table: sa.Table) -> Any:
    key = [column.name for column in table.primary_key.columns]
    others = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in key
    }
    return statement.on_conflict_do_update(index_elements=key, set_=others)
