"""Two bots on one Postgres, each a process of its own, while one of them or the database is in trouble."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.postgres import NoPostgres, Postgres
from tests.replicas import troubles
from tests.replicas.pair import half_way, pair

pytestmark = pytest.mark.postgres


async def test_one_is_stopped_and_a_newer_one_started_while_changes_are_at_work(
    tmp_path: Path, postgres_url: str
) -> None:
    async with pair(postgres_url, tmp_path) as two:
        await half_way(two, partial(troubles.upgrade, two))
        await two.check("rolling upgrade")


async def test_one_is_killed(tmp_path: Path, postgres_url: str) -> None:
    async with pair(postgres_url, tmp_path) as two:
        await half_way(two, partial(troubles.kill, two))
        await two.check("killed")


async def test_one_is_frozen_for_a_while(tmp_path: Path, postgres_url: str) -> None:
    async with pair(postgres_url, tmp_path) as two:
        await half_way(two, partial(troubles.freeze, two))
        troubles.thaw(two)
        await two.check("frozen")


async def test_what_one_has_taken_reaches_the_other_once_more(
    tmp_path: Path, postgres_url: str
) -> None:
    async with pair(postgres_url, tmp_path) as two:
        await half_way(two, partial(troubles.retry, two))
        await two.check("retries")


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """One that may be halted: others use that of the session."""
    try:
        server = Postgres()
        server.start()
    except NoPostgres as error:
        pytest.skip(f"no Postgres: {error}")
    yield server
    server.stop()


async def test_the_database_is_started_anew_in_the_middle(
    tmp_path: Path, own_postgres: Postgres
) -> None:
    async with pair(own_postgres.url(), tmp_path) as two:
        await half_way(two, partial(troubles.restart, two, own_postgres))
        await two.check("Postgres restarted")
