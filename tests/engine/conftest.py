"""Engines of each kind behind one contract."""

from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

import pytest

from bot.engine.dbos_engine import DurableEngine
from bot.engine.polling import TAKE_UP_WITHIN
from bot.engine.protocol import Engine
from bot.sandbox.in_memory_engine import InMemoryEngine, Memory

MakeEngine: TypeAlias = Callable[[], Engine]
"""A new engine over what the last one left behind."""

_KINDS = ["in memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=_KINDS)
async def make_engine(request: pytest.FixtureRequest) -> AsyncIterator[MakeEngine]:
    made: list[Engine] = []
    memory = Memory()
    url = "" if request.param == "in memory" else request.getfixturevalue(f"{request.param}_url")

    def make() -> Engine:
        engine: Engine = (
            DurableEngine(url, recovery_every=TAKE_UP_WITHIN) if url else InMemoryEngine(memory)
        )
        made.append(engine)
        return engine

    yield make
    for engine in made:
        await engine.close(within=5)


@pytest.fixture
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine()
