"""What only the durable engine promises."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
import pytest

from bot.engine.dbos_engine import VERSION, DurableEngine
from bot.engine.protocol import AlreadyRunning, StepFailed
from bot.engine.recovery import StuckRunRecovery
from bot.engine.sqlite_lock import FileLock
from bot.jobs.change import Json
from bot.store.database import DatabaseDown
from tests.waiting import until

CANARY = "Bearer canary-7730"


MakeDurable: TypeAlias = Callable[..., DurableEngine]


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.engine.db"


@pytest.fixture
async def durable() -> AsyncIterator[MakeDurable]:
    made: list[DurableEngine] = []

    def make(url: str, **more: Any) -> DurableEngine:
        made.append(DurableEngine(url, **more))
        return made[-1]

    yield make
    for engine in made:
        await engine.close(within=5)


async def test_the_file_is_its_own_private_and_safe_against_power_cuts(
    empty_sqlite_url: str, tmp_path: Path, file: Path, durable: MakeDurable
) -> None:
    engine = durable(empty_sqlite_url)
    await engine.launch()
    sqlite = engine._sqlite
    assert sqlite is not None
    with sqlite.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    await engine.close()
    assert pragmas == ["wal", 2, 1, 30000]
    assert not (tmp_path / "bot.db").exists()
    assert mode(file) == 0o600


async def test_runs_carry_the_pinned_version_and_explicit_names(
    sqlite_url: str, file: Path, durable: MakeDurable
) -> None:
    engine = durable(sqlite_url)

    async def effect(arg: str) -> Json:
        return {"arg": arg}

    async def body(arg: str) -> None:
        await engine.step("the.step", effect, arg)

    engine.register("the.workflow", body)
    await engine.launch()
    await engine.start("k", "the.workflow", "a")
    await engine.idle()
    await engine.close()
    [run] = rows(
        file,
        "SELECT workflow_uuid, name, application_version, executor_id, serialization, status"
        " FROM workflow_status",
    )
    assert run == ("k", "the.workflow", VERSION, "bot", "portable_json", "SUCCESS")
    assert rows(file, "SELECT function_name FROM operation_outputs") == []


async def test_no_words_of_an_exception_reach_the_disk(
    sqlite_url: str, tmp_path: Path, durable: MakeDurable
) -> None:
    engine = durable(sqlite_url)
    kinds: list[str] = []

    async def boom() -> Json:
        raise ValueError(CANARY) from KeyError(CANARY)

    async def body(_: str) -> None:
        try:
            await engine.step("boom", boom)
        except StepFailed as error:
            kinds.append(error.kind)
        raise LookupError(CANARY)

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "")
    await engine.idle()
    kept = b"".join(contents(tmp_path))
    await engine.close()
    kept += b"".join(contents(tmp_path))
    assert kinds == ["ValueError"]
    assert b"LookupError" in kept
    assert CANARY.encode() not in kept
    assert b"Traceback" not in kept


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


async def test_one_engine_at_a_time_in_a_process_and_on_a_file(
    sqlite_url: str, tmp_path: Path, file: Path, durable: MakeDurable
) -> None:
    engine = durable(sqlite_url)
    await engine.launch()
    with pytest.raises(AlreadyRunning):
        await DurableEngine(f"sqlite:///{tmp_path / 'other.db'}").launch()
    with pytest.raises(AlreadyRunning) as told:
        FileLock(file).acquire()
    assert "DATABASE_URL" in told.value.advice
    await engine.close()
    again = FileLock(file)
    again.acquire()
    again.release()


async def test_a_launch_that_fails_is_told_and_can_be_repeated(
    tmp_path: Path, durable: MakeDurable
) -> None:
    path = tmp_path / "bot.engine.db"
    path.write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(DatabaseDown, match="not a database"):
        await DurableEngine(f"sqlite:///{tmp_path / 'bot.db'}").launch()
    path.unlink()
    engine = durable(f"sqlite:///{tmp_path / 'bot.db'}")
    await engine.launch()
    assert engine.alive()
    await engine.close()


async def test_a_run_whose_end_could_not_be_written_is_brought_back(
    sqlite_url: str, durable: MakeDurable
) -> None:
    engine = durable(sqlite_url, recovery_every=0.2)
    seen: list[str] = []

    async def effect() -> Json:
        seen.append("effect")
        if len(seen) == 1:
            pragma(engine, "query_only=ON")
        return {}

    async def body(_: str) -> None:
        await engine.step("effect", effect)

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "a")
    await until(lambda: seen and not engine._runs)
    assert await engine.unfinished() == 1
    pragma(engine, "query_only=OFF")
    await asyncio.wait_for(engine.idle(), 60)
    assert seen == ["effect", "effect"]


def pragma(engine: DurableEngine, words: str) -> Any:
    assert engine._sqlite is not None
    with engine._sqlite.connect() as connection:
        result = connection.exec_driver_sql(f"PRAGMA {words}")
        return result.scalar() if result.returns_rows else None


async def test_the_janitor_waits_for_a_second_look() -> None:
    pending: set[str] = {"gone", "ours"}
    at_work: set[str] = {"ours"}
    resumed: list[list[str]] = []

    async def list_pending() -> set[str]:
        return set(pending)

    async def resume(runs: list[str]) -> None:
        resumed.append(runs)

    recovery = StuckRunRecovery(list_pending, lambda: at_work, resume, every=60)
    await recovery.poll()
    assert resumed == []
    pending.add("new")
    await recovery.poll()
    assert resumed == [["gone"]]
    pending.clear()
    await recovery.poll()
    await recovery.poll()
    assert resumed == [["gone"]]


@pytest.mark.postgres
async def test_postgres_away_at_launch_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseDown) as told:
        await DurableEngine(f"postgresql://bot:hunter2@/x?host={tmp_path}").launch()
    assert "hunter2" not in repr(told.value)


@pytest.mark.postgres
async def test_a_lost_session_stops_every_effect(postgres_url: str, durable: MakeDurable) -> None:
    lost = asyncio.Event()
    engine = durable(postgres_url, executor_id="a", on_lost=lost.set)
    seen: list[str] = []

    async def slow() -> Json:
        seen.append("begun")
        await asyncio.sleep(30)
        seen.append("ended")
        return {}

    async def body(_: str) -> None:
        await engine.step("slow", slow)

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "")
    await until(lambda: seen)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'propops-slack a'"
        )
    await asyncio.wait_for(lost.wait(), 60)
    assert not engine.alive()
    await until(lambda: not engine._runs)
    with pytest.raises(DatabaseDown):
        await engine.start("k2", "body", "")
    await engine.close(within=5)
    assert seen == ["begun"]


async def test_the_library_keeps_quiet_on_an_ordinary_day(
    sqlite_url: str, durable: MakeDurable, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = durable(sqlite_url)

    async def body(_: str) -> None:
        return

    engine.register("body", body)
    await engine.launch()
    await engine.start("k", "body", "")
    await engine.idle()
    await engine.close()
    assert capfd.readouterr() == ("", "")
