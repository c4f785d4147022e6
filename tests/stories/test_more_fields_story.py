"""*More fields*: the form of a new job is short until somebody asks for the rest."""

from bot.jobs.forms import FIELDS, RARE
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_saying


async def test_rare_fields_come_with_one_press_and_nothing_typed_is_lost(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    assert [name for name in FIELDS if form.has(name)] == [
        name for name in FIELDS if name not in (*RARE, "time_range_id")
    ]
    await priya.fill(form, **SIX, access_details="Key with No. 14")
    await priya.press(form, "More fields")
    form = await priya.modal(having="invoice_no")
    assert all(form.has(name) for name in RARE)
    assert form.value("job_title") == "Boiler not firing"
    assert form.value("access_details") == "Key with No. 14"
    await priya.fill(form, quote_no="Q-17", private_contact_name="Jane")
    await priya.submit(form)
    await card_saying(play, "Job created")
    job = play.propops.job("JOB-061")
    assert (job["quote_no"], job["access_details"]) == ("Q-17", "Key with No. 14")


async def test_a_field_that_was_typed_is_shown_at_once(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new boiler not firing, quote: Q-17")
    form = await priya.modal(having="job_title")
    assert form.value("quote_no") == "Q-17"
    assert not form.has("invoice_no")
    await priya.press(form, "More fields")
    form = await priya.modal(having="invoice_no")
    assert form.value("quote_no") == "Q-17"


async def test_an_update_shows_every_field(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    assert all(form.has(name) for name in RARE)


async def test_what_is_typed_behind_it_is_kept_when_the_form_is_closed(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Boiler", invoice_no="I-9")
    await priya.close(form)
    told = await play.slack.until(
        lambda: next((each for each in priya.dms if "Boiler" in each.text), None),
        why="the closed form is offered",
    )
    await priya.press(told, "Go on")
    again = await priya.modal(having="invoice_no")
    assert again.value("invoice_no") == "I-9"
