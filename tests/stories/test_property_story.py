"""The form knows the property: its tenants and last contractors first, and what to do without it."""

from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX


async def test_tenants_and_contractors_of_the_address_come_first(play: Testbed) -> None:
    job = play.propops.job("JOB-003")
    play.propops.edit("JOB-003", by="Sam", contractor_id=202)
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    before = await priya.type_ahead(form, "contractor_id", "")
    await priya.fill(form, address_id=(job["full_address"].split(",")[0], 0))
    after = await priya.type_ahead(form, "contractor_id", "")
    assert "Aire" in after[0]
    assert sorted(after) == sorted(before)
    options = await priya.suggested(form, "tenants_ids", "a")
    there = [str(each.get("description", {}).get("text", "")) for each in options]
    at = [text.startswith(job["full_address"].split(",")[0]) for text in there]
    assert at == sorted(at, reverse=True)


async def test_an_address_that_is_not_found_says_what_to_do_and_is_taken_by_no_form(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    said = "Not found: please add the address in PropOps first"
    assert await priya.type_ahead(form, "address_id", "99 Nowhere Crescent") == [said]
    await priya.fill(form, **(SIX | {"address_id": ("99 Nowhere Crescent", 0)}))
    await priya.submit(form)
    assert "address_id" in form.errors


async def test_while_propops_is_away_no_address_is_said_to_be_missing(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    play.propops.fail(Fault("*", "404_page", times=None))
    said = "PropOps isn't answering just now: please type it again in a minute"
    for field in ("address_id", "contractor_id", "agent_id", "tenants_ids"):
        assert await priya.type_ahead(form, field, "99 Nowhere Crescent") == [said]
    await priya.fill(form, **(SIX | {"address_id": ("99 Nowhere Crescent", 0)}))
    await priya.submit(form)
    assert "address_id" in form.errors
    play.propops.heal()
    assert "Not found" in (await priya.type_ahead(form, "address_id", "99 Nowhere Crescent"))[0]
