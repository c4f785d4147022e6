from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

from bot.store.database import Database
from bot.store.schema import tokens
from tests.databases import new_sqlite


async def test_the_next_file_compiles_nothing_again_and_has_its_own_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = SQLCompiler.__init__

    def noted(compiler: SQLCompiler, *args: Any, **options: Any) -> None:
        make(compiler, *args, **options)
        made.append(compiler.string)

    monkeypatch.setattr(SQLCompiler, "__init__", noted)
    counted: list[int] = []
    compiled: list[int] = []
    for rows in (2, 0, 1):
        database = await Database.open(new_sqlite(tmp_path / f"{rows}.db"))
        before = len(made)
        for number in range(rows):
            await database.call(_insert(f"U{number}"))
        count = await database.call(lambda connection: connection.scalar(_COUNT))
        counted.append(count or 0)
        compiled.append(len(made) - before)
        await database.close()
    assert counted == [2, 0, 1]
    assert (compiled[0] > 0, compiled[1:]) == (True, [0, 0])


_COUNT = sa.select(sa.func.count()).select_from(tokens).where(tokens.c.team == "T-counted")


def _insert(user: str) -> Callable[[sa.Connection], object]:
    row: dict[str, object] = {
        "enterprise": "",
        "team": "T-counted",
        "user_id": user,
        "encrypted": b"x",
    }
    row |= {"linked_as": "{}", "linked_at": 0.0}
    return lambda connection: connection.execute(tokens.insert().values(row))
