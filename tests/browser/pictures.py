"""`make pictures`: every card and form in its states, as pictures, and the page that shows them.

Each scene is played in an environment of its own by a person in a real Chromium; what is photographed is
what the bot sent. Scenes stand in the order of `docs/gallery.md`.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.sandbox.demo import setting
from bot.sandbox.playground import Playground
from tests.browser.camera import Camera, Scene
from tests.browser.chromium import NoBrowser, chromium
from tests.browser.scenes import SCENES
from tests.browser.visitor import Visitor

DOCS = Path(__file__).parents[2] / "docs"
MOST_BYTES = 120_000
_TOP = """\
# What people see

Each card and form in its states, as the page of `make demo` draws the JSON that the bot sends.
Made by `make pictures`; please don't edit by hand.
"""


async def main(wanted: list[str]) -> int:
    """All scenes, or those whose names are wanted; the exit code."""
    pictures = DOCS / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    console = Console(highlight=False)
    too_big, unfinished = [], []
    try:
        async with chromium() as browser:
            for scene in SCENES:
                if wanted and scene.name not in wanted:
                    continue
                camera = Camera(pictures)
                try:
                    await _play(browser, scene, camera)
                except Exception as error:  # whatever it is, the other scenes are played
                    console.print(f"{scene.name}: {error}", markup=False)
                    unfinished.append(scene.name)
                sizes = (f"{each.stem} {each.stat().st_size // 1000} kB" for each in camera.taken)
                console.print(f"{scene.name}: {', '.join(sizes)}")
                too_big += [each.name for each in camera.taken if each.stat().st_size > MOST_BYTES]
    except NoBrowser as missing:
        console.print(str(missing))
        return 1
    (DOCS / "gallery.md").write_text(gallery(), encoding="utf-8")
    if too_big:
        console.print(f"more than {MOST_BYTES // 1000} kB: {', '.join(too_big)}")
    if unfinished:
        console.print(f"not played to their end: {', '.join(unfinished)}")
    return 1 if too_big or unfinished else 0


def gallery() -> str:
    """The page: a heading for each scene, its sentence, its pictures with their captions."""
    parts = [_TOP]
    for scene in SCENES:
        parts.append(f"## {scene.title}\n\n{scene.about}\n")
        parts += [
            f"![{caption}](pictures/{name}.png)\n*{caption}*\n" for name, caption in scene.shots
        ]
    return "\n".join(parts)


async def _play(browser: Any, scene: Scene, camera: Camera) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            setting(Path(folder), **scene.settings) as play,
            Playground(play).serving() as url,
        ):
            context = await browser.new_context(
                locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce", **scene.look
            )
            visitor = Visitor(await context.new_page(), play)
            await visitor.arrive(url)
            await scene.play(visitor, camera)
            await context.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
