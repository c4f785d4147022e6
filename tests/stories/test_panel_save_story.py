"""Fields changed in the side panel: an update like any other, pinned to what was shown."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, answer, card_saying, dm_saying, until_title
from tests.stories.at_rest import at_rest
from tests.stories.panels import WITH_PANEL, opened, written

pytestmark = WITH_PANEL
APPROVED: pytest.MarkDecorator = pytest.mark.testbed(
    **(APPROVALS | {"approval_actions": ("update",)})
)


def row(play: Testbed, table: str, name: str) -> Any:
    return next(each for each in play.propops.rows(table) if each["name"] == name)["ID"]


async def test_what_was_changed_is_saved_and_shown_and_nothing_else_is_sent(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    errors = await priya.save_panel(
        panel,
        {
            "status": "In progress",
            "priority": "Urgent",
            "assignee": "ace",
            "date_works_start_date": "27/11/2026",
            "job_total_budget": "£1,250.50",
        },
    )
    assert errors == {}
    assert panel.edit_error == ""
    await card_saying(play, "Job updated")
    job = play.propops.job("JOB-061")
    assert (job["status_name"], job["priority_name"]) == ("In progress", "Urgent")
    assert job["contractor_name"].startswith("Ace Gas")
    assert job["date_works_start_date"] == "2026-11-27"
    assert float(job["job_total_budget"]) == 1250.5
    assert panel.value("status") == "In progress"
    assert panel.value("job_total_budget") == "£1,250.50"
    sent = play.propops.writes[-1]["body"]
    assert "contractor_budget" not in sent
    assert "agent_id" not in sent
    assert len(play.propops.writes) == 2


async def test_saved_twice_it_is_one_change(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await asyncio.gather(
        priya.save_panel(panel, {"status": "In progress"}),
        priya.save_panel(panel, {"status": "In progress"}),
    )
    sent = next(each for each in reversed(play.slack.deliveries) if each.kind == "view_submission")
    await play.slack.redeliver(sent)
    await card_saying(play, "Job updated")
    await at_rest(play)
    assert len(play.propops.writes) == 2


async def test_one_panel_saves_again_and_again(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    for status in ("In progress", "New", "In progress"):
        await priya.save_panel(panel, {"status": status})
        assert panel.value("status") == status
        assert play.propops.job("JOB-061")["status_name"] == status
    assert len(play.propops.writes) == 4


async def test_nothing_changed_is_nothing_sent(play: Testbed) -> None:
    panel = await opened(play)
    await play.slack.member("priya").save_panel(panel, {}, whole=True)
    assert len(play.propops.writes) == 1
    assert panel.edit_error == ""


@pytest.mark.parametrize("whole", [False, True])
async def test_what_others_changed_besides_stays(play: Testbed, whole: bool) -> None:
    """However old the panel is, and whether Slack sends all inputs or the changed ones alone."""
    panel = await opened(play)
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=row(play, "statuses", "Assigned"))
    await play.slack.member("priya").save_panel(panel, {"priority": "Urgent"}, whole=whole)
    await card_saying(play, "Job updated")
    job = play.propops.job("JOB-061")
    assert (job["status_name"], job["priority_name"]) == ("Assigned", "Urgent")


async def test_a_second_panel_of_the_same_person_takes_nothing_back(play: Testbed) -> None:
    """A telephone that still shows the old panel, and the computer that has refreshed it since."""
    panel = await opened(play)
    priya = play.slack.member("priya")
    old = dict(panel.entity or {})
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=row(play, "statuses", "Assigned"))
    await priya.refresh_panel(panel)
    panel.entity = old
    await priya.save_panel(panel, {"priority": "Urgent"}, whole=True)
    await written(play, 2)
    assert play.propops.job("JOB-061")["status_name"] == "Assigned"


async def test_a_field_that_both_changed_is_asked_about(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=row(play, "statuses", "Assigned"))
    await priya.save_panel(panel, {"status": "In progress"})
    assert "Tom Reilly changed this job meanwhile." in panel.edit_error
    assert "Resume" in panel.edit_error
    asks = await dm_saying(play, "Tom Reilly changed this job")
    await priya.press(asks, "Resume")
    view = await until_title(priya, play, "Tom Reilly changed")
    assert "Assigned" in outline_view(view)
    assert len(play.propops.writes) == 1


@pytest.mark.parametrize(
    ("values", "key", "words"),
    [
        ({"job_total_budget": "lots"}, "job_total_budget", "pounds and pence"),
        ({"job_total_budget": "-5"}, "job_total_budget", "can't be negative"),
        ({"date_works_start_date": "some day"}, "date_works_start_date", "12/6 or"),
        ({"date_works_start_date": "32/12"}, "date_works_start_date", "day"),
    ],
)
async def test_what_cannot_be_read_is_said_at_its_field(
    play: Testbed, values: dict[str, str], key: str, words: str
) -> None:
    panel = await opened(play)
    errors = await play.slack.member("priya").save_panel(panel, values)
    assert list(errors) == [key]
    assert words in errors[key]
    assert len(play.propops.writes) == 1


async def test_works_do_not_end_before_they_start(play: Testbed) -> None:
    panel = await opened(play, date_works_start_date="2026-12-10")
    errors = await play.slack.member("priya").save_panel(
        panel, {"date_works_end_date": "2026-12-09"}
    )
    assert "before the works start" in errors["date_works_end_date"]
    assert len(play.propops.writes) == 1


async def test_a_day_is_emptied(play: Testbed) -> None:
    panel = await opened(play, date_works_start_date="2026-12-10")
    await play.slack.member("priya").save_panel(panel, {"date_works_start_date": None})
    await card_saying(play, "Job updated")
    assert not play.propops.job("JOB-061")["date_works_start_date"]
    assert panel.value("date_works_start_date") == "Not set"


async def test_a_refusal_of_propops_is_said_and_kept(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("update", "400"))
    errors = await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert errors or "PropOps" in panel.edit_error
    told = await answer(play, "priya", "Resume" if errors else "PropOps")
    assert "[Resume]" in outline(told.blocks)
    assert play.propops.job("JOB-061")["status_name"] == "New"


@APPROVED
async def test_what_needs_approval_waits_and_both_places_say_so(play: Testbed) -> None:
    panel = await opened(play)
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert panel.edit_error.startswith("Waiting for approval")
    assert panel.value("status") == "New"
    card = await card_saying(play, "Approval needed", "approvals")
    await dm_saying(play, "approv")
    await play.slack.member("dana").press(card, "Approve")
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-061")["status_name"] == "In progress"


async def test_a_lost_answer_is_checked_and_said(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("update", "drop_after"))
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert panel.edit_error.startswith("Checking with PropOps") or panel.edit_error == ""
    await card_saying(play, "Job updated")
    assert len(play.propops.writes) == 2


async def test_propops_down_keeps_it_and_says_so(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("update", "drop_before"))
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-061")["status_name"] == "In progress"
    assert len(play.propops.writes) == 2


async def test_a_panel_that_nobody_remembers_is_too_old(play: Testbed) -> None:
    panel = await opened(play)
    assert play.app is not None
    for draft in await play.app.stores.drafts.of(play.member("priya")):
        await play.app.stores.drafts.drop(draft.id)
    errors = await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert "too old to save" in errors["status"]
    assert len(play.propops.writes) == 1


async def test_a_guest_with_a_panel_saves_nothing(play: Testbed) -> None:
    panel = await opened(play)
    gil = play.slack.member("gil")
    theirs = play.slack.workspace.panels.of(gil.id, panel.message)
    theirs.entity, theirs.is_open = panel.entity, True
    errors = await gil.save_panel(theirs, {"status": "In progress"})
    assert "Guests can't run jobs" in errors["status"]
    assert len(play.propops.writes) == 1


async def test_who_has_unlinked_meanwhile_is_asked_to_link_and_it_goes_on(play: Testbed) -> None:
    panel = await opened(play)
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member("priya"))
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert "Please link your PropOps account" in panel.edit_error
    await play.link("priya", "Priya Shah")
    await card_saying(play, "Job updated")


async def test_slower_than_slack_waits_it_goes_on_and_the_card_says_so(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("update", "slow", seconds=4.0))
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert panel.edit_error.startswith("Saving…")
    await card_saying(play, "Job updated")
    assert len(play.propops.writes) == 2


async def test_an_update_of_the_panel_is_undone_from_the_card(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.save_panel(panel, {"status": "In progress"})
    await card_saying(play, "Job updated")
    await priya.press(panel.message, "Undo")
    await card_saying(play, "Update undone")
    assert play.propops.job("JOB-061")["status_name"] == "New"


async def test_two_people_save_at_once_and_neither_takes_the_others_back(play: Testbed) -> None:
    panel = await opened(play)
    await play.link("tom", "Tom Reilly")
    theirs = await play.slack.member("tom").open_panel(panel.message)
    await asyncio.gather(
        play.slack.member("priya").save_panel(panel, {"status": "In progress"}, whole=True),
        play.slack.member("tom").save_panel(theirs, {"priority": "Urgent"}, whole=True),
    )
    await written(play, 3)
    job = play.propops.job("JOB-061")
    assert (job["status_name"], job["priority_name"]) == ("In progress", "Urgent")


async def test_a_job_that_was_deleted_meanwhile_is_not_saved(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.delete("JOB-061")
    errors = await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert errors or panel.edit_error
    assert len(play.propops.writes) == 1


@pytest.mark.testbed(propops_job_url="https://propops.example.com/jobs/{ref}")
async def test_where_the_page_is_named_by_the_reference_it_works_the_same(play: Testbed) -> None:
    panel = await opened(play)
    assert panel.url == "https://propops.example.com/jobs/JOB-061"
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert panel.value("status") == "In progress"


async def test_a_budget_below_what_the_contractor_gets_is_asked_about_once(play: Testbed) -> None:
    panel = await opened(play, job_total_budget="250", contractor_budget="180")
    priya = play.slack.member("priya")
    errors = await priya.save_panel(panel, {"job_total_budget": "100"})
    assert "less than the contractor's £216.00" in errors["job_total_budget"]
    assert "save to keep £100.00" in errors["job_total_budget"]
    assert len(play.propops.writes) == 1
    assert await priya.save_panel(panel, {"job_total_budget": "£100.00"}) == {}
    assert float(play.propops.job("JOB-061")["job_total_budget"]) == 100


async def test_while_propops_asks_to_wait_the_panel_says_that(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("update", "429", seconds=5.0))
    await play.slack.member("priya").save_panel(panel, {"status": "In progress"})
    assert panel.edit_error.startswith("PropOps is busy and asks us to wait.")
    assert "reached" not in panel.edit_error
    await card_saying(play, "Job updated")
