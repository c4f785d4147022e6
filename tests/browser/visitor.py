"""A visitor of the page: what they do, and what they see."""

from typing import Any

from bot.sandbox.testbed import Testbed

BOILER = "/job new boiler not firing at 12 Elm Row tomorrow high £250"
STAIRS = "/job new squeaky stairs at 12 Elm Row tomorrow high"
"""Leaves the type open, which is required."""
PATIENCE = 60_000
"""Milliseconds that the page may take: a machine may be busy."""


class Visitor:
    """`page` and the locators made of it are Playwright's."""

    def __init__(self, page: Any, play: Testbed) -> None:
        self.page, self.play = page, play
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, said: Any) -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.troubles.append(said.text)

    @property
    def modal(self) -> Any:
        return self.page.locator("dialog.modal")

    @property
    def question(self) -> Any:
        return self.page.locator("dialog.small")

    @property
    def panel(self) -> Any:
        return self.page.get_by_role("complementary", name="PropOps itself")

    @property
    def thread(self) -> Any:
        return self.page.get_by_role("complementary", name="Thread")

    def message(self, words: str) -> Any:
        """The newest message of the channel with these words."""
        return self.page.locator("#messages .message", has_text=words).last

    async def arrive(self, url: str) -> None:
        await self.page.goto(url)
        await self.page.locator("#composer form").wait_for()

    async def be(self, name: str) -> None:
        people = self.page.get_by_label("Be", exact=True)
        labels = await people.locator("option").all_text_contents()
        await people.select_option(next(each for each in labels if name in each))

    async def go(self, place: str) -> None:
        """To an entry of the sidebar, which a telephone folds away."""
        menu = self.page.locator("#show-sidebar")
        if await menu.is_visible():
            await menu.click()
        await self.page.locator("#sidebar").get_by_role("button", name=place).click()

    async def be_at(self, name: str, place: str) -> None:
        """Somebody else, who looks at this place."""
        menu = self.page.locator("#show-sidebar")
        if await menu.is_visible():
            await menu.click()
        await self.be(name)
        await self.page.locator("#sidebar").get_by_role("button", name=place).click()

    async def say(self, line: str) -> None:
        field = self.page.locator("#composer textarea")
        await field.fill(line)
        await field.press("Enter")

    async def sees(self, words: str, where: Any = None) -> Any:
        """Waits for the words."""
        found = (where or self.page).get_by_text(words).first
        await found.wait_for()
        return found

    async def form(self, line: str = BOILER) -> Any:
        """Types a command; the form it opens."""
        await self.say(line)
        await self.modal.get_by_label("Title").wait_for()
        return self.modal

    async def pick(self, label: str, typed: str, option: str) -> None:
        """Types into a searched list and takes an option."""
        field = self.modal.get_by_role("combobox", name=label)
        await field.click()
        await field.fill(typed)
        await self.modal.get_by_role("option", name=option).first.click()

    async def fill_in(self) -> None:
        """What the text of `BOILER` leaves open, and a contractor."""
        await self.modal.get_by_label("Description").fill("No hot water since Sunday.")
        await self.modal.get_by_label("Type", exact=True).select_option("Gas & Heating")
        await self.pick("Contractor", "ace", "Ace Gas")

    async def send(self) -> None:
        await self.modal.locator("footer button[type=submit]").click()

    async def close(self) -> None:
        await self.modal.locator("footer").get_by_role("button", name="Close").click()
        await self.modal.wait_for(state="hidden")

    async def went_through(self, words: str = "Job created") -> None:
        """Waits until the form has closed by itself; where it took longer, closes what says so."""
        await self.page.wait_for_function(
            """words => {
              const modal = document.querySelector("dialog.modal");
              return !modal || !modal.open || modal.innerText.includes(words);
            }""",
            arg=words,
        )
        if await self.modal.is_visible():
            await self.close()

    async def raise_job(self) -> Any:
        """The boiler job, from the command to its card: this message, whatever else comes to speak of the job."""
        await self.form()
        await self.fill_in()
        await self.send()
        await self.went_through()
        update = self.page.get_by_role("button", name="Update")
        card = self.message("Boiler not firing").filter(has=update)
        return self.page.locator(f'#messages [data-ts="{await card.get_attribute("data-ts")}"]')

    async def open_panel(self) -> None:
        """PropOps beside the channel, or over it."""
        if not await self.panel.is_visible():
            await self.page.locator("#show-panel").click()

    async def close_panel(self) -> None:
        """Where it covers what is behind it."""
        if await self.page.evaluate("innerWidth < 1100"):
            await self.panel.get_by_role("button", name="Close PropOps").click()

    async def elsewhere(self, deed: str, ref: str, sees: str = "") -> None:
        """Somebody else does this to the job in PropOps. `sees`: what the panel says of it."""
        await self.open_panel()
        jobs = self.panel.get_by_label("To this job")
        if not await jobs.is_visible():
            await self.panel.get_by_text("Others in PropOps").click()
        await jobs.select_option(ref)
        await self.panel.get_by_role("button", name=deed).click()
        answers = self.panel.locator("details:has(#elsewhere-job) > p:visible")
        await answers.filter(has_text=sees or ref).first.wait_for()

    async def turn_clock(self, label: str) -> None:
        await self.open_panel()
        await self.panel.get_by_role("button", name=label).click()

    async def turn(self, switch: str, setting: str) -> None:
        """A switch of the panel: `PropOps` or `Slack`, and where to turn it."""
        await self.panel.get_by_role("group", name=switch).get_by_label(setting).check()
        await (
            self.panel.locator(f"label.bad:has-text('{setting}')")
            .or_(self.panel.get_by_text("at once"))
            .first.wait_for()
        )

    async def turn_behind(self, switch: str, to: str) -> None:
        """The same while a modal covers the panel: as the page asks for it."""
        body = {"switch": switch, "to": to}
        await self.page.evaluate(
            """body => fetch("switch", {
              method: "POST",
              headers: { "Content-Type": "application/json" },
              body: JSON.stringify(body),
            })""",
            body,
        )
