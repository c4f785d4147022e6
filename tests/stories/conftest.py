"""The real bot between two strict sandboxes.

What every story asks its database is looked at afterwards (`tests.query_plans`), what it has
promised people in their direct messages (`kept_promises`), and whether a task failed unheard.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.testbed import Testbed, open_testbed
from bot.slack.rate_limit import Timing
from bot.store.database import Database
from bot.wiring.waits import Waits
from tests.query_plans import Statements, faults_on_sqlite
from tests.stories.acting import Clock
from tests.stories.kept_promises import broken_promises

QUICK = Waits(
    first_retry=0.2,
    duplicate_check=2.0,
    deferred_tasks=0.2,
    tokens=0.2,
    between_cards=0.01,
    between_homes=0.05,
    sign_of_life=60.0,  # however busy the machine is
    slack=Timing(gap=0.02, update_gap=0.05, settle=2.0, grace=0.5, first_read_after=0.05),
)


@pytest.fixture
def clock() -> Clock:
    """What the bot of `play` takes for the time."""
    return Clock()


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A SQLite file with all tables: to make them takes longer than many a story."""
    path = tmp_path_factory.mktemp("new") / "propops-bot.db"

    async def make() -> None:
        await (await Database.open(f"sqlite:///{path}")).close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make()).result()
    return path.read_bytes()


@pytest.fixture
async def play(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    new_database: bytes,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Testbed]:
    """A testbed with Priya linked, its engine in memory, and more patience than a busy machine needs.

    `pytest.mark.testbed` of a module or test gives settings and arguments of `open_testbed`, and
    `linked` (who → their account), `rules` (the text of POLICY_FILE), `ack_within` (seconds a
    listener has; Slack waits half a second longer).
    """
    given: dict[str, Any] = {
        "engine": InMemoryEngine,
        "clock": clock,
        "waits": QUICK,
        "propops_settle_seconds": 0.5,
    }
    for mark in reversed(list(request.node.iter_markers("testbed"))):
        given |= mark.kwargs
    linked = given.pop("linked", {"priya": "Priya Shah"})
    if rules := given.pop("rules", ""):
        policy = tmp_path / "policy.toml"
        policy.write_text(rules)
        given = {"policy_file": policy} | given
    ack_within = given.pop("ack_within", 20.0)
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", ack_within)
    behaviour = Behaviour(escape_commands=True, patience=ack_within + 0.5)
    given = {"slack": SandboxSlack(behaviour=behaviour)} | given
    if "database_url" not in given:
        (tmp_path / "propops-bot.db").write_bytes(new_database)
    statements, unheard = Statements(), list[str]()
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: unheard.extend(_unheard(context))
    )
    with statements.captured():
        async with open_testbed(tmp_path, **given) as testbed:
            for who, account in linked.items():
                await testbed.link(who, account)
            yield testbed
            broken = await broken_promises(testbed)
    assert broken == []
    assert unheard == []
    assert _faults(statements, tmp_path) == []


def _unheard(context: dict[str, Any]) -> Iterator[str]:
    """What no part of the bot was there to hear; the sandboxes' own tasks end when the story does."""
    task = context.get("future") or context.get("task")
    code = getattr(task.get_coro(), "cr_code", None) if isinstance(task, asyncio.Task) else None
    if code is None or "/sandbox/" not in code.co_filename:
        yield f"{context['message']}: {context.get('exception')!r}"


def _faults(statements: Statements, folder: Path) -> list[str]:
    """Of the statements that no story before has run."""
    faults: list[str] = []
    for statement in statements.seen.values():
        path = Path(statement.engine.url.database or "")
        if path.parent == folder and path.exists() and statement.text not in _LOOKED_AT:
            _LOOKED_AT.add(statement.text)
            with contextlib.closing(sqlite3.connect(path)) as connection:
                faults += faults_on_sqlite(connection, statement)
    return faults


_LOOKED_AT: set[str] = set()
