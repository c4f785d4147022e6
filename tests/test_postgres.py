"""The Postgres of the tests leaves nothing behind."""

import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import psycopg
import pytest

from tests.waiting import until

ROOT = Path(__file__).parents[1]
SERVER = """
import signal
import sys
from tests.postgres import Postgres
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
server = Postgres()
server.start()
print(server.url(), flush=True)
sys.stdin.read()
"""


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres")  # where none can run, this is skipped
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
async def test_it_ends_with_the_process_that_started_it(how: signal.Signals) -> None:
    tests = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVER,
        cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
    )  # fmt: skip
    assert tests.stdout is not None
    url = (await tests.stdout.readline()).decode().strip()
    with contextlib.closing(psycopg.connect(url, autocommit=True)) as visitor:
        tests.send_signal(how)
        await tests.wait()
        await until(lambda: not Path(url.partition("host=")[2]).exists())
        with pytest.raises(psycopg.OperationalError):
            visitor.execute("SELECT 1")
