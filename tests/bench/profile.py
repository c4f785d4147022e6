"""Where the bot's CPU goes while a few people send forms: samples of py-spy, by library."""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench.crowd import crowd
from tests.bench.rows import Figure, Setting
from tests.bench.stage import Stage, bot_stage

_PEOPLE = 8
"""Few enough that nobody is told to try again, also on a machine that is busy with other things."""
_A_SECOND = 200
_EVERYWHERE = {"bot.__main__", "bot.cli", "bot.serve", "typer", "asyncio", "threading"}
"""Callers of nearly everything."""


async def profile(setting: Setting) -> Sequence[Figure]:
    """CPU of a change, shared out by samples.

    `alone`: the innermost Python frame is the library's, so C code counts for whoever called it
    (uvloop for asyncio). `within`: it is among the callers. Work that lets go of Python's lock, such
    as SQLite's own, is left out.
    """
    figures = []
    for kind, url in setting.databases.items():
        async with (
            bot_stage(url(), members=_PEOPLE) as stage,
            crowd(stage, setting.count(_PEOPLE, 3)),
        ):
            await asyncio.sleep(setting.seconds(2))
            before, cpu = stage.slack.posts, stage.cpu
            stacks = await sample(stage, setting.seconds(12, 1))
            done = max(1, stage.slack.posts - before)
            each = (stage.cpu - cpu) / done * 1000
        figures.append(Figure("CPU a change", kind, each, "ms"))
        alone, within, count = by_library(stacks)
        for word, counts, least in (("alone", alone, 0.01), ("within", within, 0.03)):
            figures += [
                Figure(f"{name}: {word}", kind, share / count * each, "ms")
                for name, share in counts.most_common()
                if share / count >= least
            ]
    return figures


async def sample(stage: Stage, seconds: float) -> list[tuple[list[str], int]]:
    """Stacks of all threads that are at work, from outside the process: file names, and how often."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        raw = Path(folder) / "stacks"
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("py-spy")), "record", "--pid", str(stage.pid),
            "--rate", str(_A_SECOND), "--duration", str(max(1, round(seconds))), "--full-filenames",
            "--format", "raw", "--output", str(raw), "--nonblocking", "--gil",
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        if process.returncode or not raw.exists():
            raise RuntimeError(f"py-spy: {said.decode()[-500:]}")
        stacks = []
        for line in raw.read_text("utf-8", "replace").split("\n"):
            frames, _, count = line.rpartition(" ")
            if count.isdecimal():  # a name read while it changed may be anything
                stacks.append((frames.split(";"), int(count)))
        return stacks


def by_library(stacks: list[tuple[list[str], int]]) -> tuple[Counter[str], Counter[str], int]:
    alone, within = Counter[str](), Counter[str]()
    for frames, count in stacks:
        libraries = [name for name in map(library, frames) if name]
        if libraries:
            alone[libraries[-1]] += count
            for name in set(libraries) - _EVERYWHERE:
                within[name] += count
    return alone, within, max(1, alone.total())


def library(frame: str) -> str:
    """The library of a frame like `run (/…/site-packages/dbos/_core.py:12)`; empty for none."""
    path = frame.rpartition("(")[2].partition(":")[0]
    for mark in ("/site-packages/", "/lib/python3"):
        _, found, inside = path.rpartition(mark)
        if found:
            parts = inside.split("/")
            if mark == "/site-packages/":
                return parts[0].removesuffix(".py")
            name = next((each for each in parts if not each.removeprefix(".").isdecimal()), "")
            return name.removesuffix(".py")
    for ours in ("/bot/", "/handlers/"):
        _, found, inside = path.rpartition(ours)
        if found:
            return f"{ours.strip('/')}.{inside.split('/')[0].removesuffix('.py')}"
    return ""
