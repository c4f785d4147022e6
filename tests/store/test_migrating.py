"""How a process brings the tables up to date, and others wait for it."""

import asyncio
import contextlib
import sqlite3

import pytest
import sqlalchemy as sa

from bot.store import database, sqlite_file
from bot.store.database import Database, DatabaseDown, sqlite_path
from bot.store.migrating import DatabaseTooNew


async def test_two_processes_may_open_an_empty_database_at_once(empty_database_url: str) -> None:
    opening = [Database.open(empty_database_url) for _ in range(2)]
    both = await asyncio.gather(*opening)
    for db in both:
        await db.check()
        await db.close()


async def test_a_database_of_a_newer_release_is_refused_in_words(empty_database_url: str) -> None:
    db = await Database.open(empty_database_url)
    await db.call(
        lambda connection: (
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")).rowcount
        )
    )
    await db.close()
    with pytest.raises(DatabaseTooNew) as refused:
        await Database.open(empty_database_url)
    assert "9999" in refused.value.advice


async def test_whoever_opens_it_during_a_migration_waits_for_that(
    empty_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "_BUSY_MS", 10)  # a tenth of the lock below, and less
    waits = asyncio.Event()
    monkeypatch.setattr(database.log, "info", lambda _: waits.set())
    other = sqlite3.connect(str(sqlite_path(empty_sqlite_url)), isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    opening = asyncio.create_task(Database.open(empty_sqlite_url))
    async with asyncio.timeout(60):
        await waits.wait()
    assert not opening.done()
    other.execute("ROLLBACK")
    other.close()
    db = await opening
    await db.check()
    await db.close()


async def test_a_migrated_file_locked_by_another_program_is_not_waited_for(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await Database.open(sqlite_url)).close()
    monkeypatch.setattr(sqlite_file, "_BUSY_MS", 10)
    with contextlib.closing(
        sqlite3.connect(str(sqlite_path(sqlite_url)), isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseDown, match="locked"):
            await Database.open(sqlite_url)
