"""`/job update REF field: none` empties a field."""

from typing import Any

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import card_saying, until_title

HELD: dict[str, Any] = {
    "date_works_start_date": "2026-12-01",
    "date_works_end_date": "2026-12-02",
    "quote_no": "Q-77",
    "access_details": "Key with the neighbour",
    "private_contact_name": "Jane Whitfield",
    "job_total_budget": 900,
}


def held(play: Testbed) -> dict[str, Any]:
    """JOB-003 with something in each of these fields."""
    firm = play.propops.rows("contractors")[0]["ID"]
    tenants = play.propops.job("JOB-003")["tenants_ids"] or [play.propops.rows("tenants")[0]["ID"]]
    everything = {**HELD, "contractor_id": firm, "tenants_ids": tenants}
    play.propops.edit("JOB-003", by="Sam", **everything)
    return everything


async def opened(play: Testbed, typed: str) -> View:
    priya = play.slack.member("priya")
    await priya.command(f"/job update JOB-003 {typed}")
    return await priya.modal(having="job_title")


@pytest.mark.parametrize(
    ("typed", "name", "was", "empty"),
    [
        ("contractor: none", "contractor_id", "Was: ", None),
        (
            "take the contractor off",
            "contractor_id",
            "Read from “take the contractor off”. Was: ",
            None,
        ),
        ("no tenant on this", "tenants_ids", "Read from “no tenant on this”. Was: ", []),
        ("end: none", "date_works_end_date", "Was: Wed 2 December 2026.", None),
        ("quote: none", "quote_no", "Was: Q-77.", ""),
        ("budget: none", "job_total_budget", "Was: £900.00.", None),
        ("tenants: none", "tenants_ids", "Was: ", []),
        ("access: none", "access_details", "removed from PropOps", ""),
        ("contact: none", "private_contact_name", "removed from PropOps", ""),
    ],
)
async def test_none_empties_the_field_and_says_what_was_there(
    play: Testbed, typed: str, name: str, was: str, empty: Any
) -> None:
    everything = held(play)
    before = play.propops.job("JOB-003")
    assert before[name]
    form = await opened(play, typed)
    assert not form.value(name)
    assert was in form.block(name)["hint"]["text"]
    assert "Jane" not in form.outline()
    outcome = await play.slack.member("priya").submit(form)
    assert outcome.accepted, outcome.errors
    await card_saying(play, "Job updated")
    [write] = play.propops.writes
    assert write["body"][name] == empty
    job = play.propops.job("JOB-003")
    assert not job[name]
    assert {key: job[key] for key in everything if key != name} == {
        key: before[key] for key in everything if key != name
    }


async def test_none_for_an_empty_field_says_so(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Sam", quote_no="", access_details="")
    form = await opened(play, "quote: none, access: none, priority low")
    assert "empty already" in form.block("quote_no")["hint"]["text"]
    assert "empty already" in form.block("access_details")["hint"]["text"]
    await play.slack.member("priya").submit(form)
    await card_saying(play, "Job updated")
    [write] = play.propops.writes
    assert "quote_no" not in write["body"]
    assert "access_details" not in write["body"]


async def test_a_required_field_can_not_be_emptied(play: Testbed) -> None:
    was = play.propops.job("JOB-003")["job_title"]
    form = await opened(play, "title: none")
    assert form.value("job_title") == was
    assert "Title can't be empty" in form.outline()


async def test_a_private_field_is_still_emptied_when_the_form_comes_back(play: Testbed) -> None:
    held(play)
    form = await opened(play, "access: none, contractor: none")
    play.propops.fail(Fault("update", "400", words="Not on a Sunday."))
    priya = play.slack.member("priya")
    await priya.submit(form)
    again = await until_title(priya, play, "Not on a Sunday")
    await priya.submit(again)
    await card_saying(play, "Job updated")
    job = play.propops.job("JOB-003")
    assert (job["access_details"], job["contractor_id"]) == ("", None)


async def test_what_is_typed_over_it_is_sent_instead(play: Testbed) -> None:
    held(play)
    form = await opened(play, "access: none")
    priya = play.slack.member("priya")
    await priya.fill(form, access_details="Ring the bell")
    await priya.submit(form)
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-003")["access_details"] == "Ring the bell"


async def test_a_tenant_who_is_added_joins_those_who_are_there(play: Testbed) -> None:
    there = held(play)["tenants_ids"]
    more = next(each for each in play.propops.rows("tenants") if each["ID"] not in there)
    form = await opened(play, f"add {more['tenant_name']} as tenant")
    outcome = await play.slack.member("priya").submit(form)
    assert outcome.accepted, outcome.errors
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-003")["tenants_ids"] == [*there, more["ID"]]
