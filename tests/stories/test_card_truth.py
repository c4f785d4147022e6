"""Whatever two members and PropOps itself do to a job, in any order: once all is quiet, its card is true."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.jobs.change import Change, Place, change_id
from bot.jobs.updates import on_form
from bot.propops.parse.jobs import job as parsed
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed, open_testbed
from bot.views.job_face import face
from bot.workflows.cards.card_view import GONE
from tests.stories.comparing import compare
from tests.stories.conftest import QUICK
from tests.waiting import until

TABLES = {"status_id": "statuses", "priority_id": "priorities", "job_type_id": "types"}
PEOPLE = {"priya": "Priya Shah", "tom": "Tom Reilly"}

people = st.sampled_from(sorted(PEOPLE))
fields = st.one_of(
    st.tuples(st.sampled_from(sorted(TABLES)), st.integers(0, 3)),
    st.tuples(st.just("job_title"), st.integers(0, 9)),
)
steps = st.one_of(
    st.tuples(st.just("opens"), people),
    st.tuples(st.just("sends"), people, fields),
    st.tuples(st.just("sends"), people, fields),
    st.tuples(st.just("edited in PropOps"), fields),
    st.tuples(st.just("compared")),
    st.tuples(st.just("settled")),
    st.tuples(st.just("deleted in PropOps")),
)
"""A member *opens* a form, which fixes what they have seen; what they *send* is compared with that."""


@dataclass
class Stage:
    """One testbed for all examples, each of which has a job of its own."""

    runner: asyncio.Runner
    play: Testbed
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def value(self, name: str, nth: int) -> Any:
        if name == "job_title":
            return f"Title {nth}"
        rows = self.play.propops.rows(TABLES[name])
        return rows[nth % len(rows)]["ID"]

    async def settle(self) -> None:
        app = self.play.app
        assert app is not None

        async def none_is_open() -> bool:
            await app.engine.idle()
            return not await app.stores.changes.count()

        await until(none_is_open)
        await self.play.slack.settled()

    async def compare(self) -> None:
        await compare(self.play)


@dataclass
class Job:
    """A job, what each member has seen of it, and its card."""

    stage: Stage
    uuid: str
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        return self.stage.play.propops.job_by(self.uuid) is not None

    @property
    def card(self) -> Message:
        cards = self.stage.play.slack.messages("maintenance")
        return next(each for each in reversed(cards) if self.uuid in str(each.blocks))

    def open(self, who: str) -> None:
        if self.exists:
            job = parsed(self.stage.play.propops.job(self.uuid))
            assert job is not None
            self.seen[who] = {"updated_at": job.updated_at, "fields": on_form(job)}

    async def send(self, who: str, fields: dict[str, Any]) -> None:
        play = self.stage.play
        if who not in self.seen:
            self.open(who)
        key = f"T0SANDBOX1:V{next(self.stage.numbers)}"
        change = Change(change_id(key), key, "update", play.member(who), Place(play.channel()))
        asked = {"job_uuid": self.uuid, "fields": fields, "base": self.seen.get(who, {})}
        assert play.app is not None
        await play.app.flows.changes.accept(change.but(**asked))

    async def do(self, what: str, *given: Any) -> None:
        match what:
            case "opens":
                self.open(given[0])
            case "sends":
                who, (name, nth) = given
                await self.send(who, {name: self.stage.value(name, nth)})
            case "edited in PropOps" if self.exists:
                name, nth = given[0]
                edit = {name: self.stage.value(name, nth)}
                self.stage.play.propops.edit(self.uuid, by="Sam", **edit)
            case "deleted in PropOps" if self.exists:
                self.stage.play.propops.delete(self.uuid)
            case "compared":
                await self.stage.compare()
            case "settled":
                await self.stage.settle()

    def check(self, card: Message) -> None:
        if not self.exists:
            assert card.says(GONE)
            assert card.buttons == []
            return
        job = parsed(self.stage.play.propops.job(self.uuid))
        assert job is not None
        facts = face(job, year=datetime.now(UTC).year).text
        assert card.text.splitlines()[2 : 2 + len(facts)] == facts
        assert card.says(job.job_title)
        assert "Notify contractor" in card.buttons


async def tried(stage: Stage, plan: list[tuple[Any, ...]]) -> None:
    fields = {name: stage.value(name, 0) for name in TABLES}
    like = stage.play.propops.job("JOB-001")
    row = stage.play.propops.raise_job(
        "Priya Shah",
        job_title="As raised",
        job_description="x",
        address_id=like["address_id"],
        **fields,
    )
    job = Job(stage, row["uuid"])
    await job.send("priya", {"job_title": "With a card"})
    await stage.settle()
    card = job.card
    for step in plan:
        await job.do(*step)
    await stage.settle()
    for _ in range(2):
        await stage.compare()
    job.check(card)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("truth")
    given: dict[str, Any] = {"engine": InMemoryEngine, "waits": QUICK, "cards_refresh_seconds": 0}
    with asyncio.Runner() as runner:
        testbed = open_testbed(folder, **given)
        play = runner.run(testbed.__aenter__())
        for who, account in PEOPLE.items():
            runner.run(play.link(who, account))
        yield Stage(runner, play)
        runner.run(testbed.__aexit__(None, None, None))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(plan=st.lists(steps, max_size=8))
def test_after_any_order_of_edits_the_card_is_a_fresh_read(
    stage: Stage, plan: list[tuple[Any, ...]]
) -> None:
    stage.runner.run(tried(stage, plan))
