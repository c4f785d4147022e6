"""One job and its card under any plan of steps: one bot for all examples, a job of its own for each."""

import asyncio
import contextlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.jobs.actions import Action
from bot.jobs.change import Change, Place, change_id
from bot.jobs.model import Job
from bot.jobs.updates import on_form
from bot.propops.parse.jobs import job as parsed
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed, open_testbed
from bot.views.job_face import face
from tests.stories.comparing import compare
from tests.stories.conftest import QUICK
from tests.waiting import until

LIKE = "JOB-001"
"""From which the required fields of a new job are taken."""


@dataclass
class Stage:
    """One testbed for all examples. `numbers`: each is given once."""

    runner: asyncio.Runner
    play: Testbed
    numbers: Iterator[int] = field(default_factory=itertools.count)

    async def raised(self, **fields: Any) -> str:
        """The uuid of a new job that has a card."""
        like = self.play.propops.job(LIKE)
        required = ("status_id", "priority_id", "job_type_id", "address_id")
        values = {name: like[name] for name in required} | {"job_description": "x"} | fields
        uuid = str(self.play.propops.raise_job("Priya Shah", **values)["uuid"])
        await self.ask("update", uuid, fields={"job_title": "With a card"}, base=self.seen(uuid))
        await self.settle()
        return uuid

    async def ask(self, action: Action, uuid: str, who: str = "priya", **asked: Any) -> None:
        """A member sends a change of the job."""
        key = f"T0SANDBOX1:V{next(self.numbers)}"
        place = Place(self.play.channel())
        change = Change(change_id(key), key, action, self.play.member(who), place)
        assert self.play.app is not None
        await self.play.app.flows.changes.accept(change.but(job_uuid=uuid, **asked))

    def job(self, uuid: str) -> Job:
        """As PropOps has it."""
        job = parsed(self.play.propops.job(uuid))
        assert job is not None
        return job

    def seen(self, uuid: str) -> dict[str, Any]:
        """What the form shows whoever opens it now."""
        job = self.job(uuid)
        return {"updated_at": job.updated_at, "fields": on_form(job)}

    def card(self, uuid: str) -> Message:
        cards = self.play.slack.messages("maintenance")
        return next(each for each in reversed(cards) if uuid in str(each.blocks))

    async def settle(self) -> None:
        """Until every change has ended."""
        app = self.play.app
        assert app is not None

        async def none_is_open() -> bool:
            await app.engine.idle()
            return not await app.stores.changes.count()

        await until(none_is_open)
        await self.play.slack.settled()

    async def compare(self, uuid: str) -> None:
        await compare(self.play, job=uuid)

    async def at_rest(self, uuid: str) -> None:
        """Every change has ended, and the job was compared: twice, since one that is gone is looked for again."""
        await self.settle()
        for _ in range(2):
            await self.compare(uuid)

    def has_facts(self, card: Message, uuid: str) -> None:
        """The card says what PropOps says."""
        job = self.job(uuid)
        facts = face(job, year=datetime.fromtimestamp(self.play.clock(), UTC).year).text
        lines = card.text.splitlines()
        first = lines.index(facts[0])  # after what was done, and by whom where that is known
        assert lines[first : first + len(facts)] == facts
        assert card.says(job.job_title)


@contextlib.contextmanager
def open_stage(folder: Path, linked: Mapping[str, str]) -> Iterator[Stage]:
    """`linked`: who → their account."""
    given: dict[str, Any] = {"engine": InMemoryEngine, "waits": QUICK, "cards_refresh_seconds": 0}
    with asyncio.Runner() as runner:
        testbed = open_testbed(folder, **given)
        play = runner.run(testbed.__aenter__())
        for who, account in linked.items():
            runner.run(play.link(who, account))
        yield Stage(runner, play)
        runner.run(testbed.__aexit__(None, None, None))
