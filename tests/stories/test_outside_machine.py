"""Whatever people do in Slack and in PropOps, with restarts in between: the card is true, all that others did
is told once, and nothing that the bot did.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.jobs.display import day
from bot.sandbox.slack.messages import Message
from tests.stories.comparing import make_due, told
from tests.stories.one_job import Stage, open_stage

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
class Script:
    stage: Stage
    uuid: str
    theirs: list[str] = field(default_factory=list)
    """Days that others set."""
    authors: list[str] = field(default_factory=list)

    async def do(self, what: str, *given: Any) -> None:
        play, number = self.stage.play, next(self.stage.numbers)
        match what:
            case "we set":
                value, base = (OURS + timedelta(number)).isoformat(), self.stage.seen(self.uuid)
                await self.stage.ask("update", self.uuid, fields={given[0]: value}, base=base)
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
                target = {"note_text": f"ours {number}"}
                await self.stage.ask("add_case_note", self.uuid, target=target)
            case "compared":
                await self.stage.compare(self.uuid)
            case "read, not told":
                assert play.app is not None
                await make_due(play.app, self.uuid)
                await play.app.flows.cards.reconciler.compare_due()
            case "settled":
                await self.stage.settle()
            case "restarted":
                await play.restart_bot()

    def check(self, card: Message) -> None:
        play = self.stage.play
        self.stage.has_facts(card, self.uuid)
        row = play.propops.job(self.uuid)
        text = "\n".join(each.text for each in told(play, card))
        set_to = Counter(re.findall(r"→ (.+)", text))
        assert all(count == 1 for count in set_to.values()), text
        words = {day(value): value for value in self.theirs}
        assert set_to.keys() <= words.keys(), "nothing of ours"
        stands = {str(row[name]) for name in DAYS} & set(self.theirs)
        besides = self.told_besides(card)
        assert stands <= {words[each] for each in set_to | besides}, "what others left is told"
        assert Counter(re.findall(r"Author \d+", text)) == Counter(self.authors)
        assert "Priya" not in text

    def told_besides(self, card: Message) -> Counter[str]:
        """What the reply of a change of ours says that PropOps also changed: it came in just before its read."""
        replies = "\n".join(each.text for each in self.stage.play.slack.thread(card))
        besides = "\n".join(re.findall(r"PropOps also changed: (.+)", replies))
        return Counter(re.findall(r"→ ([^,\n]+)", besides))


async def tried(stage: Stage, plan: list[tuple[Any, ...]]) -> None:
    script = Script(stage, await stage.raised(job_title="Leak"))
    card = stage.card(script.uuid)
    for step in plan:
        await script.do(*step)
    await stage.at_rest(script.uuid)
    script.check(card)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with open_stage(tmp_path_factory.mktemp("outside"), {"priya": "Priya Shah"}) as opened:
        yield opened


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
