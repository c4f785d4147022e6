"""A day of Dana's: from eight o'clock's message to the empty board, each press counted."""

from typing import Any

from tests.browser.camera import Camera
from tests.browser.clicks import Clicks
from tests.browser.mornings import the_day_before, turn
from tests.browser.visitor import Visitor
from tests.waiting import until

APP, HOME = "⚒ PropOps", "PropOps Home"
PRESSES = {
    "opened the message": 1,
    "approved": 4,
    "resumed": 6,
    "chose a contractor": 4,
    "notified again": 2,
    "updated": 3,
}
"""What a day takes: by row, with the way back to the message."""


async def day(visitor: Visitor, camera: Camera) -> Clicks:
    """Works through all rows of the message; in the end Home is open, and empty."""
    await at_eight(visitor)
    await visitor.be_at("Dana Okafor", "# general")
    clicks = Clicks(visitor.page)
    await clicks.begin()
    await visitor.go(APP)
    await clicks.done("opened the message")
    message = visitor.message("Good morning.")
    await visitor.sees("5 things wait for you", message)
    await camera.take("morning-message", message)

    await message.get_by_role("link", name="Approve…").click()
    card = visitor.message("Boiler not firing")
    await card.get_by_role("button", name="Approve").click()
    await visitor.question.get_by_role("button", name="Approve").click()
    await visitor.sees("Approved", card)
    await visitor.go(APP)
    await waits(visitor, message, 4)
    await clicks.done("approved")

    await message.get_by_role("button", name="Resume").click()
    await visitor.modal.get_by_label("Title").wait_for()
    await visitor.pick("Address", "beckside", "9 Beckside")
    await visitor.modal.get_by_label("Priority", exact=True).select_option("High")
    await visitor.modal.get_by_label("Type", exact=True).select_option("Damp & Mould")
    await visitor.send()
    await visitor.went_through()
    await waits(visitor, message, 4)  # it needs a contractor now
    await clicks.done("resumed")

    for job, typed, name in (
        ("Black mould", "dry", "Dry House"),
        ("Damp wall", "dry", "Dry House"),
    ):
        row = message.locator(".block", has_text=job)
        await row.wait_for()
        await message.get_by_role("button", name="Choose contractor").first.click()
        await visitor.pick("Contractor", typed, name)
        await visitor.send()
        await visitor.went_through("Job updated")
        await row.wait_for(state="hidden")
        await clicks.done("chose a contractor")

    await message.get_by_role("button", name="Notify again").click()
    await visitor.sees("PropOps will tell", visitor.modal)
    await visitor.send()
    await visitor.went_through("Contractor notified")
    await waits(visitor, message, 1)
    await clicks.done("notified again")

    await message.get_by_role("button", name="Update").click()
    await visitor.modal.get_by_label("Status", exact=True).select_option("Complete")
    await visitor.send()
    await visitor.went_through("Job updated")
    await visitor.sees("nothing waits for you", message)
    await clicks.done("updated")
    await camera.take("morning-done", message)
    return clicks


async def at_eight(visitor: Visitor) -> None:
    """The message has come; the page is opened after that."""
    await the_day_before(visitor.play)
    await visitor.page.reload()
    await visitor.page.locator("#composer form").wait_for()


async def waits(visitor: Visitor, message: Any, count: int) -> None:
    """For the message to say so."""
    words = "1 thing waits" if count == 1 else f"{count} things wait"
    await visitor.sees(words, message)


async def home(visitor: Visitor, camera: Camera) -> None:
    """The same board on Home, on whatever screen."""
    await at_eight(visitor)
    await visitor.be_at("Dana Okafor", HOME)
    await visitor.sees("Visit passed")
    narrow = await visitor.page.locator("#show-sidebar").is_visible()
    if await visitor.panel.is_visible():
        await visitor.page.locator("#show-panel").click()  # away
    await camera.take("home-phone" if narrow else "home", visitor.page)


async def chased(visitor: Visitor, camera: Camera) -> None:
    """Nine o'clock: the contractor has not accepted; then she looks at what her channel has set."""
    await at_eight(visitor)
    for _ in range(2):
        turn(visitor.play, "hour")
    await visitor.be_at("Dana Okafor", APP)
    reminder = visitor.message("⏰")
    await reminder.wait_for()
    await camera.take("chase", reminder)


async def settings(visitor: Visitor, camera: Camera) -> None:
    await visitor.say("/job settings")
    await visitor.sees("Quiet hours", visitor.modal)
    await camera.take("channel-settings", visitor.modal)


async def follow(visitor: Visitor, camera: Camera) -> None:
    """#maintenance follows urgent jobs; one of them moves in PropOps, and its card comes."""
    urgent = next(
        job for job in reversed(visitor.play.propops.jobs) if job["priority_name"] == "Urgent"
    )
    await visitor.say("/job follow")
    await visitor.modal.get_by_role("combobox", name="Priority").wait_for()
    await visitor.pick("Priority", "urg", "Urgent")
    await visitor.sees("last week", visitor.modal.locator(".body, .place"))
    await camera.take("follow", visitor.modal)
    await visitor.send()
    await visitor.sees("From now on", visitor.modal)
    await visitor.close()
    assert visitor.play.app is not None
    follows = visitor.play.app.stores.follows

    async def begun() -> bool:
        return all(each.watermark is not None for each in await follows.all())

    await until(begun)  # what there is already is not told
    await visitor.elsewhere("Somebody changes the date", urgent["job_ref"])
    await visitor.turn_clock("An hour on")
    await visitor.close_panel()
    card = visitor.message(urgent["job_ref"])
    await card.wait_for()
    await camera.take("follow-card", card)


async def next_steps(visitor: Visitor, camera: Camera) -> None:
    """A card says what comes next: once its contractor was told, and once they have accepted."""
    card = await visitor.raise_job()
    await card.get_by_role("button", name="Notify contractor").click()
    await visitor.question.get_by_role("button", name="Notify").click()
    await visitor.sees("to accept", card)
    await camera.take("card-next", card)
    await visitor.elsewhere("The contractor accepts", "JOB-061")
    await visitor.close_panel()
    await card.get_by_text("visit on").first.wait_for()
    await camera.take("card-accepted", card)
