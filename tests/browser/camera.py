"""A scene of the gallery, the width of its viewport, and its screenshots."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.visitor import Visitor

WIDE: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 720}, "device_scale_factor": 0.8}
TALL: Mapping[str, Any] = {"viewport": {"width": 760, "height": 2800}, "device_scale_factor": 0.75}
SHORT: Mapping[str, Any] = {"viewport": {"width": 760, "height": 900}}
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
}
_STILL = "#messages .message .tools { display: none } textarea { resize: none } dialog { border-radius: 0 !important }"


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


class NoCamera(Camera):
    """For a play that is watched only: a picture's styles are nothing that the page itself would do."""

    async def take(self, name: str, of: Any) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Scene:
    """`shots` are the pictures it takes: their names, and what is said under them."""

    name: str
    title: str
    about: str
    shots: tuple[tuple[str, str], ...]
    play: Callable[[Visitor, Camera], Awaitable[object]]
    look: Mapping[str, Any] = field(default_factory=lambda: SHORT)
    settings: Mapping[str, Any] = field(default_factory=dict)
