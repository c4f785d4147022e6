"""Modules that are loaded when something of them is needed: Postgres's driver, in a bot on SQLite."""

import subprocess
import sys
from pathlib import Path

_BOT_ON_SQLITE = """
import sys
import bot.app
print(sorted(name for name in sys.modules if name.startswith("psycopg")))
from dbos import _sys_db, _utils
from bot.engine import takeover
errors = {_utils.psycopg.OperationalError, takeover.psycopg.OperationalError}
locked = _sys_db.pg_errors.LockNotAvailable
import psycopg
print(errors == {psycopg.OperationalError}, locked is psycopg.errors.LockNotAvailable)
"""


def test_a_bot_on_sqlite_does_not_load_the_driver_of_postgres_until_it_is_asked_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _BOT_ON_SQLITE],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["[]", "True True"]
