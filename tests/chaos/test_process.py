"""The process told to end, and the process that can't start."""

import asyncio
import sqlite3
import sys
import time
from pathlib import Path

from bot.sandbox.propops import Fault
from tests.chaos.requests import Intent, effects, intents
from tests.chaos.run import ChaosRun
from tests.waiting import until


class EndedInTheMiddle(ChaosRun):
    """Asked to end while PropOps is at work, and started again."""

    async def end_in_the_middle(self) -> tuple[int, float, list[Intent]]:
        """Exit code, seconds it took, and what was asked."""
        intended = intents(self.propops, self.slack, 6)
        async with self.propops.serving() as propops_url, self.slack.serving() as slack_url:
            self._env = self._environment(propops_url, slack_url)
            self._env["PROPOPS_TIMEOUT_SECONDS"] = "30"
            await self._link()
            try:
                await self._start_bot({})
                self.propops.fail(Fault("*", "slow", times=None, seconds=1.5))
                asking = asyncio.create_task(self._send_all(intended))
                self._release(6)
                await asking
                await until(lambda: any(each["fault"] == "slow" for each in self.propops.requests))
                assert self._process is not None
                started = time.monotonic()
                self._process.terminate()
                code = await self._process.wait()
                seconds_taken = time.monotonic() - started
                self.propops.heal()
                await self._start_bot({})
                await self._wait_until_idle()
                state = await self._state()
            finally:
                await self._stop_bot()
        self._fill_report(intended, state)
        return code, seconds_taken, intended


async def test_told_to_end_it_finishes_or_parks_and_loses_nothing(
    tmp_path: Path, sqlite_url: str
) -> None:
    chaos = EndedInTheMiddle(tmp_path, sqlite_url, changes=6, kills=0, points=[], faults=False)
    code, seconds_taken, intended = await chaos.end_in_the_middle()
    assert code == 0
    assert seconds_taken < 20
    report = chaos.report
    assert (report.doubled, report.lost, report.cards_wrong) == ([], [], [])
    assert all(effects(chaos.propops, each) == 1 for each in intended)


async def test_a_database_locked_at_start_ends_it_with_a_sentence(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN EXCLUSIVE")
    chaos = ChaosRun(tmp_path, f"sqlite:///{database}", changes=0, kills=0, points=[])
    environment = chaos._environment("http://127.0.0.1:9", "http://127.0.0.1:9") | {"PORT": "0"}
    await chaos._stop_bot()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve",
        cwd=tmp_path, env=environment, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, stderr = await process.communicate()
    other.close()
    assert process.returncode == 1
    assert b"storage isn't answering" in stderr
    assert b"locked" in stderr
    assert b"Traceback" not in stderr
