"""An engine that has nothing to do looks seldom for something."""

import importlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.engine import takeover
from bot.engine.dbos_engine import DurableEngine
from bot.engine.polling import (
    FIRST_SCHEDULES_INTERVAL,
    QUEUES,
    SEARCH_INTERVAL,
    TAKE_UP_WITHIN,
    handed_over,
)
from tests.waiting import until


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[DurableEngine]:
    engine = DurableEngine(sqlite_url)
    await engine.launch()
    yield engine
    await engine.close(within=5)


@pytest.fixture
def library(engine: DurableEngine) -> Any:
    return importlib.import_module("dbos._dbos")._get_dbos_instance()


def test_the_library_still_has_what_spares_idle_time(library: Any) -> None:
    assert SEARCH_INTERVAL in vars(importlib.import_module("dbos._workflow_commands"))
    assert FIRST_SCHEDULES_INTERVAL in vars(importlib.import_module("dbos._scheduler"))
    assert handed_over(library)._polling_interval_sec > TAKE_UP_WITHIN
    assert hasattr(type(library._sys_db), QUEUES)


def test_the_database_is_not_asked_each_second_which_queues_there_are(
    engine: DurableEngine, library: Any
) -> None:
    asked: list[str] = []
    assert engine._sqlite is not None
    sa.event.listen(engine._sqlite, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert library._sys_db.list_queues(application_name="propops-slack") == []
    assert not [statement for statement in asked if "queues" in statement]


@pytest.mark.postgres
async def test_on_postgres_it_looks_seldom_while_no_other_process_lives(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takeover, "_ALONE_AFTER", 0.0)
    engine = DurableEngine(postgres_url, executor_id="mine")
    await engine.launch()
    other = takeover.ExecutorLease(postgres_url, "other", lambda: None)
    try:
        queue = handed_over(importlib.import_module("dbos._dbos")._get_dbos_instance())
        assert queue._polling_interval_sec == TAKE_UP_WITHIN
        await until(lambda: queue._polling_interval_sec > TAKE_UP_WITHIN)
        await other.acquire()
        await until(lambda: queue._polling_interval_sec == TAKE_UP_WITHIN)
    finally:
        await other.release()
        await engine.close(within=5)
