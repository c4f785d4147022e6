"""Fixtures for every test: a database of its own, on SQLite and on a real Postgres."""

import gc
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings

from bot import logs
from tests.compiled_statements import compiled_once
from tests.databases import new_sqlite
from tests.postgres import NoPostgres, Postgres

settings.register_profile(
    "steady",  # the same examples in every run: none is refused for what it did not change
    deadline=None,  # a shared machine is slow at times
    derandomize=True,
    database=None,
)
settings.register_profile(
    "fuzz",  # `make fuzz`: others in each run, ten times as many
    deadline=None,
    derandomize=False,
    max_examples=1_000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")  # unless --hypothesis-profile says otherwise


KILL = (
    *("tests/bench/", "tests/chaos/", "tests/engine/test_kill.py", "tests/replicas/"),
    "tests/stories/test_kill",
)
"""Where tests start processes and kill them: seconds each."""

LONG = (
    *KILL,
    *("tests/slack/test_exactly_once.py", "tests/stories/test_query_plans.py"),
    "tests/stories/test_every_listener.py::test_values_nobody_could_send",
)
"""What takes ten seconds and more, or kills: whoever began it last would end the run alone."""


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.nodeid.startswith(KILL):
        item.add_marker(pytest.mark.kill)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long tests first, for each worker its part: `--dist worksteal` deals equal pieces in order.

    So the short ones fill up what is left, and no worker ends with a long one alone.
    """
    workers = int(getattr(config, "workerinput", {}).get("workercount", 1))
    long = [each for each in items if each.nodeid.startswith(LONG)]
    short = [each for each in items if not each.nodeid.startswith(LONG)]
    shares = [long[at::workers] for at in range(workers)]
    ends = [len(items) * (at + 1) // workers for at in range(workers)]
    items.clear()
    for share, end in zip(shares, ends, strict=True):
        items += share
        fill = end - len(items)
        items += short[:fill]
        del short[:fill]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Garbage is collected after collection alone, and what is there then stays.

    Each bot that starts collects garbage, and need not look at all the tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 10, 5)  # by default an eighth of a story's CPU goes into it
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def no_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing here speaks TLS, and to read the machine's authorities takes each client 25 ms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("authorities")))
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def patient_clients() -> Iterator[None]:
    """A client that says nothing of time waits as long as a busy machine may need: httpx's own 5 s are too few."""
    defaults = httpx.AsyncClient.__init__.__kwdefaults__ or {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(defaults, "timeout", httpx.Timeout(60))
        yield


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """As in the program: no locals in tracebacks, and only what went wrong."""
    logs.configure("ERROR")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running server; tests that need it are skipped, with the reason, where it can't run."""
    try:
        server = Postgres()
        server.start()
    except NoPostgres as error:
        pytest.skip(f"no Postgres: {error}")
    yield server
    server.stop()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return new_sqlite(tmp_path / "bot.db")


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    return postgres.with_tables()


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> str:
    return postgres.empty()


_KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=_KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with all tables and nothing in them, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=_KINDS)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The same without any table, as the bot finds it when it first starts."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url
