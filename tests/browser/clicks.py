"""Counts what a person presses: clicks on the page, and choices from lists of the browser."""

from typing import Any

_COUNTS = """() => {
  window.presses = 0;
  addEventListener("click", (event) => { if (event.isTrusted && !event.target.closest("select")) presses += 1; }, true);
  addEventListener("change", (event) => { if (event.target.matches("select")) presses += 1; }, true);
}"""


class Clicks:
    """`page` is Playwright's."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.of: dict[str, int] = {}
        """By what was done, in its order."""
        self.all = 0

    async def begin(self) -> None:
        await self._page.evaluate(_COUNTS)

    async def done(self, what: str) -> None:
        """What was pressed since the last time was for this; of several alike, the most."""
        count = int(await self._page.evaluate("window.presses"))
        self.of[what] = max(self.of.get(what, 0), count - self.all)
        self.all = count
