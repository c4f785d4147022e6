"""The bot between the two sandboxes, three people in front of it, and time that is moved on."""

import contextlib
import re
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.app import App
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed, open_testbed
from bot.store.schema import changes, is_open
from tests.board_walk.model import LONDON, Deletion, Model, Person
from tests.board_walk.stepped_time import SteppedTime
from tests.stories.conftest import QUICK
from tests.waiting import until

NEW_YORK = ZoneInfo("America/New_York")
REFRESH = 300.0
"""CARDS_REFRESH_SECONDS."""
PEOPLE = {
    "priya": Person("priya", "Priya Shah", LONDON, approves=True),
    "dana": Person("dana", "Margaret Ellison", NEW_YORK, approves=True),
    "nia": Person("nia", "Rebecca Lister", LONDON, approves=False, agent=301),
}
"""Nia's account sees the jobs of one agent alone."""
SETTINGS: dict[str, Any] = {
    "jobs_channel": "C0MAINT001",
    "approvals_channel": "C0APPROV01",
    "approvers": ("S0APPROVER", "U0PRIYA001"),
    "approval_budget_over": 500,
    "approval_expiry_days": 60,
    "approval_reminders": "",
    "cards_refresh_seconds": REFRESH,
    "propops_settle_seconds": 0.5,
}
STARTS = (
    datetime(2027, 3, 25, 15, tzinfo=LONDON),  # the clocks go forward on Easter Sunday
    datetime(2027, 10, 29, 15, tzinfo=LONDON),  # they go back on Sunday, in New York a week later
    datetime(2027, 12, 23, 7, 30, tzinfo=LONDON),
    datetime(2027, 5, 28, 12, tzinfo=LONDON),
    datetime(2027, 3, 11, 9, 30, tzinfo=LONDON),  # New York goes forward
)
_MORNINGS = (time(8), time(9))


@dataclass
class Stage:
    play: Testbed
    clock: SteppedTime
    model: Model
    card_of: dict[str, Message] = field(default_factory=dict)
    workers: dict[str, set[str]] = field(default_factory=dict)
    """By reference: who changed the job from Slack."""
    unseen: set[str] = field(default_factory=set)
    """Jobs that none of them could see at some time."""
    home_opened: dict[str, float] = field(default_factory=dict)
    titles: int = 0
    on_hop: Callable[[], None] = lambda: None
    """Looks at what has arrived, after each hop."""

    @property
    def app(self) -> App:
        assert self.play.app is not None
        return self.play.app

    def jobs(self) -> list[dict[str, Any]]:
        return self.play.propops.jobs

    def job(self, ref: str) -> dict[str, Any] | None:
        return self.play.propops.job_by(ref)

    def title(self) -> str:
        self.titles += 1
        return f"Leak {self.titles:03}"

    def status(self, name: str) -> int:
        return next(
            int(each["ID"]) for each in self.play.propops.rows("statuses") if each["name"] == name
        )

    # time

    async def settle(self) -> None:
        """Until the bot has nothing more to do by itself."""

        async def none_is_under_way() -> bool:
            await self.app.engine.idle()
            now = self.clock()
            left = sa.select(sa.func.count()).where(is_open(changes), changes.c.send_at <= now)
            return not await self.app.stores.database.call(lambda each: each.execute(left).scalar())

        await until(none_is_under_way)
        await self.app.engine.idle()
        await self.play.slack.settled()

    async def tick(self) -> None:
        """Periodic tasks whose time has come run, and what they have begun ends."""
        await self.clock.run_due(len(self.app._scheduler._loops))
        await self.settle()

    async def refreshed(self) -> None:
        """An interval later: everything was compared with PropOps, told and drawn."""
        for seconds in (6, REFRESH + 1, 6, 6):
            await self.hop(self.clock() + seconds)

    async def hop(self, to: float) -> None:
        """No further at once than to where a deletion is sent: what is read at that moment may be either."""
        due = [each.at + 5 for each in self.model.deletions.values() if each.at + 5 < to]
        if due and min(due) > self.clock():
            await self.hop(min(due))
        self.clock.hop(to)
        await self.tick()
        for ref, deletion in list(self.model.deletions.items()):
            if deletion.at <= self.clock():
                await self._deleted(ref, deletion)
        self.on_hop()

    async def _deleted(self, ref: str, deletion: Deletion) -> None:
        del self.model.deletions[ref]
        job = self.job(ref)
        if job is not None and job["updated_at"] != deletion.version:
            deletion.asked.round += 1
            self.model.asked.append(deletion.asked)
        else:
            await until(lambda: self.job(ref) is None)

    async def go_on(self, seconds: float) -> None:
        """So much later, awake at each moment at which something is to come."""
        end = self.clock() + seconds
        day = datetime.fromtimestamp(self.clock(), LONDON).date() - timedelta(days=1)
        moments = {end}
        while datetime.combine(day, time(), LONDON).timestamp() < end:
            for zone in (LONDON, NEW_YORK):
                for at in _MORNINGS:
                    moments.add(datetime.combine(day, at, zone).timestamp() + 20)
            day += timedelta(days=1)
        for moment in sorted(moments):
            if self.clock() < moment <= end:
                await self.hop(moment)

    async def restart(self) -> None:
        await self.play.restart_bot()
        await self.tick()

    # what jobs there are

    def raise_job(self, by: str, **fields: Any) -> str:
        job = self.play.propops.raise_job(by, **(self.plain() | fields))
        self.model.raised[job["job_ref"]] = by
        return str(job["job_ref"])

    def plain(self) -> dict[str, Any]:
        return {
            "job_title": self.title(),
            "job_description": "x",
            "address_id": 501,
            "priority_id": 43,
            "job_type_id": 72,
            "status_id": self.status("New"),
            "agent_id": 301,
        }

    def changed_by(self, who: str, ref: str) -> None:
        """The job was changed from Slack."""
        self.model.last_by[ref] = who
        self.workers.setdefault(ref, set()).add(who)

    def find_cards(self) -> None:
        for message in self.play.slack.messages("maintenance"):
            found = re.search(r"JOB-\d+", message.text)
            if found is not None and not message.is_reply and not message.deleted:
                self.card_of[found[0]] = message


@contextlib.asynccontextmanager
async def open_stage(start: datetime, database: bytes | None = None) -> AsyncIterator[Stage]:
    """`database`: a file with all tables, where there is one."""
    clock = SteppedTime(start)
    propops = SandboxPropOps(clock=clock.utc)
    for job in propops.jobs:
        propops.delete(job["job_ref"])
    slack = SandboxSlack(behaviour=Behaviour(escape_commands=True), clock=clock)
    slack.member("dana").person.tz = str(NEW_YORK)
    with tempfile.TemporaryDirectory() as folder:
        if database is not None:
            (Path(folder) / "propops-bot.db").write_bytes(database)
        async with open_testbed(
            Path(folder),
            engine=InMemoryEngine,
            clock=clock,
            waits=replace(QUICK, sleep=clock.sleep),
            propops=propops,
            slack=slack,
            **SETTINGS,
        ) as play:
            for person in PEOPLE.values():
                await play.link(person.who, person.account)
            stage = Stage(play, clock, Model(PEOPLE))
            await stage.hop(clock() + 6)
            yield stage
