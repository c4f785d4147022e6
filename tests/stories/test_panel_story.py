"""The side panel of a job: what each person is shown there, and its buttons."""

import pytest
from structlog.testing import capture_logs

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import Kind
from bot.sandbox.testbed import Testbed
from tests.stories.acting import ephemeral_to, raised, until_title
from tests.stories.panels import (
    PAGES,
    PRIVATE,
    WITH_PANEL,
    card_words,
    opened,
    opened_with_secrets,
)
from tests.without_ids import without_ids

pytestmark = WITH_PANEL


async def test_it_shows_the_job_with_what_can_be_changed(play: Testbed) -> None:
    panel = await opened(play, job_total_budget="250")
    assert panel.value("status") == "New"
    assert panel.value("priority") == "High priority"
    assert panel.value("assignee") == "No contractor yet"
    assert panel.value("job_total_budget") == "£250.00"
    assert list(panel.editable) == [
        *("status", "priority", "assignee", "date_works_start_date", "date_works_end_date"),
        *("job_type_id", "job_total_budget"),
    ]
    assert panel.entity is not None
    assert panel.entity["external_ref"]["id"] == play.propops.job("JOB-061")["uuid"]
    assert panel.url == PAGES.format(uuid=play.propops.job("JOB-061")["uuid"])
    assert [each["text"] for each in panel.actions] == [
        *("Choose contractor", "Restore", "Update", "Show", "History", "Files"),
    ]


async def test_card_and_panel_say_the_same(play: Testbed) -> None:
    card = await raised(play, job_total_budget="250", date_works_start_date="2026-11-27")
    (on_card,) = card.entities
    panel = await play.slack.member("priya").open_panel(card)
    assert panel.entity is not None
    for part in ("url", "external_ref", "entity_type"):
        assert panel.entity[part] == on_card[part]
    before, after = on_card["entity_payload"], panel.entity["entity_payload"]
    assert after["attributes"] == before["attributes"]
    assert after["actions"] == before["actions"]
    assert set(before["fields"]) == set(after["fields"])
    keys = {each["key"] for each in after["custom_fields"]}
    assert {each["key"] for each in before["custom_fields"]} <= keys
    assert keys - {each["key"] for each in before["custom_fields"]} <= {"date_works_end_date"}


async def test_nothing_private_is_in_it_nor_on_the_card_that_slack_draws_from_it(
    play: Testbed,
) -> None:
    panel = await opened_with_secrets(play)
    shown = without_ids(panel.entity) + card_words(panel.message)
    assert "Leak" in shown
    for secret in PRIVATE:
        assert secret not in shown
    assert panel.message.entities == [panel.entity]


async def test_amounts_are_not_in_it_where_another_company_reads(play: Testbed) -> None:
    panel = await opened(play, channel="elm-contractors", job_total_budget="7501")
    assert "job_total_budget" not in panel.fields
    assert "7501" not in card_words(panel.message).replace(",", "")


async def test_within_ten_minutes_slack_shows_what_it_showed(play: Testbed) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    status = next(r for r in play.propops.rows("statuses") if r["name"] == "In progress")
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=status["ID"])
    priya.close_panel(panel)
    assert (await priya.open_panel(panel.message)).value("status") == "New"
    assert (await priya.refresh_panel(panel)).value("status") == "In progress"
    assert "In progress" in card_words(panel.message)


async def test_who_has_not_linked_is_shown_how_and_slack_refreshes_then(play: Testbed) -> None:
    card = await raised(play)
    panel = await play.slack.member("tom").open_panel(card)
    assert panel.entity is None
    assert panel.error is not None
    assert "Please type /job link" in panel.error["custom_message"]
    await play.link("tom", "Tom Reilly")
    assert (await play.slack.member("tom").refresh_panel(panel)).value("status") == "New"


@pytest.mark.testbed(link_page=True)
async def test_with_a_link_page_it_is_a_prompt_to_sign_in(play: Testbed) -> None:
    card = await raised(play)
    with capture_logs() as lines:
        panel = await play.slack.member("tom").open_panel(card)
    assert panel.sign_in.startswith(f"{play.bot_url}/link/")
    assert panel.sign_in.rpartition("/")[2] not in str(lines)
    assert panel.entity is None
    before = card_words(card)
    await play.slack.member("tom").refresh_panel(panel)
    assert card_words(card) == before


async def test_a_dead_link_asks_for_a_new_one(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("get", "401"))
    await play.slack.member("priya").refresh_panel(panel)
    assert panel.error is not None
    assert "no longer accepts your link" in panel.error["custom_message"]


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("403", "doesn't let that account"),
        ("maintenance", "PropOps is away"),
        ("429", "PropOps is busy"),
        ("slow", "takes longer than Slack waits"),
    ],
)
async def test_what_cannot_be_shown_is_a_sentence(play: Testbed, fault: Kind, words: str) -> None:
    card = await raised(play)
    play.propops.fail(Fault("get", fault, times=None, seconds=4.0))
    panel = await play.slack.member("tom").open_panel(card)
    assert panel.error is not None
    assert words in panel.error["custom_message"]
    assert "E-" not in panel.error["custom_message"]
    assert panel.error["status"] == "custom"


async def test_a_guest_is_told_and_shown_nothing(play: Testbed) -> None:
    card = await raised(play)
    asked = len(play.propops.requests)
    panel = await play.slack.member("gil").open_panel(card)
    assert panel.error is not None
    assert "Guests can't run jobs" in panel.error["custom_message"]
    assert len(play.propops.requests) == asked


async def test_people_of_another_company_are_told_and_shown_nothing(play: Testbed) -> None:
    card = await raised(play, channel="elm-contractors")
    panel = await play.slack.member("sol").open_panel(card)
    assert panel.error is not None
    assert "Only the team this app belongs to" in panel.error["custom_message"]


async def test_a_job_that_is_gone_is_a_sentence(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("get", "404_page", times=None))
    await play.slack.member("priya").refresh_panel(panel)
    assert panel.error is not None
    assert panel.entity is None


async def test_without_an_id_the_job_is_known_by_its_address(play: Testbed) -> None:
    panel = await opened(play)
    panel.external_ref = dict(panel.external_ref)
    event = {
        "type": "entity_details_requested",
        "user": play.slack.member("priya").id,
        "entity_url": panel.url,
        "trigger_id": play.slack.workspace.triggers.issue(play.slack.member("priya").id, panel.id),
        "event_ts": "1.000000",
    }
    answers = panel.answers
    await play.slack.emit(event)
    await play.slack.until(lambda: panel.answers > answers or None, why="an answer")
    assert panel.error is None
    assert panel.value("status") == "New"
    assert "job_total_budget" not in panel.fields  # nobody knows who reads along


async def test_who_may_not_change_jobs_sees_it_and_changes_nothing(play: Testbed) -> None:
    card = await raised(play)
    await play.link("tom", "Tom Reilly")
    play.propops.forbid("Tom Reilly", "api.jobs.manage.manage")
    play.propops.permit("Tom Reilly", "api.jobs.manage.list")
    panel = await play.slack.member("tom").open_panel(card)
    assert panel.editable == {}


async def test_no_button_writes_before_a_form_has_named_the_job(play: Testbed) -> None:
    panel = await opened(play, contractor_id=("ace", 0))
    priya = play.slack.member("priya")
    writes = len(play.propops.writes)
    await priya.press_panel(panel, "Notify contractor")
    form = await until_title(priya, play, "JOB-061")
    assert "Ace Gas" in outline_view(form)
    assert len(play.propops.writes) == writes
    await priya.submit(form)
    await play.slack.wait_for_message("maintenance", "Contractor notified")


@pytest.mark.parametrize(
    ("label", "words"), [("Update", "Update job"), ("Restore", "Restore"), ("Files", "file")]
)
async def test_a_button_opens_what_the_card_opens(play: Testbed, label: str, words: str) -> None:
    panel = await opened(play)
    priya = play.slack.member("priya")
    await priya.press_panel(panel, label)
    view = await priya.modal()
    assert words.casefold() in f"{view.title} {outline_view(view)}".casefold()


@pytest.mark.parametrize("label", ["Show", "History"])
async def test_what_is_only_read_is_told_to_one_person(play: Testbed, label: str) -> None:
    panel = await opened(play)
    await play.slack.member("priya").press_panel(panel, label)
    assert "JOB-061" in await ephemeral_to(play, "priya", "JOB-061")


@pytest.mark.testbed(link_page=True)
async def test_a_press_of_who_has_not_linked_opens_the_prompt(play: Testbed) -> None:
    card = await raised(play)
    panel = play.slack.workspace.panels.of(play.slack.member("tom").id, card)
    panel.entity = (await play.slack.member("priya").open_panel(card)).entity
    await play.slack.member("tom").press_panel(panel, "Update")
    await play.slack.until(lambda: panel.sign_in or None, why="the prompt")
    assert panel.is_open
    await ephemeral_to(play, "tom", "link")


async def test_propops_away_says_so_in_time(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.fail(Fault("get", "drop_before", times=None))
    await play.slack.member("priya").refresh_panel(panel)
    assert panel.error is not None
    assert (
        "try again" in panel.error["custom_message"] or "refresh" in panel.error["custom_message"]
    )


async def test_opening_it_brings_the_card_to_what_was_read(play: Testbed) -> None:
    panel = await opened(play)
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Boiler dead")
    await play.slack.member("priya").refresh_panel(panel)
    await play.slack.wait_for_message("maintenance", "Boiler dead")
    assert (
        panel.message.entities[0]["entity_payload"]["attributes"]["title"]["text"] == "Boiler dead"
    )
