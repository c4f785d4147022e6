"""Cards come with a Work Object where Slack takes it, and are plain cards where it doesn't; once each."""

import time
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.jobs.job_pages import JobPages
from bot.jobs.model import Job
from bot.sandbox.outline import outline
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.workflows.work_objects import WorkObjectSwitch
from tests.stories.acting import Clock, card_saying, raised, send_new, updated
from tests.stories.at_rest import at_rest
from tests.stories.comparing import compare
from tests.without_ids import without_ids

URL = "https://propops.example.com/jobs/{uuid}"
pytestmark = pytest.mark.testbed(propops_job_url=URL)
_PAUSE = "slack does not take work objects here, sending plain cards for a day"


def entity_of(card: Message) -> dict[str, Any]:
    [entity] = card.entities
    return entity


def fields_of(card: Message) -> dict[str, Any]:
    return dict(entity_of(card)["entity_payload"]["fields"])


def custom_of(card: Message) -> dict[str, Any]:
    custom = entity_of(card)["entity_payload"]["custom_fields"]
    return {each["key"]: each["value"] for each in custom}


def key_in(card: Message) -> str:
    assert card.metadata is not None
    return str(card.metadata["event_payload"]["key"])


async def test_a_card_carries_its_job_and_follows_it(play: Testbed) -> None:
    card = await raised(play, job_total_budget="250", access_details="Key safe 4471")

    job = play.propops.job("JOB-061")
    entity = entity_of(card)
    assert entity["external_ref"] == {"id": job["uuid"]}
    assert entity["url"] == URL.replace("{uuid}", job["uuid"])
    assert fields_of(card)["status"]["value"] == "New"
    assert custom_of(card)["job_total_budget"] == "£250.00"
    assert "4471" not in without_ids(card.metadata)
    assert "Boiler not firing" in outline(card.blocks)
    assert "Notify contractor" in card.buttons
    key = key_in(card)

    priya = play.slack.member("priya")
    await priya.command("/job update JOB-061")
    form = await priya.modal(title="Update job", having="job_title")
    await priya.fill(form, status_id="In progress")
    await priya.submit(form)
    await card_saying(play, "Job updated")

    assert fields_of(card)["status"]["value"] == "In progress"
    assert key_in(card) == key
    assert len(play.slack.messages("maintenance")) == 1


async def test_the_card_of_a_deleted_job_carries_none(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    assert entity_of(card)
    play.propops.delete("JOB-003")
    for _ in range(2):
        await compare(play)

    assert card.says("No longer visible")
    assert card.entities == []
    assert key_in(card)


async def test_a_refused_card_is_posted_again_as_a_plain_one(play: Testbed) -> None:
    play.slack.workspace.work_objects = "refused"
    with capture_logs() as lines:
        card = await raised(play)
        other = await updated(play, job_title="Other")

    assert card.entities == []
    assert "Notify contractor" in card.buttons
    assert {card.ts, other.ts} == {each.ts for each in play.slack.messages("maintenance")}
    assert [line["event"] for line in lines].count(_PAUSE) == 1
    refused = [each for each in play.slack.calls if each.error == "invalid_metadata_format"]
    assert len(refused) == 1  # the second card was not even tried


async def test_one_taken_with_a_warning_becomes_a_plain_card_with_its_key(play: Testbed) -> None:
    play.slack.workspace.work_objects = "dropped"
    with capture_logs() as lines:
        card = await raised(play)
        await play.slack.until(lambda: card.metadata or None, why="its key again")

    assert card.entities == []
    assert key_in(card).endswith(":card")
    assert len(play.slack.messages("maintenance")) == 1
    assert [line["event"] for line in lines].count(_PAUSE) == 1


@pytest.mark.parametrize("taken", ["dropped", "refused"])
async def test_what_a_panel_does_not_take_switches_cards_over(play: Testbed, taken: Any) -> None:
    card = await raised(play)
    assert entity_of(card)
    play.slack.workspace.work_objects = taken
    with capture_logs() as lines:
        await play.slack.member("priya").open_panel(card)
        await play.slack.until(
            lambda: _PAUSE in [line["event"] for line in lines] or None, why="the switch"
        )
    play.slack.workspace.work_objects = "shown"
    other = await updated(play, job_title="Other")
    assert other.entities == []


async def test_an_update_taken_with_a_warning_becomes_plain_too(play: Testbed) -> None:
    card = await raised(play)
    assert entity_of(card)
    play.slack.workspace.work_objects = "dropped"
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-061")
    form = await priya.modal(title="Update job", having="job_title")
    await priya.fill(form, job_title="Boiler leaks")
    await priya.submit(form)
    await card_saying(play, "Job updated")
    await play.slack.until(lambda: card.metadata or None, why="its key again")

    assert card.entities == []
    assert card.says("Boiler leaks")


@pytest.mark.parametrize("lost", ["drop_after", "timeout_after"])
async def test_a_card_whose_metadata_was_dropped_is_found_again_after_a_lost_answer(
    play: Testbed, lost: str
) -> None:
    play.slack.workspace.work_objects = "dropped"
    play.slack.fail("chat.postMessage", lost)
    await send_new(play)
    await card_saying(play, "Job created")
    assert play.app is not None
    await play.app.engine.idle()

    assert len(play.slack.messages("maintenance")) == 1


async def test_it_is_tried_again_after_a_day(play: Testbed, clock: Clock) -> None:
    play.slack.workspace.work_objects = "refused"
    card = await raised(play)
    assert card.entities == []
    play.slack.workspace.work_objects = "shown"
    clock.ahead = 86_000.0
    assert (await updated(play, job_title="Not yet")).entities == []
    clock.ahead = 87_000.0

    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(title="Update job", having="job_title")
    await priya.fill(form, job_title="By now")
    await priya.submit(form)
    assert entity_of(await card_saying(play, "By now"))


async def test_a_restarted_bot_remembers_the_refusal(play: Testbed) -> None:
    play.slack.workspace.work_objects = "refused"
    await raised(play)
    await play.restart_bot()
    play.slack.workspace.work_objects = "shown"

    assert (await updated(play, job_title="Plain")).entities == []


async def test_another_process_tries_once_more_at_most_and_logs_nothing(play: Testbed) -> None:
    assert play.app is not None
    notices, pages = play.app.stores.sent_notices, JobPages(URL)
    one, other = (WorkObjectSwitch(notices, pages, "auto", time.time) for _ in range(2))
    job = Job(uuid="550e8400-e29b-41d4-a716-446655440001")
    assert await one.entity("T1", job, money=True)
    assert await other.entity("T1", job, money=True)
    with capture_logs() as lines:
        await one.dropped("T1", "invalid_metadata_format")
        await other.dropped("T1", "invalid_metadata_format")

    assert [line["event"] for line in lines] == [_PAUSE]
    fresh = WorkObjectSwitch(notices, pages, "auto", time.time)
    assert [await each.entity("T1", job, money=True) for each in (one, other, fresh)] == [None] * 3
    assert await fresh.entity("T2", job, money=True)


@pytest.mark.testbed(work_objects="on")
async def test_on_tries_every_time(play: Testbed) -> None:
    play.slack.workspace.work_objects = "refused"
    assert (await raised(play)).entities == []
    play.slack.workspace.work_objects = "shown"

    assert entity_of(await updated(play, job_title="At once"))


@pytest.mark.testbed(work_objects="off")
async def test_off_sends_none_and_takes_earlier_ones_off(play: Testbed) -> None:
    card = await raised(play)

    assert card.entities == []
    assert key_in(card)


async def test_a_channel_shared_with_another_company_gets_no_amount(play: Testbed) -> None:
    card = await raised(play, "elm-contractors", job_total_budget="7501", contractor_budget="4302")

    assert custom_of(card).keys() & {"job_total_budget", "contractor_budget"} == set()
    assert "7,501" not in str(card.metadata)


async def test_a_channel_that_is_shared_later_loses_the_amounts_of_its_entities(
    play: Testbed,
) -> None:
    card = await raised(play, job_total_budget="7501")
    assert custom_of(card)["job_total_budget"] == "£7,501.00"
    await at_rest(play)  # where the card is, is written down
    play.slack.channel("maintenance").is_shared = True
    await play.slack.emit(
        {"type": "channel_shared", "connected_team_id": "E163Q94DX", "channel": play.channel()}
    )

    await play.slack.until(
        lambda: "job_total_budget" not in custom_of(card) or None, why="no amount"
    )


@pytest.mark.testbed(propops_job_url=None)
async def test_without_a_page_no_card_has_one_and_updates_say_nothing_of_it(play: Testbed) -> None:
    card = await updated(play, job_title="Plain")

    assert card.entities == []
    assert all("metadata" not in sent for sent in play.slack.sent("chat.update"))
