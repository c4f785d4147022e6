"""Everything this PropOps remembers: plain rows, in memory or in a JSON file."""

import contextlib
import os
import uuid
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from bot.sandbox.propops.call import Row

_SPACE: Final = uuid.UUID("6f0d6a3e-52b5-4c53-9a0f-1f3b6b3f7a10")


@dataclass
class State:
    """The database: rows by number or uuid, as JSON knows them."""

    seed: int
    jobs: dict[str, Row] = field(default_factory=dict)
    commits: dict[str, list[Row]] = field(default_factory=dict)
    archived_files: dict[str, list[Row]] = field(default_factory=dict)
    notes: dict[str, list[Row]] = field(default_factory=dict)
    files: dict[str, list[Row]] = field(default_factory=dict)
    told: dict[str, list[Row]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    accounts: list[Row] = field(default_factory=list)
    tokens: dict[str, Row] = field(default_factory=dict)
    writes: list[Row] = field(default_factory=list)
    emails: list[Row] = field(default_factory=list)
    notified: list[Row] = field(default_factory=list)
    notifications: dict[str, list[Row]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._index: dict[str, dict[int, Row]] = {}

    def find(self, table: str, number: int) -> Row | None:
        """The row of a table with this ID."""
        index = self._index.get(table)
        if index is None or len(index) != len(self.tables[table]):
            index = self._index[table] = {row["ID"]: row for row in self.tables[table]}
        return index.get(number)

    def next(self, thing: str) -> int:
        """The next number of a kind of thing; numbers are never given twice."""
        self.last[thing] = self.last.get(thing, 0) + 1
        return self.last[thing]

    def uuid(self, thing: str, number: int) -> str:
        """The uuid of the numbered thing: the same for the same seed."""
        return str(uuid.uuid5(_SPACE, f"{self.seed}:{thing}:{number}"))


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC, to the second, ending in Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def written(state: State) -> bytes:
    """The state as JSON, which `read` takes back."""
    return orjson.dumps({part.name: getattr(state, part.name) for part in fields(state)})


def read(text: bytes) -> State:
    rows: dict[str, Any] = orjson.loads(text)
    return State(**rows)


def load(data: Path | None) -> State | None:
    """What the file holds; None when there is no file yet."""
    return read(data.read_bytes()) if data is not None and data.exists() else None


def save(state: State, data: Path | None) -> None:
    """Replace the file in one go: a reader or a crash finds the old state or the new one."""
    if data is None:
        return
    data.parent.mkdir(parents=True, exist_ok=True)
    partial = data.with_name(f"{data.name}.{os.getpid()}.new")
    try:
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as file:
            file.write(written(state))
        partial.replace(data)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
        raise
