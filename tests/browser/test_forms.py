"""Forms in a browser: errors in their places, nothing typed is lost, no mouse needed."""

import pytest

from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_what_is_missing_is_said_beside_its_field_before_anything_is_sent(
    visitor: Visitor,
) -> None:
    form = await visitor.form("/job new")
    before = len(visitor.play.slack.deliveries)
    await visitor.send()

    await visitor.sees("Please complete this required field.", form)
    assert await form.locator("[data-block=job_title] .error").is_visible()
    assert not await form.locator("[data-block=contractor_id] .error").is_visible()
    assert await form.get_by_label("Title").get_attribute("aria-invalid") == "true"
    focused = await form.get_by_label("Title").evaluate("each => each === document.activeElement")
    assert focused
    assert len(visitor.play.slack.deliveries) == before


async def test_what_the_bot_finds_wrong_is_said_beside_its_field(visitor: Visitor) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await form.get_by_label("Works end").fill("2020-01-01")
    await form.get_by_role("button", name="More fields").click()
    await form.get_by_label("Private contact e-mail").fill("nobody@nowhere")
    await visitor.send()

    await visitor.sees("Please enter a valid e-mail address.", form)
    await form.get_by_label("Private contact e-mail").fill("a@b.example")
    await visitor.send()
    wrong = form.locator("[data-block=date_works_end_date] .error")
    await wrong.wait_for()
    assert "before the works start" in await wrong.inner_text()
    assert await form.get_by_label("Description").input_value() == "No hot water since Sunday."


async def test_typing_goes_on_while_the_bot_draws_the_form_anew(visitor: Visitor) -> None:
    form = await visitor.form()
    await form.get_by_label("Title").fill("Boiler, typed over")
    await form.get_by_label("Contractor budget").fill("180")
    vat = form.get_by_label("VAT (%)")
    await vat.focus()
    await vat.press_sequentially("20", delay=120)

    await visitor.sees("£216.00", form)
    assert await vat.input_value() == "20"
    assert await vat.evaluate("each => each === document.activeElement")
    assert await form.get_by_label("Title").input_value() == "Boiler, typed over"


async def test_several_tenants_are_chips_that_can_be_taken_away(visitor: Visitor) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.pick("Tenants", "jade", "Jade Thornton")
    await visitor.pick("Tenants", "samir", "Samir Patel")
    await form.get_by_role("button", name="Remove Jade Thornton").click()
    await visitor.send()
    await visitor.went_through()
    assert len(visitor.play.propops.job("JOB-061")["tenants_ids"]) == 1


async def test_a_search_without_a_result_says_so_and_keeps_the_choice(visitor: Visitor) -> None:
    form = await visitor.form()
    address = form.get_by_role("combobox", name="Address")
    await address.click()
    await address.fill("zzzzqqq")
    await visitor.sees("please add the address in PropOps first", form)
    await address.press("Escape")
    assert await address.input_value() == "12 Elm Row, Leeds, LS6 2AB"
    assert await form.is_visible()


async def test_no_mouse_is_needed(visitor: Visitor) -> None:
    keys = visitor.page.keyboard
    form = await visitor.form()
    await form.get_by_label("Description").focus()
    await keys.type("No hot water since Sunday.")
    for _ in range(20):
        await keys.press("Tab")
        focus = await visitor.page.evaluate(
            "document.activeElement.closest('[data-block]')?.dataset.block"
        )
        if focus == "job_type_id":
            await keys.type("Gas")
        if focus == "contractor_id":
            await keys.type("ace")
            await form.get_by_role("option", name="Ace Gas").wait_for()
            await keys.press("Enter")
            break
    await form.get_by_label("Title").focus()
    await keys.press("Enter")
    await visitor.went_through()
    assert visitor.play.propops.job("JOB-061")["contractor_name"] == "Ace Gas"


async def test_cancel_forgets_the_form_and_sends_nothing(visitor: Visitor) -> None:
    form = await visitor.form()
    await form.get_by_role("button", name="Cancel").click()
    await form.wait_for(state="hidden")
    assert visitor.play.propops.writes == []


async def test_a_form_waits_for_its_own_person(visitor: Visitor) -> None:
    form = await visitor.form()
    await form.get_by_label("Title").fill("Half typed")
    await visitor.page.evaluate(
        """() => {
          const be = document.getElementById("be");
          be.value = "U0TOM00001";
          be.dispatchEvent(new Event("change"));
        }"""
    )
    await form.wait_for(state="hidden")
    await visitor.be("Priya Shah")
    assert await form.get_by_label("Title").input_value() == "Half typed"
