"""The Postgres of the tests leaves nothing behind."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.waiting import until

ROOT = Path(__file__).parents[1]
SERVER = """
import sys
from tests.postgres import Postgres
server = Postgres()
server.start()
print(server.url(), flush=True)
sys.stdin.read()
"""


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres")  # where none can run, this is skipped
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
async def test_it_ends_with_the_process_that_started_it(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as tests:
        assert tests.stdout is not None
        url = tests.stdout.readline().decode().strip()
        with contextlib.closing(psycopg.connect(url, autocommit=True)) as visitor:
            tests.send_signal(how)
            await until(lambda: not Path(url.partition("host=")[2]).exists())
            with pytest.raises(psycopg.OperationalError):
                visitor.execute("SELECT 1")
