"""What was read stands beside its field, and what is open can be chosen there."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, Clock, card_saying

pytestmark = pytest.mark.testbed(timezone="UTC")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.to_noon()


def today(clock: Clock) -> date:
    return date.fromtimestamp(clock())  # noqa: DTZ012 - the sandbox's people live where the tests run


def monday(clock: Clock) -> date:
    """Of next week."""
    now = today(clock)
    return now + timedelta(days=7 - now.weekday())


def under(form: View, name: str) -> list[dict[str, Any]]:
    """The blocks between a field and the next one."""
    at = [block["block_id"] for block in form.blocks].index(name)
    found = []
    for block in form.blocks[at + 1 :]:
        if block["type"] in {"input", "header"}:
            break
        found.append(block)
    return found


async def opened(play: Testbed, line: str) -> View:
    priya = play.slack.member("priya")
    await priya.command(line)
    return await priya.modal(having="job_title")


async def test_a_day_left_open_is_chosen_beside_its_field(play: Testbed, clock: Clock) -> None:
    form = await opened(play, "/job new boiler service mon or tues next wk")
    note, choices = under(form, "date_works_start_date")
    assert "“mon or tues next wk” is more than one day" in str(note)
    labels = [each["text"]["text"] for each in choices["elements"]]
    tuesday = monday(clock) + timedelta(days=1)
    assert labels == [f"{day:%a} {day.day} {day:%b}" for day in (monday(clock), tuesday)]
    head = form.blocks[0]
    assert "mon or tues" not in str(head) or head["type"] == "input"
    priya = play.slack.member("priya")
    await priya.fill(form, job_description="Typed before it was pressed")
    await priya.press(form, labels[1])
    await play.slack.until(lambda: form.value("date_works_start_date") or None, why="the day")
    assert form.value("date_works_start_date") == tuesday.isoformat()
    assert form.value("job_description") == "Typed before it was pressed"
    assert under(form, "date_works_start_date") == []
    await priya.fill(form, **{name: value for name, value in SIX.items() if name != "job_title"})
    await priya.submit(form)
    await card_saying(play, "Job created")
    [write] = play.propops.writes
    assert write["body"]["date_works_start_date"] == tuesday.isoformat()


async def test_a_chosen_day_can_still_be_changed_by_hand(play: Testbed, clock: Clock) -> None:
    form = await opened(play, "/job update JOB-003 start: next week")
    _, choices = under(form, "date_works_start_date")
    assert len(choices["elements"]) == 5
    priya = play.slack.member("priya")
    await priya.press(form, choices["elements"][0]["text"]["text"])
    await play.slack.until(
        lambda: form.value("date_works_start_date") == monday(clock).isoformat() or None,
        why="the day",
    )
    later = monday(clock) + timedelta(days=40)
    await priya.fill(form, date_works_start_date=later.isoformat(), date_works_end_date=None)
    await priya.submit(form)
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-003")["date_works_start_date"] == later.isoformat()


async def test_a_form_that_was_filled_by_a_button_is_kept_when_it_is_closed(
    play: Testbed, clock: Clock
) -> None:
    form = await opened(play, "/job update JOB-003 start: next week")
    _, choices = under(form, "date_works_start_date")
    priya = play.slack.member("priya")
    await priya.press(form, choices["elements"][1]["text"]["text"])
    await priya.close(form)
    offer = await play.slack.until(
        lambda: next((each for each in priya.dms if "is kept" in each.text), None),
        why="kept",
    )
    await priya.press(offer, "Go on")
    again = await priya.modal(having="job_title")
    chosen = monday(clock) + timedelta(days=1)
    assert again.value("date_works_start_date") == chosen.isoformat()


async def test_next_friday_offers_the_other_one(play: Testbed, clock: Clock) -> None:
    form = await opened(play, "/job new leak next Friday")
    chosen = date.fromisoformat(form.value("date_works_start_date"))
    found = under(form, "date_works_start_date")
    assert "was read as the one of next week" in str(found[0])
    sooner = chosen - timedelta(days=7)
    if sooner > today(clock):
        assert f"{sooner:%a} {sooner.day}" in str(found[1])


async def test_other_notes_stand_at_their_fields_too(play: Testbed) -> None:
    form = await opened(play, "/job new leak at 14 Orchard Close, contractor: Ace")
    assert "Orchard Close" in str(under(form, "address_id"))
    assert form.block("job_type_id")["hint"]["text"] == "Read from “leak at 14…”."


async def test_a_time_names_no_day_that_could_be_moved_away_from(play: Testbed) -> None:
    form = await opened(play, "/job new boiler service, start: friday am")
    time = form.value("job_description").splitlines()[-1]
    assert time == "Time asked for: am."


async def test_an_amount_left_open_is_pressed_beside_its_field(play: Testbed) -> None:
    form = await opened(play, "/job new tap dripping, octopus boiler grant £250")
    note, choices = under(form, "job_total_budget")
    assert "“£250” was left open because of “grant”: press it if it is the budget." in str(note)
    [button] = choices["elements"]
    assert button["text"]["text"] == "£250.00"
    await play.slack.member("priya").press(form, "£250.00")
    await play.slack.until(lambda: form.value("job_total_budget") or None, why="the amount")
    assert form.value("job_total_budget") == "250"
    assert under(form, "job_total_budget") == []


async def test_a_budget_without_vat_is_offered_with_it(play: Testbed) -> None:
    form = await opened(play, "/job new new kitchen tap budget £500 + VAT")
    note, choices = under(form, "job_total_budget")
    assert "Total budget has VAT in it: press it with 20% VAT" in str(note)
    assert [each["text"]["text"] for each in choices["elements"]] == ["£600.00"]
    assert not form.value("job_total_budget")


async def test_tenants_who_are_named_are_added_one_by_one(play: Testbed) -> None:
    form = await opened(play, "/job new tap drips, Jade Thornton and Samir Patel rang, so did Dev")
    _, choices = under(form, "tenants_ids")
    assert [each["text"]["text"] for each in choices["elements"]] == [
        "Jade Thornton", "Samir Patel", "Dev Malhotra",
    ]  # fmt: skip
    priya = play.slack.member("priya")
    await priya.press(form, "Samir Patel")
    await play.slack.until(lambda: form.value("tenants_ids") or None, why="the first")
    _, choices = under(form, "tenants_ids")
    left = [each["text"]["text"] for each in choices["elements"]]
    assert left == ["Jade Thornton", "Dev Malhotra"]
    for chosen in (2, 3):
        await priya.press(form, left.pop())
        await play.slack.until(partial(_has_tenants, form, chosen), why="one more")
    assert under(form, "tenants_ids") == []
    assert len(form.value("tenants_ids")) == 3


def _has_tenants(form: View, number: int) -> bool | None:
    return len(form.value("tenants_ids")) == number or None
