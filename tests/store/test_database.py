import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import bot.store.migrations
from bot.store import postgres_pool
from bot.store.database import Database, DatabaseDown, sqlite_path
from bot.store.indexes import METADATA
from bot.store.migrating import HEAD
from bot.store.schema import changes
from tests.postgres import Postgres
from tests.store.samples import CANARY


async def test_the_migrations_make_exactly_the_tables_of_the_schema(db: Database) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": False}
        )
        return list(compare_metadata(context, METADATA))

    assert await db.call(differences) == []


def test_head_is_the_newest_migration_in_the_folder() -> None:
    folder = ScriptDirectory(str(Path(bot.store.migrations.__file__).parent))
    assert folder.get_current_head() == HEAD


async def test_opening_again_keeps_what_is_there(empty_database_url: str) -> None:
    first = await Database.open(empty_database_url)
    await first.call(
        lambda connection: (
            connection.execute(
                changes.insert().values(id="S-1", key="k", action="create", state="asked")
            ).rowcount
        )
    )
    await first.close()
    second = await Database.open(empty_database_url)
    count = sa.select(sa.func.count()).select_from(changes)
    assert await second.call(lambda connection: connection.execute(count).scalar()) == 1
    await second.close()


async def test_a_call_that_raises_leaves_nothing_behind(db: Database) -> None:
    def half(connection: sa.Connection) -> None:
        connection.execute(changes.insert().values(id="S-1", key="k", action="a", state="asked"))
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        await db.call(half)
    count = sa.select(sa.func.count()).select_from(changes)
    assert await db.call(lambda connection: connection.execute(count).scalar()) == 0


async def test_a_wrong_statement_is_a_bug_that_shows_no_values(db: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError) as told:
        await db.call(lambda c: c.execute(changes.insert().values(id="S-1", key=CANARY)).rowcount)
    assert "INSERT INTO changes" in str(told.value)
    assert CANARY not in str(told.value)
    await db.check()


async def test_sqlite_is_safe_against_power_cuts_and_private(empty_sqlite_url: str) -> None:
    db = await Database.open(empty_sqlite_url)

    def pragmas(connection: sa.Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await db.call(pragmas) == ["wal", 2, 1, 5000]
    path = sqlite_path(empty_sqlite_url)
    assert path is not None
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    await db.close()


async def test_a_file_locked_by_another_program_is_told_and_does_not_hang(
    sqlite_url: str,
) -> None:
    db = await Database.open(sqlite_url)
    other = sqlite3.connect(str(sqlite_path(sqlite_url)), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(DatabaseDown, match="locked"):
        await db.check()
    assert time.monotonic() - began < 50
    other.execute("ROLLBACK")
    other.close()
    await db.check()
    await db.close()


async def test_a_full_disk_is_told_and_space_heals_it(sqlite_url: str) -> None:
    db = await Database.open(sqlite_url)

    pages = await db.call(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())
    await db.call(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar())
    row = {"key": "k", "action": "a", "state": "asked", "fields": "x" * 50_000}
    with pytest.raises(DatabaseDown, match="full"):
        await db.call(lambda c: c.execute(changes.insert().values(id="S-1", **row)).rowcount)
    await db.call(lambda c: c.exec_driver_sql("PRAGMA max_page_count=100000").scalar())
    assert await db.call(
        lambda c: c.execute(changes.insert().values(id="S-1", **row)).rowcount == 1
    )
    await db.close()


async def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseDown, match="file"):
        await Database.open(f"sqlite:///{tmp_path}/file/bot.db")


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_bytes(b"not a database at all, but long enough to look at" * 50)
    with pytest.raises(DatabaseDown, match="not a database"):
        await Database.open(f"sqlite:///{path}")


async def test_a_closed_database_says_so(sqlite_url: str) -> None:
    db = await Database.open(sqlite_url)
    await db.close()
    await db.close()
    with pytest.raises(DatabaseDown, match="closed"):
        await db.check()


async def test_a_call_that_hangs_is_given_up(sqlite_url: str) -> None:
    db = await Database.open(sqlite_url)
    with pytest.raises(DatabaseDown, match="within"):
        await db.call(lambda _: time.sleep(0.3), give_up_after=0.05)
    await db.close()


async def test_the_loop_goes_on_while_the_database_works(sqlite_url: str) -> None:
    db = await Database.open(sqlite_url)
    goes_on = threading.Event()
    slow = asyncio.create_task(db.call(lambda _: goes_on.wait(60)))
    for _ in range(6):
        await asyncio.sleep(0.01)
    assert not slow.done()
    goes_on.set()
    assert await slow
    await db.close()


@pytest.mark.postgres
async def test_postgres_away_is_told_and_its_return_heals(postgres: Postgres) -> None:
    server = Postgres()
    server.start()
    db = await Database.open(server.url())
    server.halt()
    began = time.monotonic()
    with pytest.raises(DatabaseDown):
        await db.check()
    assert time.monotonic() - began < 60
    server.resume()
    await db.check()
    await db.close()
    server.stop()


@pytest.mark.postgres
@pytest.mark.parametrize("asked", [False, True])
async def test_a_connection_that_died_is_noticed_before_anything_is_lost(
    postgres_url: str, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was used just now is not asked first: its transaction is run again."""
    db, other = await Database.open(postgres_url), await Database.open(postgres_url)
    await db.check()
    await other.call(lambda connection: connection.execute(_END_OTHERS).all())
    monkeypatch.setattr(postgres_pool, "_DOUBTED_AFTER", 0.0 if asked else 60.0)
    ran: list[None] = []

    def write(connection: sa.Connection) -> int:
        ran.append(None)
        return int(connection.execute(sa.text("SELECT 1")).scalar_one())

    assert await db.call(write) == 1
    assert len(ran) == (1 if asked else 2)
    await db.close()
    await other.close()


@pytest.mark.postgres
async def test_what_may_have_been_committed_is_not_run_again(postgres_url: str) -> None:
    db, other = await Database.open(postgres_url), await Database.open(postgres_url)
    ran: list[None] = []

    def write(connection: sa.Connection) -> None:
        ran.append(None)
        connection.execute(sa.text("SELECT 1"))
        with other._engine.begin() as another:
            another.execute(_END_OTHERS).all()

    with pytest.raises(DatabaseDown):
        await db.call(write)
    assert len(ran) == 1
    await db.close()
    await other.close()


_END_OTHERS = sa.text(
    "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.mark.postgres
async def test_nobody_at_a_postgres_address_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseDown) as told:
        await Database.open(f"postgresql://bot:hunter2@/x?host={tmp_path}")
    assert "hunter2" not in repr(told.value)


def test_importing_the_store_opens_nothing_and_leaves_alembic_alone(tmp_path: Path) -> None:
    code = (
        "import sys, bot.store.changes, bot.store.tokens, bot.store.drafts, bot.store.cards\n"
        "print('alembic' in sys.modules, 'dbos' in sys.modules, 'psycopg' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False", "False"]
    assert list(tmp_path.iterdir()) == []
