"""Each statement is compiled once in a process of tests, not once for each SQLite file: a third of a story's CPU."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.sqlite_file import open_file


class _Compiled(dict[Any, Any]):
    """SQLAlchemy's cache of compiled statements, whose keys begin with the dialect of the one engine that it serves.

    Here it serves all: every file is opened with the same dialect, and a statement made text for one
    is the same text for the next.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(key[1:], value)


@contextmanager
def compiled_once() -> Iterator[None]:
    """Nothing of a database is kept: neither rows, values nor connections."""
    compiled = _Compiled()

    def opened(path: Path) -> sa.Engine:
        engine = open_file(path)
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.database.open_file", opened)
        yield
