"""The main story, in a browser."""

import re

import pytest

from tests.browser.visitor import BOILER, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_typed_line_becomes_a_job_that_everybody_sees(visitor: Visitor) -> None:
    form = await visitor.form()
    assert await form.get_by_label("Title").input_value() == "Boiler not firing"
    assert (
        await form.get_by_role("combobox", name="Address").input_value()
        == "12 Elm Row, Leeds, LS6 2AB"
    )
    await visitor.fill_in()
    await visitor.send()

    await visitor.went_through()
    card = await visitor.message("JOB-061").inner_text()
    for words in ("Boiler not firing", "12 Elm Row", "Ace Gas", "Priya Shah", "£250.00"):
        assert words in card
    [write] = visitor.play.propops.writes
    assert write["by"] == "Priya Shah"
    await visitor.sees("Priya Shah created JOB-061", visitor.panel)


async def test_notify_asks_first_and_its_thread_tells(visitor: Visitor) -> None:
    card = await visitor.raise_job()
    await card.get_by_role("button", name="Notify contractor").click()
    await visitor.sees("PropOps will tell Ace Gas", visitor.question)
    await visitor.question.get_by_role("button", name="Cancel").click()
    assert visitor.play.propops.notified == []

    await card.get_by_role("button", name="Notify contractor").click()
    await visitor.question.get_by_role("button", name="Notify").click()
    await visitor.sees("Contractor notified", card)
    await card.get_by_role("button", name=re.compile("1 reply")).click()
    await visitor.sees("Contractor notified", visitor.thread.locator(".message").last)
    assert len(visitor.play.propops.notified) == 1


async def test_restore_shows_its_difference_before_it_does_anything(visitor: Visitor) -> None:
    card = await visitor.raise_job()
    await visitor.form("/job update JOB-061 title wrong job")
    await visitor.modal.get_by_label("Title").fill("Wrong job")
    await visitor.send()
    await visitor.went_through("Job updated")

    card = visitor.message("Wrong job")
    await card.get_by_role("button", name="Restore").click()
    await visitor.modal.locator("[data-block=commit_id] select").select_option(index=2)
    await visitor.sees("Wrong job → Boiler not firing", visitor.modal)
    assert visitor.play.propops.job("JOB-061")["job_title"] == "Wrong job"
    await visitor.send()
    await visitor.went_through("Job restored")
    assert visitor.play.propops.job("JOB-061")["job_title"] == "Boiler not firing"


async def test_the_overflow_and_its_private_answer(visitor: Visitor) -> None:
    card = await visitor.raise_job()
    await card.get_by_role("button", name="More actions").click()
    await card.get_by_role("menuitem", name="Show").click()
    await visitor.modal.or_(visitor.page.get_by_text("Only visible to you")).first.wait_for()


async def test_whoever_is_not_linked_is_told_alone_and_goes_on_once_linked(
    visitor: Visitor,
) -> None:
    await visitor.be("Nia Lowe")
    await visitor.say(BOILER)
    told = visitor.message("Link your account")
    await visitor.sees("Only visible to you", told)
    await visitor.be("Tom Reilly")
    await visitor.page.get_by_text("Link your account").first.wait_for(state="detached")
    assert visitor.play.propops.writes == []

    await visitor.panel.get_by_text("People and their accounts").click()
    await visitor.panel.get_by_role("button", name="Link Nia Lowe").click()
    await visitor.sees("linked as Nia Lowe", visitor.panel)
    await visitor.page.locator("#be option", has_text="Nia Lowe – linked").wait_for(
        state="attached"
    )
    await visitor.be("Nia Lowe")
    await visitor.sees("Linked as Nia Lowe")


async def test_a_newcomer_finds_a_line_to_start_with(visitor: Visitor) -> None:
    start = visitor.page.get_by_role("button", name="/job new boiler not firing")
    await start.click()
    assert not await start.is_visible()
    await visitor.page.keyboard.press("Enter")
    await visitor.modal.get_by_label("Title").wait_for()
    await visitor.send()
    await visitor.went_through()
    await visitor.message("JOB-061").wait_for()
    job = visitor.play.propops.job("JOB-061")
    assert job["full_address"] == "12 Elm Row, Leeds, LS6 2AB"
    assert (job["priority_name"], job["contractor_name"]) == ("Urgent", "Ace Gas")
    await visitor.page.reload()
    await visitor.message("JOB-061").wait_for()
    assert await start.count() == 0


async def test_the_link_page_links_and_the_page_says_so(visitor: Visitor) -> None:
    nia = visitor.page.locator("#be option", has_text="Nia Lowe")
    assert await nia.inner_text() == "Nia Lowe – unlinked"
    await visitor.be("Nia Lowe")
    await visitor.say(BOILER)
    async with visitor.page.context.expect_page() as opened:
        await visitor.message("Link your account").get_by_role("link").click()
    page = await opened.value
    await page.locator("[name=email]").fill("nia.lowe@harrowfield.example")
    await page.locator("[name=password]").fill("sandbox")
    await page.get_by_role("button", name="Sign in and link").click()
    await page.get_by_role("heading", name="Linked").wait_for()
    await page.close()
    await visitor.sees("Linked as Nia Lowe", visitor.page.locator("#toasts"))
    await nia.filter(has_text="– linked").wait_for(state="attached")


async def test_a_second_person_approves_what_is_dear(visitor: Visitor) -> None:
    form = await visitor.form(BOILER.replace("250", "800"))
    await visitor.fill_in()
    await visitor.send()
    await visitor.sees("approval", form)
    await visitor.close()
    assert visitor.play.propops.writes == []

    await visitor.be("Dana Okafor")
    await visitor.page.get_by_role("button", name="# approvals").click()
    asked = visitor.message("Boiler not firing")
    await visitor.sees("£800.00", asked)
    await asked.get_by_role("button", name="Approve").click()
    await visitor.question.get_by_role("button", name="Approve").click()
    await visitor.sees("Priya Shah created JOB-061", visitor.panel)

    await visitor.be("Priya Shah")
    await visitor.page.get_by_role("button", name="# maintenance").click()
    card = await visitor.message("JOB-061").inner_text()
    assert "Dana Okafor" in card


async def test_a_rejection_gives_its_reason_and_the_form_back(visitor: Visitor) -> None:
    await visitor.form(BOILER.replace("250", "800"))
    await visitor.fill_in()
    await visitor.send()
    await visitor.sees("approval", visitor.modal)
    await visitor.close()

    await visitor.be("Dana Okafor")
    await visitor.page.get_by_role("button", name="# approvals").click()
    await visitor.message("Boiler not firing").get_by_role("button", name="Reject").click()
    await visitor.modal.locator("textarea").fill("Please get a second quote first.")
    await visitor.send()
    await visitor.modal.wait_for(state="hidden")

    await visitor.be("Priya Shah")
    await visitor.page.get_by_role("button", name="⚒ PropOps").click()
    await visitor.sees("second quote")
    assert visitor.play.propops.writes == []


async def test_a_guest_is_refused_alone(visitor: Visitor) -> None:
    await visitor.be("Gil Adeyemi")
    await visitor.say(BOILER)
    await visitor.sees("Only visible to you")
    assert visitor.play.propops.writes == []


async def test_the_command_completes_itself_by_keyboard(visitor: Visitor) -> None:
    field = visitor.page.locator("#composer textarea")
    await field.press_sequentially("/j")
    await visitor.page.get_by_role("option", name="/job").wait_for()
    await field.press("Tab")
    await field.press_sequentially("he")
    await field.press("ArrowDown")
    await field.press("Enter")
    assert await field.input_value() == "/job help "
    await field.press("Enter")
    await visitor.sees("PropOps jobs from Slack")


async def test_what_happens_elsewhere_is_notified_with_the_text_of_the_message(
    visitor: Visitor,
) -> None:
    await visitor.page.get_by_role("button", name="# approvals").click()
    tom = visitor.play.slack.member("tom")
    await tom.command("/job new")
    form = await tom.modal(having="job_title")
    await tom.fill(
        form,
        job_title="Leak <!channel> & more",
        job_description="Under the sink",
        address_id=("12 Elm", 0),
        priority_id="High",
        status_id="New",
        job_type_id="Plumbing",
    )
    await tom.submit(form)

    note = visitor.page.get_by_role("status", name="Notifications")
    await visitor.sees("PropOps in #maintenance", note)
    assert "Leak <!channel> & more" in await note.inner_text()
    await note.get_by_role("button").first.click()
    await visitor.message("Leak <!channel> & more").wait_for()


async def test_a_job_from_one_line_takes_enter_and_create_job(visitor: Visitor) -> None:
    """Nothing else is pressed: the line fills the form, and the form closes by itself."""
    await visitor.form()
    await visitor.send()
    await visitor.went_through()
    await visitor.message("JOB-061").wait_for()
    assert len(visitor.play.propops.writes) == 1
