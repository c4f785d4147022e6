"""Buttons of boards and cards whose cause has gone meanwhile: what they say then."""

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import ephemeral_to, updated
from tests.stories.boards import contractor, emptied, home, reopened, shown
from tests.waiting import until

pytestmark = pytest.mark.testbed(jobs_channel="C0MAINT001")
REF = "JOB-003"


def closed(play: Testbed, ref: str = REF) -> None:
    ids = {row["name"]: row["ID"] for row in play.propops.rows("statuses")}
    play.propops.edit(ref, "Tom Reilly", status_id=ids["Closed"])


async def test_a_job_that_was_closed_meanwhile_asks_for_no_contractor_and_its_row_goes(
    play: Testbed,
) -> None:
    emptied(play)
    reopened(play, REF, contractor_id=None)
    priya, view = play.slack.member("priya"), await home(play)
    await priya.press(view, "Everybody's")
    await until(lambda: REF in shown(view))
    closed(play)
    await priya.press(view, "Choose contractor")
    form = await priya.modal(title="Choose contractor")
    assert f"{REF} is Closed now, so it needs no contractor" in outline_view(form)
    await until(lambda: REF not in shown(view))


async def test_telling_a_contractor_where_none_is_chosen_names_the_button_that_chooses(
    play: Testbed,
) -> None:
    play.propops.edit(REF, "Tom Reilly", contractor_id=contractor(play))
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit(REF, "Tom Reilly", contractor_id=None)
    await play.slack.member("priya").press(card, "Notify contractor")
    said = await ephemeral_to(play, "priya", "has no contractor yet")
    assert "Press Choose contractor on the card" in said
