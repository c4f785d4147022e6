"""Whatever two members and PropOps itself do to a job, in any order: once all is quiet, its card is true."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.slack.messages import Message
from bot.workflows.cards.card_view import GONE
from tests.stories.one_job import Stage, open_stage

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
class Script:
    """What is done to one job, and what each member has seen of it."""

    stage: Stage
    uuid: str
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        return self.stage.play.propops.job_by(self.uuid) is not None

    def open(self, who: str) -> None:
        if self.exists:
            self.seen[who] = self.stage.seen(self.uuid)

    async def send(self, who: str, fields: dict[str, Any]) -> None:
        if who not in self.seen:
            self.open(who)
        base = self.seen.get(who, {})
        await self.stage.ask("update", self.uuid, who, fields=fields, base=base)

    def value(self, name: str, nth: int) -> Any:
        if name == "job_title":
            return f"Title {nth}"
        rows = self.stage.play.propops.rows(TABLES[name])
        return rows[nth % len(rows)]["ID"]

    async def do(self, what: str, *given: Any) -> None:
        match what:
            case "opens":
                self.open(given[0])
            case "sends":
                who, (name, nth) = given
                await self.send(who, {name: self.value(name, nth)})
            case "edited in PropOps" if self.exists:
                name, nth = given[0]
                edit = {name: self.value(name, nth)}
                self.stage.play.propops.edit(self.uuid, by="Sam", **edit)
            case "deleted in PropOps" if self.exists:
                self.stage.play.propops.delete(self.uuid)
            case "compared":
                await self.stage.compare(self.uuid)
            case "settled":
                await self.stage.settle()

    def check(self, card: Message) -> None:
        if not self.exists:
            assert card.says(GONE)
            assert card.buttons == []
            return
        self.stage.has_facts(card, self.uuid)
        assert "Notify contractor" in card.buttons


async def tried(stage: Stage, plan: list[tuple[Any, ...]]) -> None:
    script = Script(stage, await stage.raised(job_title="As raised"))
    card = stage.card(script.uuid)
    for step in plan:
        await script.do(*step)
    await stage.at_rest(script.uuid)
    script.check(card)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with open_stage(tmp_path_factory.mktemp("truth"), PEOPLE) as opened:
        yield opened


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
