"""Rows that stand for earlier work, put straight into the bot's tables and the engine's.

A long history is made from a short one: changes that were really carried out are copied, with every
row of every table that speaks of them. So it is true to whatever the tables are.
"""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import sqlalchemy as sa

from tests.bench.propops_double import Row
from tests.bench.slack_double import TEAM

_GAP = 5.0
"""Seconds between one change and the next."""
_AT_ONCE = 5_000
_APART = 1 << 40
"""Added to the number of a copy's job: the jobs of the double have small ones."""


class Source(NamedTuple):
    """Rows of one table that speak of changes: for each change, by its place in the list."""

    url: str
    table: sa.Table
    rows: Mapping[int, Sequence[Row]]
    numbered: str
    """The column that numbers the rows, or empty."""
    unique: frozenset[str]
    """Columns that by themselves tell one row from another."""


class History:
    """Copies of the changes that are in a database now."""

    def __init__(self, url: str) -> None:
        engine = _engine(url)
        changes = next(table for table in _tables(engine, None) if table.name == "changes")
        with engine.connect() as connection:
            found = connection.execute(sa.select(changes.c.id, changes.c.job_uuid)).all()
        engine.dispose()
        self._changes = [(str(row.id), str(row.job_uuid)) for row in found]
        self._sources = [source for each in _places(url) for source in self._read(*each)]
        self.length = len(found)

    def grow(self, length: int) -> int:
        """Copies until there are so many changes; how many rows that took."""
        now, many = time.time(), 0
        newest = max(_times(row) for s in self._sources for rows in s.rows.values() for row in rows)
        for source in self._sources:
            batch: list[Row] = []
            number = _last_number(source) + 1
            patterns = {
                owner: [_Pattern(source, row, *self._changes[owner]) for row in rows]
                for owner, rows in source.rows.items()
            }
            for copy in range(self.length, length):
                shift = now - newest - (length - copy) * _GAP
                for pattern in patterns.get(copy % len(self._changes), ()):
                    batch.append(pattern.copy(copy, shift, number))
                    number, many = number + 1, many + 1
                if len(batch) >= _AT_ONCE:
                    insert(source.url, _name(source.table), batch)
                    batch = []
            insert(source.url, _name(source.table), batch)
        self.length = max(self.length, length)
        self._settle()
        return many

    def _read(self, url: str, schema: str | None) -> Iterator[Source]:
        engine = _engine(url)
        with engine.connect() as connection:
            for table in _tables(engine, schema):
                rows: dict[int, list[Row]] = {}
                for row in connection.execute(sa.select(table)).mappings():
                    if (owner := self._owner(row)) is not None:
                        rows.setdefault(owner, []).append(dict(row))
                if rows:
                    yield Source(url, table, rows, _numbered(table), _unique(table))
        engine.dispose()

    def _owner(self, row: Mapping[Any, Any]) -> int | None:
        """The change a row speaks of: by a column with its id, else by any mention of it or its job."""
        texts = [value for value in row.values() if isinstance(value, str)]
        ids, jobs = zip(*self._changes, strict=True)
        for place, name in enumerate(ids):
            if name in texts:
                return place
        for names in (ids, jobs):
            for place, name in enumerate(names):
                if name and any(name in text for text in texts):
                    return place
        return None

    def _settle(self) -> None:
        """What Postgres does by itself within a minute, and where its numbering goes on."""
        for source in self._sources:
            if source.url.startswith("sqlite"):
                continue
            table = _name(source.table)
            with psycopg.connect(source.url, autocommit=True) as connection:
                if source.numbered:
                    connection.execute(
                        "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                        (table, source.numbered, _last_number(source) + 1),
                    )
                connection.execute(f"ANALYZE {table}".encode())


class _Pattern:
    """A row, and which of its columns differ in a copy."""

    def __init__(self, source: Source, row: Row, change: str, job: str) -> None:
        self._row, self._change, self._job = row, change, job
        self._numbered = source.numbered
        texts = {name: value for name, value in row.items() if isinstance(value, str)}
        self._speaking = [n for n, text in texts.items() if change in text or (job and job in text)]
        self._unique = [n for n in source.unique if n in texts and n not in self._speaking]
        self._times = [
            name
            for name, value in row.items()
            if _later(value, 1.0) != value
            and value
            <= time.time() * (1000 if isinstance(value, int) else 1)  # what is to come is not due
        ]

    def copy(self, copy: int, shift: float, number: int) -> Row:
        """The row as that of another change: other ids, `shift` seconds later."""
        new, change, job = self._row.copy(), self._change, self._job
        for name in self._speaking:
            text = new[name].replace(change, f"{change[:-6]}{copy:06}")
            new[name] = text.replace(job, f"{job[:-12]}{_APART + copy:012x}") if job else text
        for name in self._unique:
            new[name] = f"{new[name]}~{copy}"
        for name in self._times:
            new[name] = _later(new[name], shift)
        if self._numbered:
            new[self._numbered] = number
        return new


def insert(url: str, table: str, rows: Sequence[Row]) -> None:
    """Adds rows of one shape. `table` may begin with a schema."""
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    values: list[list[Any]] = [[row[name] for name in names] for row in rows]
    if url.startswith("sqlite"):
        marks = ", ".join("?" * len(names))
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            cursor = connection.connection.cursor()
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
        engine.dispose()
        return
    statement = f"COPY {table} ({columns}) FROM STDIN".encode()
    with psycopg.connect(url) as pg, pg.cursor() as pg_cursor, pg_cursor.copy(statement) as copy:
        for each in values:
            copy.write_row(each)


@contextlib.contextmanager
def copied(url: str) -> Iterator[str]:
    """The URL of a copy of the whole database, which nobody may be using."""
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        with tempfile.TemporaryDirectory(prefix="bench-") as other:
            for file in folder.glob("*.db*"):
                shutil.copy(file, other)
            yield f"sqlite:///{other}/{Path(url).name}"
        return
    where = sa.make_url(url)
    own, copy = where.database or "", f"{where.database}_copy"
    other_url = where.set(database=copy).render_as_string(hide_password=False)
    administrator = where.set(database="template1").render_as_string(hide_password=False)
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{own}"'.encode())
    try:
        yield other_url
    finally:
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{copy}" WITH (FORCE)'.encode())


def card_row(channel: str, ts: str, job: Row) -> Row:
    """A card in the bot's table, as a creation leaves it."""
    return {
        "team": TEAM, "channel": channel, "job_uuid": job["uuid"], "enterprise": "", "ts": ts,
        "change_id": "", "job_updated_at": job["updated_at"], "job_deleted": False, "attempt": 1,
    }  # fmt: skip


def _places(url: str) -> list[tuple[str, str | None]]:
    """Where tables are: database URL and schema."""
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        return [(f"sqlite:///{file}", None) for file in sorted(folder.glob("*.db"))]
    engine = _engine(url)
    system = ("pg_", "information_schema")
    looked_at = sa.inspect(engine)
    names = [name for name in looked_at.get_schema_names() if not name.startswith(system)]
    engine.dispose()
    return [(url, None if name == looked_at.default_schema_name else name) for name in names]


def _engine(url: str) -> sa.Engine:
    where = sa.make_url(url)
    if where.get_backend_name() == "postgresql":
        where = where.set(drivername="postgresql+psycopg")
    return sa.create_engine(where)


def _tables(engine: sa.Engine, schema: str | None) -> list[sa.Table]:
    """Each after those it refers to."""
    metadata = sa.MetaData()
    metadata.reflect(engine, schema=schema)
    return metadata.sorted_tables


def _name(table: sa.Table) -> str:
    return f"{table.schema}.{table.name}" if table.schema else table.name


def _numbered(table: sa.Table) -> str:
    keys = list(table.primary_key.columns)
    return keys[0].name if len(keys) == 1 and isinstance(keys[0].type, sa.Integer) else ""


def _last_number(source: Source) -> int:
    if not source.numbered:
        return 0
    engine = _engine(source.url)
    with engine.connect() as connection:
        query = sa.select(sa.func.max(source.table.c[source.numbered]))
        last = connection.execute(query).scalar()
    engine.dispose()
    return int(last or 0)


def _unique(table: sa.Table) -> frozenset[str]:
    groups = [each.columns for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    groups += [index.columns for index in table.indexes if index.unique]
    groups.append(table.primary_key.columns)
    return frozenset(column.name for group in groups if len(group) == 1 for column in group)


def _later(value: Any, shift: float) -> Any:
    """Unix seconds and Unix milliseconds move, other numbers stay."""
    if isinstance(value, float) and value > 1e9:
        return value + shift
    if isinstance(value, int) and value > 1e12:
        return value + int(shift * 1000)
    return value


def _times(row: Row) -> float:
    return max((v for v in row.values() if isinstance(v, float) and v > 1e9), default=0.0)
