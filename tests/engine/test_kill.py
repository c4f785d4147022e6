"""A process killed without warning, at every point of a run, and what the next one makes of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_PROCESS = Path(__file__).with_name("bot_process.py")
_ROOT = Path(__file__).parents[2]


class RunProcesses:
    """Processes on one database and one folder."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder
        self._running: list[subprocess.Popen[str]] = []

    def begin(self, **plan: Any) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(_PROCESS), self._url, str(self._folder), json.dumps(plan)],
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": str(_ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.append(process)
        return process

    def finish(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        _, said = process.communicate(timeout=60)
        return process.returncode, said

    def run(self, **plan: Any) -> tuple[int, str]:
        return self.finish(self.begin(**plan))

    def lines(self, name: str) -> list[str]:
        file = self._folder / name
        return file.read_text().splitlines() if file.exists() else []

    def wait_for(self, name: str, line: str, times: int = 1) -> None:
        until = time.monotonic() + 60
        while self.lines(name).count(line) < times:
            assert time.monotonic() < until, (name, line, self.lines(name))
            time.sleep(0.02)

    def touch(self, name: str) -> None:
        (self._folder / name).touch()

    def end(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.communicate()


@pytest.fixture
def processes(database_url: str, tmp_path: Path) -> Iterator[RunProcesses]:
    processes = RunProcesses(database_url, tmp_path)
    yield processes
    processes.end()


@pytest.fixture
def replicas(postgres_url: str, tmp_path: Path) -> Iterator[RunProcesses]:
    processes = RunProcesses(postgres_url, tmp_path)
    yield processes
    processes.end()


def test_killed_at_every_point_in_turn_a_run_begins_anew_and_ends(
    processes: RunProcesses, database_url: str
) -> None:
    points = ["body", "one.begun", "one.done", "two.done", "between", "three.begun", "end"]
    if database_url.startswith("postgres"):
        points = ["one.done", "two.done", "between"]  # the same code: a sample will do
    for number, point in enumerate(points):
        code, said = processes.run(start=["k"] if number == 0 else [], die=point)
        assert code == -signal.SIGKILL, (point, said)
    code, said = processes.run()
    assert code == 0, said
    died_after = {"one": 5, "two": 4, "three": 1}  # how many points come after the step's effect
    if database_url.startswith("postgres"):
        died_after = {"one": 3, "two": 2, "three": 0}
    effects = {f"k {step}": times + 1 for step, times in died_after.items()}
    assert Counter(processes.lines("effects")) == effects
    assert said.strip().count("\n") < 5, said


def test_what_was_started_before_a_kill_is_never_lost(processes: RunProcesses) -> None:
    keys = [f"k{n}" for n in range(40)]
    process = processes.begin(start=keys)
    processes.wait_for("accepted", "k15")
    process.kill()
    processes.finish(process)
    accepted = set(processes.lines("accepted"))
    assert 15 < len(accepted) < 40
    code, said = processes.run(start=keys)
    assert code == 0, said
    effects = Counter(processes.lines("effects"))
    assert set(effects) == {f"{key} {step}" for key in keys for step in ("one", "two", "three")}
    assert max(effects.values()) <= 2  # one kill


def test_a_second_process_on_one_sqlite_file_is_told(sqlite_url: str, tmp_path: Path) -> None:
    processes = RunProcesses(sqlite_url, tmp_path)
    try:
        first = processes.begin(start=["k"], stay=True)
        processes.wait_for("accepted", "k")
        code, said = processes.run()
        assert code == 1
        assert "AlreadyRunning" in said
        assert "bot.engine.db.lock" in said
        first.kill()
        processes.finish(first)
        code, said = processes.run()
        assert code == 0, said
    finally:
        processes.end()


@pytest.mark.postgres
def test_a_replica_takes_over_a_dead_one_within_seconds(replicas: RunProcesses) -> None:
    dead = replicas.begin(start=["k"], executor="a", hold=True)
    replicas.wait_for("effects", "k two")
    other = replicas.begin(executor="b", stay=True)
    replicas.wait_for("looks", str(other.pid), times=3)  # nothing is taken from the living
    assert replicas.lines("effects") == ["k one", "k two"]
    dead.kill()
    replicas.wait_for("effects", "k three")
    replicas.touch("leave")
    code, said = replicas.finish(other)
    assert code == 0, said
    assert Counter(replicas.lines("effects")) == {"k one": 2, "k two": 2, "k three": 1}


@pytest.mark.postgres
def test_a_run_that_kills_every_process_is_given_up(replicas: RunProcesses) -> None:
    for start in (["k"], []):
        code, _ = replicas.run(start=start, die="one.done", most_takeovers=1)
        assert code == -signal.SIGKILL
    code, said = replicas.run(start=["well"], most_takeovers=1)
    assert code == 0, said
    assert Counter(replicas.lines("effects"))["k one"] == 2
    assert "well three" in replicas.lines("effects")


@pytest.mark.postgres
def test_a_frozen_replica_keeps_its_runs(replicas: RunProcesses) -> None:
    frozen = replicas.begin(start=["k"], executor="a", hold=True)
    replicas.wait_for("effects", "k two")
    frozen.send_signal(signal.SIGSTOP)
    other = replicas.begin(executor="b", stay=True)
    replicas.wait_for("looks", str(other.pid), times=3)
    frozen.send_signal(signal.SIGCONT)
    replicas.touch("go")
    replicas.touch("leave")
    for process in (frozen, other):
        code, said = replicas.finish(process)
        assert code == 0, said
    assert Counter(replicas.lines("effects")) == {"k one": 1, "k two": 1, "k three": 1}


@pytest.mark.postgres
def test_an_executor_id_lives_once(replicas: RunProcesses) -> None:
    replicas.begin(executor="a", stay=True, start=["k"])
    replicas.wait_for("effects", "k three")
    code, said = replicas.run(executor="a")
    assert code == 1
    assert "AlreadyRunning" in said


@pytest.mark.postgres
def test_a_replica_without_its_lock_stops_and_another_goes_on(
    replicas: RunProcesses, postgres_url: str
) -> None:
    lost = replicas.begin(start=["k"], executor="a", hold=True)
    replicas.wait_for("effects", "k two")
    other = replicas.begin(executor="b", stay=True)
    replicas.wait_for("launched", str(other.pid))
    _end_session(postgres_url, "propops-slack a")
    code, _ = replicas.finish(lost)
    assert code == 70
    replicas.wait_for("effects", "k three")
    replicas.touch("leave")
    assert replicas.finish(other)[0] == 0


def _end_session(url: str, name: str) -> None:
    import psycopg  # noqa: PLC0415 - for the one test that reaches into the server

    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
            (name,),
        ).fetchall()
    assert ended == [(True,)]
