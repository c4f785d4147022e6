"""Runs that a release left which recorded them in a library's tables."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.engine.durable_engine import DurableEngine
from bot.engine.sqlite_lock import engine_file

TABLE = "CREATE TABLE {}workflow_status (workflow_uuid TEXT PRIMARY KEY, status TEXT, name TEXT, executor_id TEXT)"
ROWS = (
    "INSERT INTO {}workflow_status VALUES ('S-1.1', 'PENDING', 'move', 'gone'),"
    " ('S-2.1', 'SUCCESS', 'move', 'gone'), ('S-3.2', 'ENQUEUED', 'move', NULL)"
)


async def begun_anew(url: str) -> list[str]:
    seen: list[str] = []
    engine = DurableEngine(url)

    async def body(arg: str) -> None:
        seen.append(arg)

    engine.register("move", body)
    await engine.launch()
    try:
        async with asyncio.timeout(60):
            while len(seen) < 2:
                await asyncio.sleep(0.02)
            await engine.idle()
    finally:
        await engine.close(within=5)
    return sorted(seen)


async def test_those_in_a_file_of_their_own_begin_anew_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(engine_file(tmp_path / "bot.db"))) as file:
        file.execute(TABLE.format(""))
        file.execute(ROWS.format(""))
        file.commit()
        assert await begun_anew(sqlite_url) == ["S-1.1", "S-3.2"]
        states = file.execute("SELECT status FROM workflow_status ORDER BY 1").fetchall()
    assert states == [("CANCELLED",), ("CANCELLED",), ("SUCCESS",)]


@pytest.mark.parametrize("content", [b"", b"no database, whatever its name says" * 100])
async def test_a_file_that_cannot_be_read_keeps_nobody_from_starting(
    content: bytes, sqlite_url: str, tmp_path: Path
) -> None:
    engine_file(tmp_path / "bot.db").write_bytes(content)
    engine = DurableEngine(sqlite_url)
    await engine.launch()
    assert engine.alive()
    await engine.close(within=5)


@pytest.mark.postgres
async def test_those_of_a_dead_process_on_postgres_begin_anew_once(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as session:
        session.execute("CREATE SCHEMA dbos")
        session.execute(TABLE.format("dbos.").encode())
        session.execute(ROWS.format("dbos.").encode())
        assert await begun_anew(postgres_url) == ["S-1.1", "S-3.2"]
        states = session.execute("SELECT status FROM dbos.workflow_status ORDER BY 1").fetchall()
    assert states == [("CANCELLED",), ("CANCELLED",), ("SUCCESS",)]
