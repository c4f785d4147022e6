"""A form that went through closes by itself; one that did not stays, with what is wrong."""

from typing import Any

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_saying, until_title


async def filled(play: Testbed, line: str, having: str, **values: Any) -> View:
    priya = play.slack.member("priya")
    await priya.command(line)
    form = await priya.modal(having=having)
    await priya.fill(form, **values)
    return form


@pytest.mark.parametrize(
    ("line", "having", "values", "said"),
    [
        ("/job new", "job_title", SIX, "Job created"),
        ("/job update JOB-003", "job_title", {"works_order_ref": "WO-9"}, "Job updated"),
        ("/job note JOB-003", "note_text", {"note_text": "Rang them."}, "Case note added"),
    ],
)
async def test_a_form_that_went_through_closes(
    play: Testbed, line: str, having: str, values: dict[str, Any], said: str
) -> None:
    form = await filled(play, line, having, **values)
    priya = play.slack.member("priya")
    outcome = await priya.submit(form)
    assert (outcome.action, priya.top) == ("closed", None)
    await card_saying(play, said)
    assert priya.dms == []
    assert len(play.propops.writes) == int(having == "job_title")


async def test_a_refused_one_comes_back_in_its_answer(play: Testbed) -> None:
    play.propops.fail(Fault("create", "400", words="Not on a Sunday."))
    form = await filled(play, "/job new", "job_title", **SIX)
    priya = play.slack.member("priya")
    outcome = await priya.submit(form)
    assert outcome.action == "update"
    assert outcome.view is not None
    assert "Not on a Sunday" in outcome.view.outline()
    assert outcome.view.value("job_title") == SIX["job_title"]


@pytest.mark.testbed(hurried=True)
async def test_one_that_takes_longer_says_so_and_then_what_became_of_it(play: Testbed) -> None:
    form = await filled(play, "/job new", "job_title", **SIX)
    play.propops.fail(Fault("create", "slow", seconds=2.5))
    priya = play.slack.member("priya")
    outcome = await priya.submit(form)
    assert outcome.action == "update"
    assert outcome.view is not None
    assert "Creating the job" in outcome.view.outline()
    await until_title(priya, play, "Job created")
    await card_saying(play, "Job created")
