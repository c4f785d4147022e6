"""The real bot between two strict sandboxes.

What every story asks its database is looked at afterwards (`tests.query_plans`), what it has
promised people in their direct messages (`kept_promises`), and whether a task failed unheard.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.testbed import Testbed, open_testbed
from bot.slack.rate_limit import Timing
from bot.wiring.waits import Waits
from tests.databases import new_file, new_sqlite
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

LIMITS = (
    *("handlers.lookups.WITHIN", "handlers.note_of_message.WITHIN"),
    *("handlers.note_of_message._JOB_WITHIN", "handlers.property_choices._JOBS_WITHIN"),
    *("handlers.message_words._NAMES_WITHIN", "handlers.message_shortcuts._RAISED_WITHIN"),
    *("handlers.job_form.SIMILAR_WITHIN", "bot.propops.lookups.member_lookups.PATIENCE"),
    *("handlers.background.OPEN_WITHIN", "handlers.submit.ANSWER_WITHIN"),
    *("bot.workflows.changes.lifecycle.ACCEPT_WITHIN", "handlers.kept_presses.ACCEPT_WITHIN"),
)
"""What a form waits for PropOps, Slack or our own storage, and then goes on without: a busy machine is late, and no
story's subject.
"""


@pytest.fixture
def clock() -> Clock:
    """What the bot of `play` takes for the time."""
    return Clock()


@pytest.fixture(scope="session")
def new_database() -> bytes:
    """A SQLite file with all tables."""
    return new_file()


@pytest.fixture
async def play(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Testbed]:
    """A testbed with Priya linked, its engine in memory, and more patience than a busy machine needs.

    `pytest.mark.testbed` of a module or test gives settings and arguments of `open_testbed`, and
    `linked` (who → their account), `rules` (the text of POLICY_FILE), `ack_within` (seconds a
    listener has; Slack waits half a second longer), `hurried` (a form goes on without what is late).
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
    if not given.pop("hurried", False):
        for limit in LIMITS:
            monkeypatch.setattr(limit, min(20.0, ack_within / 2))
    behaviour = Behaviour(escape_commands=True, patience=ack_within + 0.5)
    given = {"slack": SandboxSlack(behaviour=behaviour)} | given
    if "database_url" not in given:
        new_sqlite(tmp_path / "propops-bot.db")
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


@pytest.fixture
async def shared(tmp_path: Path, postgres_url: str, clock: Clock) -> AsyncIterator[Testbed]:
    """A testbed on Postgres, which a second process of the bot may share."""
    given: dict[str, Any] = {
        "engine": InMemoryEngine,
        "clock": clock,
        "waits": QUICK,
        "database_url": postgres_url,
        "token_keys": Fernet.generate_key().decode(),
    }
    async with open_testbed(tmp_path, **given) as testbed:
        await testbed.link("priya", "Priya Shah")
        yield testbed
