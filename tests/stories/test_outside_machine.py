"""Whatever people do in Slack and in PropOps, with restarts in between: the card is true, all that others did
is told once, and nothing that the bot did.
"""

import asyncio
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.jobs.change import Change, Place, change_id
from bot.jobs.display import day
from bot.jobs.updates import on_form
from bot.propops.parse.jobs import job as parsed
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed, open_testbed
from bot.views.job_face import face
from tests.stories.comparing import compare, make_due, told
from tests.stories.conftest import QUICK
from tests.waiting import until

DAYS = ("date_works_start_date", "date_works_end_date")
OURS, THEIRS = date(2027, 1, 1), date(2030, 1, 1)
"""Every day is given once, so that each change is known by its value."""

steps = st.one_of(
    st.tuples(st.just("we set"), st.sampled_from(DAYS)),
    st.tuples(st.just("they set"), st.sampled_from(DAYS)),
    st.tuples(st.just("they set"), st.sampled_from(DAYS)),
    st.tuples(st.just("they write")),
    st.tuples(st.just("we write")),
    st.tuples(st.just("they rename")),
    st.tuples(st.just("compared")),
    st.tuples(st.just("read, not told")),
    st.tuples(st.just("settled")),
    st.tuples(st.just("restarted")),
)


@dataclass
class Stage:
    """One testbed for all examples, each of which has a job of its own."""

    runner: asyncio.Runner
    play: Testbed
    numbers: Iterator[int] = field(default_factory=itertools.count)

    async def settle(self) -> None:
        app = self.play.app
        assert app is not None

        async def none_is_open() -> bool:
            await app.engine.idle()
            return not await app.stores.changes.count()

        await until(none_is_open)
        await self.play.slack.settled()


@dataclass
class Script:
    stage: Stage
    uuid: str
    theirs: list[str] = field(default_factory=list)
    """Days that others set."""
    authors: list[str] = field(default_factory=list)

    async def ask(self, action: Any, **asked: Any) -> None:
        play = self.stage.play
        key = f"T0SANDBOX1:M{next(self.stage.numbers)}"
        change = Change(change_id(key), key, action, play.member("priya"), Place(play.channel()))
        assert play.app is not None
        await play.app.flows.changes.accept(change.but(job_uuid=self.uuid, **asked))

    async def do(self, what: str, *given: Any) -> None:
        play, number = self.stage.play, next(self.stage.numbers)
        match what:
            case "we set":
                job = parsed(play.propops.job(self.uuid))
                assert job is not None
                base = {"updated_at": job.updated_at, "fields": on_form(job)}
                value = (OURS + timedelta(number)).isoformat()
                await self.ask("update", fields={given[0]: value}, base=base)
            case "they set":
                value = (THEIRS + timedelta(number)).isoformat()
                play.propops.edit(self.uuid, by="Sam", **{given[0]: value})
                self.theirs.append(value)
            case "they rename":
                play.propops.edit(self.uuid, by="Sam", job_title=f"Title {number}")
            case "they write":
                self.authors.append(f"Author {number}")
                play.propops.add_note(self.uuid, self.authors[-1], "the same words")
            case "we write":
                await self.ask("add_case_note", target={"note_text": f"ours {number}"})
            case "compared":
                await compare(play)
            case "read, not told":
                assert play.app is not None
                await make_due(play.app)
                await play.app.flows.cards.reconciler.compare_due()
            case "settled":
                await self.stage.settle()
            case "restarted":
                await play.restart_bot()

    def check(self, card: Message) -> None:
        play = self.stage.play
        row = play.propops.job(self.uuid)
        job = parsed(row)
        assert job is not None
        facts = face(job, year=datetime.now(UTC).year).text
        assert card.text.splitlines()[2 : 2 + len(facts)] == facts
        text = "\n".join(each.text for each in told(play, card))
        set_to = Counter(re.findall(r"→ (.+)", text))
        assert all(count == 1 for count in set_to.values()), text
        words = {day(value): value for value in self.theirs}
        assert set_to.keys() <= words.keys(), "nothing of ours"
        stands = {str(row[name]) for name in DAYS} & set(self.theirs)
        assert stands <= {words[each] for each in set_to}, "what others left is told"
        assert Counter(re.findall(r"Author \d+", text)) == Counter(self.authors)
        assert "Priya" not in text


async def tried(stage: Stage, plan: list[tuple[Any, ...]]) -> None:
    play = stage.play
    like = play.propops.job("JOB-001")
    fields = {
        name: like[name] for name in ("status_id", "priority_id", "job_type_id", "address_id")
    }
    row = play.propops.raise_job("Priya Shah", job_title="Leak", job_description="x", **fields)
    script = Script(stage, row["uuid"])
    await script.ask("update", fields={"job_title": "With a card"}, base={})
    await stage.settle()
    cards = play.slack.messages("maintenance")
    card = next(each for each in reversed(cards) if script.uuid in str(each.blocks))
    for step in plan:
        await script.do(*step)
    await stage.settle()
    for _ in range(2):
        await compare(play)
    script.check(card)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("outside")
    given: dict[str, Any] = {"engine": InMemoryEngine, "waits": QUICK, "cards_refresh_seconds": 0}
    with asyncio.Runner() as runner:
        testbed = open_testbed(folder, **given)
        play = runner.run(testbed.__aenter__())
        runner.run(play.link("priya", "Priya Shah"))
        yield Stage(runner, play)
        runner.run(testbed.__aexit__(None, None, None))


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a shorter one would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(plan=st.lists(steps, max_size=10))
def test_all_that_others_did_is_told_once_and_nothing_of_ours(
    stage: Stage, plan: list[tuple[Any, ...]]
) -> None:
    stage.runner.run(tried(stage, plan))
