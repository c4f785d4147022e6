"""The one way to the bot's own tables: SQLite in one thread, or Postgres in a few."""

import asyncio
import contextlib
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import BotError
from bot.store.call_line import CallLine
from bot.store.member_tables import unfinished_copies
from bot.store.migrating import HEAD, migrate
from bot.store.postgres_pool import SIZE, open_pool
from bot.store.schema import deferred_tasks
from bot.store.sqlite_file import open_file, revision, version

log = structlog.get_logger(__name__)

T = TypeVar("T")

TIMEOUT = 15.0
"""Seconds after which a call gives up, wherever it hangs."""
_MIGRATED_WITHIN = 300.0
"""Seconds that a process waits for another one's migration, or takes for its own."""
_TOGETHER = 16
"""Calls that may share a transaction, where there is one connection."""
_RETRY_STATES = {"40001", "40P01"}  # serialization failure, deadlock: nothing was done


class DatabaseDown(BotError):
    """Our own database failed: full, locked, unreachable. `cause` never holds data.

    What was under way may or may not have been stored: repeat only what is harmless when repeated.
    """

    words: ClassVar[str] = "My own storage isn't answering right now. Please try again in a minute."
    retryable = True

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class HalfCopied(BotError):
    """A copy into this database was broken off: what is there is not all."""

    @property
    def advice(self) -> str:
        return (
            "A copy into this database was broken off, so it does not hold everything. Please copy again "
            "with propops-bot database copy, into this one or an empty one. Nothing was started."
        )


def sqlite_path(url: str) -> Path | None:
    """The file of a `sqlite:///` URL; None for Postgres."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


class Database:
    """Open it with `Database.open(url)`; `call` runs one transaction off the loop."""

    def __init__(self, engine: sa.Engine, threads: ThreadPoolExecutor) -> None:
        self._engine, self._threads = engine, threads
        self.dialect = engine.dialect.name
        one = self.dialect == "sqlite"
        width, together = (1, _TOGETHER) if one else (SIZE, 1)
        self._line = CallLine(self._transact, threads, width=width, together=together)
        self._closed = False

    @classmethod
    async def open(cls, url: str, *, to_copy_into: bool = False) -> Self:
        """Connects and brings the tables up to date. Raises `DatabaseDown`, `DatabaseTooNew`, and
        `HalfCopied` unless it is opened `to_copy_into`.
        """
        path = sqlite_path(url)
        try:
            engine = open_file(path) if path else open_pool(url)
        except OSError as error:
            raise DatabaseDown(f"{path}: {error.strerror}") from None
        size = 1 if path else SIZE
        db = cls(engine, ThreadPoolExecutor(size, thread_name_prefix="database"))
        try:
            await db._migrate()
            if not to_copy_into and await db.call(_is_half_copied):
                raise HalfCopied
        except BaseException:
            await db.close()
            raise
        return db

    async def _migrate(self) -> None:
        """Up to `HEAD`. Another process that is at it locks a SQLite file, maybe for longer than a call waits."""
        if self.dialect != "sqlite":
            await self.call(migrate, give_up_after=_MIGRATED_WITHIN)
            return
        ends = time.monotonic() + _MIGRATED_WITHIN
        while await self._read(revision) != HEAD:
            try:
                await self.call(migrate, give_up_after=_MIGRATED_WITHIN)
            except DatabaseDown as down:
                if "locked" not in down.cause or time.monotonic() > ends:
                    raise
                log.info("another process brings the tables up to date, waiting for it")

    async def call(
        self,
        fn: Callable[[sa.Connection], T],
        *,
        give_up_after: float = TIMEOUT,
        first: bool = False,
    ) -> T:
        """What `fn` returns, run in one transaction, which on SQLite others may share. `fn` is run again where
        it was surely undone: after a deadlock, on a connection that had died, or with one that raised.

        `first`: before all that waits for a thread, since Slack waits for the ack. Raises `DatabaseDown`.
        Somebody who stops waiting does not undo a call under way.
        """
        async with self._giving_up(give_up_after):
            return await self._line.call(fn, first=first)

    @contextlib.asynccontextmanager
    async def _giving_up(self, after: float) -> AsyncIterator[None]:
        if self._closed:
            raise DatabaseDown("closed")
        try:
            async with asyncio.timeout(after):
                yield
        except TimeoutError:
            raise DatabaseDown(f"no answer within {after:g} s") from None

    async def written(self) -> object:
        """Another value after every write, of whatever process; None on Postgres, which can't tell.

        Needs no transaction. Raises `DatabaseDown`.
        """
        return await self._read(version) if self.dialect == "sqlite" else None

    async def _read(self, of: Callable[[sqlite3.Connection], T]) -> T:
        """What SQLite tells without a transaction, so without a lock. Raises `DatabaseDown`."""

        def read() -> T:
            try:
                with contextlib.closing(self._engine.raw_connection()) as pooled:
                    assert pooled.driver_connection is not None
                    return of(pooled.driver_connection)
            except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
                raise DatabaseDown(cause_of(error)) from None

        async with self._giving_up(TIMEOUT):
            return await asyncio.get_running_loop().run_in_executor(self._threads, read)

    async def check(self) -> None:
        """Raises `DatabaseDown` unless something can be written down: a full disk still reads."""

        def write(connection: sa.Connection) -> None:
            key = {"kind": "check", "change_id": secrets.token_hex(8)}
            connection.execute(deferred_tasks.insert().values(key))
            connection.execute(deferred_tasks.delete().filter_by(**key))

        await self.call(write)

    async def close(self) -> None:
        """Lets what is under way finish, within reason."""
        if self._closed:
            return
        self._closed = True
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(TIMEOUT):
                await loop.run_in_executor(self._threads, self._line.finish)
                await loop.run_in_executor(self._threads, self._engine.dispose)
        except TimeoutError:
            pass
        finally:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._line.cancel()

    def _transact(self, fn: Callable[[sa.Connection], T]) -> T:
        try:
            ended = False

            def run(connection: sa.Connection) -> T:
                nonlocal ended
                result, ended = fn(connection), True
                return result

            try:
                with self._engine.begin() as connection:
                    return run(connection)
            except sa.exc.OperationalError as error:
                undone = error.connection_invalidated and not ended  # no commit was asked for
                if not undone and getattr(error.orig, "sqlstate", None) not in _RETRY_STATES:
                    raise
            with self._engine.begin() as connection:
                return fn(connection)
        except (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError) as error:
            if not isinstance(error, sa.exc.DBAPIError) or _operational(error):
                raise DatabaseDown(cause_of(error)) from None
            # A bug of ours. Postgres tells the whole row in its further lines: leave those out.
            cause = Exception(cause_of(error))
            raise type(error)(error.statement, None, cause, hide_parameters=True) from None


def upsert(table: sa.Table, where: sa.ColumnElement[bool] | None = None) -> Mapping[str, Any]:
    """Dialect name → the statement that writes a row in place of the one with its primary key. `where`: only
    in place of such a one.
    """
    return {
        "sqlite": _upsert(sqlite.insert(table), table, where),
        "postgresql": _upsert(postgresql.insert(table), table, where),
    }


def insert_once(table: sa.Table) -> Mapping[str, Any]:
    """Dialect name → the statement that adds a row unless its key is there; its `rowcount` says which."""
    return {
        "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
    }


def _upsert(statement: Any, table: sa.Table, where: sa.ColumnElement[bool] | None) -> Any:
    key = [column.name for column in table.primary_key.columns]
    others = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in key
    }
    return statement.on_conflict_do_update(index_elements=key, set_=others, where=where)


def _operational(error: sa.exc.DBAPIError) -> bool:
    """Is it the database that failed, rather than what it was asked?"""
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        return True
    return error.connection_invalidated or type(error.orig) is sqlite3.DatabaseError


def cause_of(error: Exception) -> str:
    """The driver's own first line: it names files and hosts, never values."""
    message = str(error.orig if isinstance(error, sa.exc.DBAPIError) else error)
    return message.strip().partition("\n")[0][:200] or type(error).__name__


def _is_half_copied(connection: sa.Connection) -> bool:
    return connection.execute(sa.select(unfinished_copies)).first() is not None
