"""A save that names no version, since it holds no list: it never takes back what an old panel did not show."""

import copy
from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.slack.panels import Panel
from bot.sandbox.testbed import Testbed
from bot.workflows.panels.job_panels import KIND
from tests.stories.acting import card_saying
from tests.stories.panels import WITH_PANEL, opened, written
from tests.waiting import until

pytestmark = WITH_PANEL
START = "date_works_start_date"


async def old_and_new(play: Testbed, **theirs: Any) -> Panel:
    """A telephone that shows what was, once Tom has changed it and the computer was refreshed."""
    panel = await opened(play, date_works_start_date="2026-12-01", job_total_budget="250")
    was = copy.deepcopy(panel.entity)
    play.propops.edit("JOB-061", by="Tom Reilly", **theirs)
    await play.slack.member("priya").refresh_panel(panel)
    panel.entity = was
    return panel


async def a_day_goes_by(play: Testbed) -> None:
    assert play.app is not None
    drafts = play.app.stores.drafts
    for draft in await drafts.of(play.member("priya")):
        if draft.kind == KIND:
            versions = [each | {"at": each["at"] - 86_400.0} for each in draft.content["versions"]]
            await drafts.put(replace(draft, content={"versions": versions}))


@pytest.mark.parametrize(
    ("key", "theirs", "mine"),
    [
        (START, {START: "2026-12-03"}, "2026-12-02"),
        ("job_total_budget", {"job_total_budget": 900}, "300"),
    ],
)
async def test_a_date_or_an_amount_that_the_old_panel_does_not_show_is_asked_about(
    play: Testbed, key: str, theirs: dict[str, Any], mine: str
) -> None:
    panel = await old_and_new(play, **theirs)
    await play.slack.member("priya").save_panel(panel, {key: mine})
    assert "Tom Reilly changed this job meanwhile." in panel.edit_error
    assert len(play.propops.writes) == 1
    held = play.propops.job("JOB-061")[key]
    assert str(held).startswith(str(theirs[key]))


async def test_another_field_of_the_old_panel_is_saved(play: Testbed) -> None:
    panel = await old_and_new(play, date_works_start_date="2026-12-03")
    await play.slack.member("priya").save_panel(panel, {"job_total_budget": "300"})
    assert panel.edit_error == ""
    job = play.propops.job("JOB-061")
    assert (job[START], float(job["job_total_budget"])) == ("2026-12-03", 300)


async def test_half_of_a_period_is_asked_about_as_well(play: Testbed) -> None:
    panel = await old_and_new(play, date_works_start_date="2026-12-03")
    await play.slack.member("priya").save_panel(panel, {"date_works_end_date": "05/12/2026"})
    assert "Tom Reilly changed this job meanwhile." in panel.edit_error
    assert len(play.propops.writes) == 1


async def test_what_somebody_did_themselves_is_not_asked_about(play: Testbed) -> None:
    panel = await opened(play, date_works_start_date="2026-12-01")
    priya = play.slack.member("priya")
    for writes, day in ((2, "2026-12-02"), (3, "2026-12-03"), (4, "2026-12-02")):
        await priya.save_panel(panel, {START: day})
        await written(play, writes)
        assert panel.edit_error == ""
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-061")[START] == "2026-12-02"


async def test_after_a_day_only_the_last_panel_counts(play: Testbed) -> None:
    """The one seen yesterday is closed: who opens the job anew is asked nothing."""
    panel = await opened(play, date_works_start_date="2026-12-01")
    play.propops.edit("JOB-061", by="Tom Reilly", date_works_start_date="2026-12-03")
    await a_day_goes_by(play)
    priya = play.slack.member("priya")
    await priya.refresh_panel(panel)
    await priya.save_panel(panel, {START: "2026-12-04"})
    assert panel.edit_error == ""
    assert play.propops.job("JOB-061")[START] == "2026-12-04"


async def test_after_a_conflict_the_card_shows_at_once_what_the_job_is_now(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=14)
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert "Tom Reilly changed this job meanwhile." in panel.edit_error
    await until(lambda: panel.message.says("High priority · Complete"))
    assert len(play.propops.writes) == 1
