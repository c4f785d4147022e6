"""The scenes of the gallery: what a person does, and when a picture is taken."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.visitor import BOILER, Visitor

WIDE: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 720}, "device_scale_factor": 0.8}
TALL: Mapping[str, Any] = {"viewport": {"width": 760, "height": 2400}, "device_scale_factor": 0.8}
SHORT: Mapping[str, Any] = {"viewport": {"width": 760, "height": 900}}
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
}
_STILL = "#messages .message .tools { display: none } textarea { resize: none }"


class Camera:
    """Takes pictures into a folder; `taken` are their files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[Path] = []

    async def take(self, name: str, of: Any) -> None:
        """A page, or a part of one."""
        file = self._folder / f"{name}.png"
        page = getattr(of, "page", of)
        await page.evaluate("document.fonts.ready.then(() => {})")
        await page.mouse.move(0, 0)
        await of.screenshot(path=file, style=_STILL, animations="disabled", caret="hide")
        self.taken.append(file)


@dataclass(frozen=True)
class Scene:
    """`shots` are the pictures it takes: their names, and what is said under them."""

    name: str
    title: str
    about: str
    shots: tuple[tuple[str, str], ...]
    play: Callable[[Visitor, Camera], Awaitable[None]]
    look: Mapping[str, Any] = field(default_factory=lambda: SHORT)


async def _overview(visitor: Visitor, camera: Camera) -> None:
    card = await visitor.raise_job()
    await card.get_by_role("button", name="Notify contractor").click()
    await visitor.question.get_by_role("button", name="Notify").click()
    await visitor.sees("Contractor notified", card)
    await visitor.panel.get_by_text("E-mails it would send").click()
    await camera.take("overview", visitor.page)


async def _dark(visitor: Visitor, camera: Camera) -> None:
    await visitor.raise_job()
    await visitor.page.locator("#composer textarea").fill("/job ")
    await camera.take("overview-dark", visitor.page)


async def _typing(visitor: Visitor, camera: Camera) -> None:
    await visitor.page.locator("#composer textarea").fill("/job ")
    await camera.take("completion", visitor.page.locator("#main"))


async def _form_empty(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form("/job new")
    await camera.take("form-empty", form)


async def _form_filled(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.pick("Tenants", "jade", "Jade Thornton")
    await form.get_by_label("Contractor budget").fill("180")
    await form.get_by_label("VAT (%)").fill("20")
    await visitor.sees("£216.00", form)
    await camera.take("form-filled", form)


async def _form_search(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form("/job new")
    address = form.get_by_role("combobox", name="Address")
    await address.click()
    await address.fill("quary bank")
    await form.locator("li[role=option]:not(.none)").first.wait_for()
    await camera.take("form-search", form)


async def _form_errors(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.send()
    await visitor.sees("Please complete this required field.", form)
    await camera.take("form-missing", form)
    await visitor.fill_in()
    await form.get_by_label("Works end").fill("2020-01-01")
    await visitor.send()
    await visitor.sees("before the works start", form)
    await camera.take("form-errors", form)


async def _form_going(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "slow")
    await visitor.send()
    await form.get_by_label("Description").wait_for(state="detached")
    await camera.take("form-saving", form)
    await visitor.turn_behind("propops", "well")
    await form.get_by_text("Job created").wait_for(timeout=30_000)
    await camera.take("form-done", form)
    await visitor.close()
    await camera.take("card-created", visitor.message("JOB-061"))
    await visitor.message("JOB-061").get_by_role("button", name="More actions").click()
    await camera.take("card-more", visitor.page.locator("#messages"))


async def _lost(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "silent")
    await visitor.send()
    await visitor.sees("checking", form)
    await camera.take("form-checking", form)
    await form.get_by_text("Job created").wait_for(timeout=20_000)
    await visitor.close()
    await camera.take("card-after-checking", visitor.message("JOB-061"))


async def _refused(visitor: Visitor, camera: Camera) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "refuses")
    await visitor.send()
    await visitor.sees("administrator", form)
    await camera.take("form-refused", form)


async def _down(visitor: Visitor, camera: Camera) -> None:
    await visitor.turn_behind("propops", "down")
    await visitor.say(BOILER)
    told = visitor.page.locator("#messages .message").or_(visitor.modal).first
    await told.wait_for(timeout=20_000)
    await visitor.page.wait_for_timeout(4_000)
    await camera.take("down", told)


async def _notify(visitor: Visitor, camera: Camera) -> None:
    card = await visitor.raise_job()
    await card.get_by_role("button", name="Notify contractor").click()
    await camera.take("notify-asks", visitor.question)
    await visitor.question.get_by_role("button", name="Notify").click()
    await visitor.sees("Contractor notified", card)
    await card.get_by_role("button", name=re.compile("1 reply")).click()
    await visitor.thread.wait_for()
    await camera.take("thread", visitor.thread)


async def _update(visitor: Visitor, camera: Camera) -> None:
    await visitor.raise_job()
    form = await visitor.form("/job update JOB-061 start next Friday, priority urgent")
    await camera.take("update-form", form)
    await visitor.send()
    await visitor.sees("Job updated", form)
    await camera.take("update-done", form)
    await visitor.close()
    card = visitor.message("JOB-061")
    await camera.take("card-updated", card)
    await card.get_by_role("button", name="Restore").click()
    await form.locator("select").wait_for()
    await camera.take("restore-choose", form)
    await form.locator("select").select_option(index=2)
    await visitor.sees("What would change", form)
    await camera.take("restore-diff", form)


async def _words(visitor: Visitor, camera: Camera) -> None:
    await visitor.say("/job help")
    await visitor.sees("PropOps jobs from Slack")
    await camera.take("help", visitor.page.locator("#messages .message").last)
    await visitor.say("/job shwo JOB-003")
    await visitor.sees("Did you mean")
    await camera.take("unknown-word", visitor.page.locator("#messages .message").last)


async def _lists(visitor: Visitor, camera: Camera) -> None:
    last = visitor.page.locator("#messages .message").last
    for word, line, sign in (
        ("find", "/job find boiler", "Jobs for"),
        ("history", "/job history JOB-003", "History of"),
        ("show", "/job show JOB-003", "Last changed"),
    ):
        await visitor.say(line)
        await visitor.sees(sign, last)
        await camera.take(word, last)


async def _delete(visitor: Visitor, camera: Camera) -> None:
    await visitor.say("/job delete JOB-003")
    await visitor.sees("can't be undone", visitor.modal)
    await camera.take("delete", visitor.modal)


async def _others(visitor: Visitor, camera: Camera) -> None:
    await visitor.be("Nia Lowe")
    await visitor.say(BOILER)
    await visitor.sees("Only visible to you")
    await camera.take("not-linked", visitor.page.locator("#messages .message").last)
    await visitor.be("Gil Adeyemi")
    await visitor.say(BOILER)
    await visitor.sees("Only visible to you")
    await camera.take("guest", visitor.page.locator("#messages .message").last)


async def _phone(visitor: Visitor, camera: Camera) -> None:
    await visitor.form()
    await camera.take("phone-form", visitor.page)
    await visitor.fill_in()
    await visitor.send()
    await visitor.sees("Job created", visitor.modal)
    await visitor.close()
    await camera.take("phone-card", visitor.page)


SCENES = (
    Scene(
        "overview", "The whole page", "A channel, and PropOps itself beside it.",
        (("overview", "A job was raised, and its contractor notified"),), _overview, WIDE,
    ),
    Scene(
        "dark", "In the dark", "The page follows the reader's own choice of colours.",
        (("overview-dark", "The same in dark colours, with the completion of /job"),), _dark,
        {**WIDE, "color_scheme": "dark"},
    ),
    Scene(
        "empty", "The form, empty", "`/job new` opens it; the six required fields come first.",
        (("form-empty", "Nothing filled in yet"),), _form_empty, TALL,
    ),
    Scene(
        "filled", "The form, filled", f"`{BOILER}` fills it; what it understood says so.",
        (("form-filled", "Filled from one line, then completed; the total is worked out below"),),
        _form_filled, TALL,
    ),
    Scene(
        "search", "Searching as you type", "Typos are forgiven.",
        (("form-search", "Addresses for “quary bank”"),), _form_search,
    ),
    Scene(
        "errors", "Errors beside their fields", "What was typed stays where it is.",
        (
            ("form-missing", "Slack itself complains about required fields"),
            ("form-errors", "The bot complains about a date"),
        ),
        _form_errors, TALL,
    ),
    Scene(
        "going", "Saving, done, and the card", "The form says what becomes of it; it may be closed.",
        (
            ("form-saving", "Saving: PropOps is slow"),
            ("form-done", "Done"),
            ("card-created", "The card in the channel"),
            ("card-more", "The rest is behind the dots"),
        ),
        _form_going,
    ),
    Scene(
        "lost", "PropOps's answer was lost", "The bot checks before it says anything.",
        (
            ("form-checking", "Checking"),
            ("card-after-checking", "Found: done once"),
        ),
        _lost,
    ),
    Scene(
        "refused", "PropOps refused", "The form comes back with everything typed still there.",
        (("form-refused", "Refused: no permission"),), _refused, TALL,
    ),
    Scene(
        "down", "PropOps is down", "Told to the one person, with what to do next.",
        (("down", "A command while PropOps is down"),), _down,
    ),
    Scene(
        "notify", "Notify contractor", "Slack asks first; the thread keeps the story.",
        (("notify-asks", "Asked first"), ("thread", "The card and its thread")), _notify,
    ),
    Scene(
        "update", "Update and restore", "Old and new, field by field, before and after.",
        (
            ("update-form", "The form of a job, with what was typed marked"),
            ("update-done", "Done, with what changed"),
            ("card-updated", "The card says what changed"),
            ("restore-choose", "Restore: which moment"),
            ("restore-diff", "Restore: what would change"),
        ),
        _update, TALL,
    ),
    Scene(
        "words", "In words", "Private answers.",
        (("help", "/job help"), ("unknown-word", "A slip of the pen")), _words,
    ),
    Scene(
        "lists", "Found, and told", "Only whoever asked sees them.",
        (
            ("find", "/job find boiler"),
            ("history", "/job history JOB-003"),
            ("show", "/job show JOB-003"),
        ),
        _lists, {"viewport": {"width": 760, "height": 1300}},
    ),
    Scene(
        "delete", "Deleting for ever", "What goes with it is said first; archiving is offered.",
        (("delete", "Its reference has to be typed"),), _delete, TALL,
    ),
    Scene(
        "others", "Who may not", "Said to the one person.",
        (("not-linked", "Not linked yet"), ("guest", "A guest")), _others,
    ),
    Scene(
        "phone", "On a telephone", "360 pixels wide.",
        (("phone-form", "The form"), ("phone-card", "The card")), _phone, PHONE,
    ),
)  # fmt: skip
