"""Opens the environment of a walk, on SQLite or Postgres."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cryptography.fernet import Fernet

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.testbed import open_testbed
from bot.store import agenda
from bot.web import bolt
from bot.workflows.linking import leavers
from tests.board_walk.model import EXPIRY_DAYS, Model
from tests.board_walk.stage import NEW_YORK, PEOPLE, REFRESH, Stage
from tests.board_walk.stepped_time import SteppedTime
from tests.board_walk.times import LONDON
from tests.stories.conftest import QUICK

SETTINGS: dict[str, Any] = {
    "jobs_channel": "C0MAINT001",
    "approvals_channel": "C0APPROV01",
    "approvers": ("S0APPROVER", "U0PRIYA001"),
    "approval_budget_over": 500,
    "approval_expiry_days": EXPIRY_DAYS,
    "approval_reminders": "",
    "cards_refresh_seconds": REFRESH,
    "propops_settle_seconds": 0.5,
    "notify_quiet_hours": "20:00-07:00",
}
STARTS = (
    datetime(2027, 3, 25, 15, tzinfo=LONDON),  # the clocks go forward on Easter Sunday
    datetime(2027, 10, 29, 15, tzinfo=LONDON),  # they go back on Sunday, in New York a week later
    datetime(2027, 12, 23, 7, 30, tzinfo=LONDON),
    datetime(2027, 5, 28, 12, tzinfo=LONDON),
    datetime(2027, 3, 11, 9, 30, tzinfo=LONDON),  # New York goes forward
)
_AT_ONCE = 1e-6
"""For how long what is due is shared on Postgres, in seconds that no clock of ours moves on."""
_BOUNDLESS = 10**9
"""Requests of an account: the bot spreads its reads over real seconds, which a walk does not have."""
_ACK_WITHIN = 20.0
"""Seconds; a machine may be busy."""
_KEY = Fernet.generate_key().decode()


@dataclass(frozen=True)
class Database:
    """`url`: of an empty Postgres; without one it is a SQLite file. `file`: one with all tables."""

    url: str = ""
    file: bytes | None = None


@contextlib.asynccontextmanager
async def open_stage(start: datetime, database: Database) -> AsyncIterator[Stage]:
    clock = SteppedTime(start)
    propops = SandboxPropOps(clock=clock.utc, rate_limit=_BOUNDLESS)
    for job in propops.jobs:
        propops.delete(job["job_ref"])
    behaviour = Behaviour(escape_commands=True, patience=_ACK_WITHIN + 0.5)
    slack = SandboxSlack(behaviour=behaviour, clock=clock)
    slack.member("dana").person.tz = str(NEW_YORK)
    where = {"database_url": database.url, "token_keys": _KEY} if database.url else {}
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(agenda, "SHARED_FOR", _AT_ONCE),
        patch.object(bolt, "_ACK_WITHIN", _ACK_WITHIN),
        patch.object(leavers, "SPACING", 0.0),
    ):
        if database.file is not None:
            (Path(folder) / "propops-bot.db").write_bytes(database.file)
        async with open_testbed(
            Path(folder),
            engine=InMemoryEngine,
            clock=clock,
            waits=replace(QUICK, sleep=clock.sleep, between_cards=0.0),
            propops=propops,
            slack=slack,
            **(SETTINGS | where),
        ) as play:
            for person in PEOPLE.values():
                await play.link(person.who, person.account)
            stage = Stage(play, clock, Model(PEOPLE))
            await (
                stage.tick()
            )  # a task that has looked before the last was linked looks again after the hop
            await stage.hop(clock() + 6)
            yield stage
