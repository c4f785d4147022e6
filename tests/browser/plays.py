"""What a person does in each scene of the gallery, and when a picture is taken."""

import re

from tests.browser.camera import Camera
from tests.browser.visitor import BOILER, STAIRS, Visitor


async def overview(visitor: Visitor, camera: Camera) -> None:
    card = await visitor.raise_job()
    await card.get_by_role("button", name="Notify contractor").click()
    await visitor.question.get_by_role("button", name="Notify").click()
    await visitor.sees("Contractor notified", card)
    await visitor.panel.get_by_text("E-mails it would send").click()
    await camera.take("overview", visitor.page)


async def dark(visitor: Visitor, camera: Camera) -> None:
    await visitor.raise_job()
    await visitor.page.locator("#composer textarea").fill("/job ")
    await camera.take("overview-dark", visitor.page)


async def form_empty(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form("/job new")
    await camera.take("form-empty", form)


async def form_filled(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.pick("Contractor", "ace", "Ace Gas")
    await visitor.pick("Tenants", "jade", "Jade Thornton")
    await form.get_by_label("Contractor budget").fill("180")
    await form.get_by_label("VAT (%)").fill("20")
    await visitor.sees("£216.00", form)
    await camera.take("form-filled", form)


async def form_search(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form("/job new")
    address = form.get_by_role("combobox", name="Address")
    await address.click()
    await address.fill("quary bank")
    await form.locator("li[role=option]:not(.none)").first.wait_for()
    await camera.take("form-search", form)


async def form_errors(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form(STAIRS)
    await visitor.send()
    await visitor.sees("Please complete this required field.", form)
    await camera.take("form-missing", form)
    await visitor.fill_in()
    await form.get_by_label("Works end").fill("2020-01-01")
    await visitor.send()
    await visitor.sees("before the works start", form)
    await camera.take("form-errors", form)


async def form_going(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "slow")
    await visitor.send()
    await form.get_by_label("Description").wait_for(state="detached")
    await camera.take("form-saving", form)
    await visitor.turn_behind("propops", "well")
    await form.get_by_text("Job created").wait_for()
    await camera.take("form-done", form)
    await visitor.close()
    await camera.take("card-created", visitor.message("JOB-061"))
    more = visitor.message("JOB-061").get_by_role("button", name="More actions")
    await more.click()
    await visitor.page.get_by_role("menuitem").last.scroll_into_view_if_needed()
    await camera.take("card-more", visitor.page.locator("#messages"))


async def lost(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "silent")
    await visitor.send()
    await visitor.sees("checking", form)
    await camera.take("form-checking", form)
    await form.get_by_text("Job created").wait_for()
    await visitor.close()
    await camera.take("card-after-checking", visitor.message("JOB-061"))


async def refused(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "refuses")
    await visitor.send()
    await visitor.sees("administrator", form)
    await camera.take("form-refused", form)


async def down(visitor: Visitor, camera: Camera) -> None:
    await visitor.turn_behind("propops", "down")
    await visitor.say(BOILER)
    await visitor.sees("PropOps is away")
    await camera.take("down", visitor.page)


async def notify(visitor: Visitor, camera: Camera) -> None:
    card = await visitor.raise_job()
    await card.get_by_role("button", name="Notify contractor").click()
    await camera.take("notify-asks", visitor.question)
    await visitor.question.get_by_role("button", name="Notify").click()
    await visitor.sees("Contractor notified", card)
    await card.get_by_role("button", name=re.compile("1 reply")).click()
    await visitor.thread.wait_for()
    await camera.take("thread", visitor.thread)


async def update(visitor: Visitor, camera: Camera) -> None:
    await visitor.raise_job()
    form = await visitor.form("/job update JOB-061 start next Friday, priority urgent")
    await camera.take("update-form", form)
    await visitor.send()
    await visitor.went_through("Job updated")
    card = visitor.message("JOB-061")
    await visitor.sees("Job updated", card)
    await camera.take("card-updated", card)
    await card.get_by_role("button", name="Restore").click()
    moments = form.locator("[data-block=commit_id] select")
    await moments.wait_for()
    await camera.take("restore-choose", form)
    await moments.select_option(index=2)
    await visitor.sees("What would change", form)
    await camera.take("restore-diff", form)


async def words(visitor: Visitor, camera: Camera) -> None:
    await visitor.say("/job help")
    await visitor.sees("PropOps jobs from Slack")
    await camera.take("help", visitor.page.locator("#messages .message").last)
    await visitor.say("/job shwo JOB-003")
    await visitor.message("Use /job show").wait_for()
    await camera.take("unknown-word", visitor.page.locator("#messages .message").last)


async def approval(visitor: Visitor, camera: Camera) -> None:
    await visitor.form(BOILER.replace("250", "800"))
    await visitor.fill_in()
    await visitor.send()
    await visitor.sees("Waiting for approval", visitor.modal)
    await camera.take("approval-waiting", visitor.modal)
    await visitor.close()
    await visitor.be("Dana Okafor")
    await visitor.page.get_by_role("button", name="# approvals").click()
    asked = visitor.page.locator("#messages .message").last
    await camera.take("approval-asked", asked)
    await asked.get_by_role("button", name="Reject").click()
    await visitor.modal.locator("textarea").fill("Please get a second quote first.")
    await camera.take("approval-reject", visitor.modal)
    await visitor.send()
    await visitor.modal.wait_for(state="hidden")
    await visitor.sees("second quote", asked)
    await camera.take("approval-rejected", asked)
    await visitor.be("Priya Shah")
    await visitor.page.get_by_role("button", name="⚒ PropOps").click()
    told = visitor.page.locator("#messages .message").last
    await visitor.sees("second quote", told)
    await camera.take("approval-told", told)


async def unknown(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "silent")
    await visitor.send()
    await form.get_by_text("can't find out").wait_for()
    await camera.take("form-unknown", form)


async def private(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await form.get_by_label("Access details").fill("Key safe by the back door, code 4471.")
    await form.get_by_role("button", name="More fields").click()
    await form.get_by_label("Private contact", exact=False).first.fill("Mrs J. Fairburn")
    await visitor.send()
    await visitor.went_through()
    await visitor.say("/job show JOB-061")
    last = visitor.page.locator("#messages .message").last
    await last.get_by_role("button", name="Show private details").click()
    await visitor.sees("4471", last)
    await camera.take("private-details", last)


async def link(visitor: Visitor, camera: Camera) -> None:
    await visitor.be("Nia Lowe")
    await visitor.say(BOILER)
    await camera.take("not-linked", visitor.message("Link your account"))
    async with visitor.page.context.expect_page() as opened:
        await visitor.message("Link your account").get_by_role("link").click()
    page = await opened.value
    await page.set_viewport_size({"width": 700, "height": 640})
    await page.get_by_role("heading").first.wait_for()
    await camera.take("link-page", page)


async def lists(visitor: Visitor, camera: Camera) -> None:
    last = visitor.page.locator("#messages .message").last
    for word, line, sign in (
        ("find", "/job find boiler", "match “boiler”"),
        ("history", "/job history JOB-003", "History of"),
        ("show", "/job show JOB-003", "Last changed"),
    ):
        await visitor.say(line)
        await visitor.sees(sign, last)
        await camera.take(word, last)


async def delete(visitor: Visitor, camera: Camera) -> None:
    await visitor.say("/job delete JOB-003")
    await visitor.sees("Type JOB-003 to delete it", visitor.modal)
    await visitor.modal.get_by_label("Type JOB-003").fill("JOB-003")
    await visitor.modal.get_by_label("Why?").fill("Raised twice, see JOB-002.")
    await camera.take("delete", visitor.modal)
    await visitor.send()
    await visitor.sees("Waiting for approval", visitor.modal)
    await visitor.close()
    await visitor.be("Dana Okafor")
    await visitor.page.get_by_role("button", name="# approvals").click()
    asked = visitor.page.locator("#messages .message").last
    await asked.get_by_role("button", name="Approve").click()
    await visitor.question.get_by_role("button", name="Approve").click()
    await visitor.be("Priya Shah")
    await visitor.page.get_by_role("button", name="⚒ PropOps").click()
    waits = visitor.message("Delete now")
    await waits.wait_for()
    await waits.get_by_role("button", name="Delete now").click()
    await visitor.question.get_by_role("button", name="Delete now").click()
    await visitor.message("Job deleted").wait_for()
    await camera.take("card-deleted", visitor.message("Job deleted"))


async def others(visitor: Visitor, camera: Camera) -> None:
    await visitor.be("Gil Adeyemi")
    await visitor.say(BOILER)
    await visitor.sees("Only visible to you")
    await camera.take("guest", visitor.page.locator("#messages .message").last)


async def phone(visitor: Visitor, camera: Camera) -> None:
    await visitor.form()
    await camera.take("phone-form", visitor.page)
    await visitor.fill_in()
    await visitor.send()
    await visitor.went_through()
    await visitor.message("Job created").wait_for()
    await camera.take("phone-card", visitor.page)
