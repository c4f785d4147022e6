"""Where the bot's CPU goes while fifty people are at it: samples of py-spy, by library."""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench.crowd import PEOPLE, crowd
from tests.bench.rows import Figure, Setting
from tests.bench.stage import Stage, bot_stage

_A_SECOND = 200


async def profile(setting: Setting) -> Sequence[Figure]:
    """`alone`: the innermost Python frame is the library's; `within`: it is among the callers."""
    figures = []
    for kind, url in setting.databases.items():
        async with (
            bot_stage(url(), members=PEOPLE) as stage,
            crowd(stage, setting.count(PEOPLE, 3)),
        ):
            await asyncio.sleep(setting.seconds(2))
            stacks = await sample(stage, setting.seconds(12, 1))
        alone, within, all_ = by_library(stacks)
        figures += [
            Figure(f"{name}: alone", kind, count / all_ * 100, "%")
            for name, count in alone.most_common()
            if count / all_ >= 0.005
        ]
        figures += [
            Figure(f"{name}: within", kind, count / all_ * 100, "%")
            for name, count in within.most_common()
            if count / all_ >= 0.02
        ]
    return figures


async def sample(stage: Stage, seconds: float) -> list[tuple[list[str], int]]:
    """Stacks of all threads that are at work, from outside the process: file names, and how often."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        raw = Path(folder) / "stacks"
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("py-spy")), "record", "--pid", str(stage.pid),
            "--rate", str(_A_SECOND), "--duration", str(max(1, round(seconds))), "--full-filenames",
            "--format", "raw", "--output", str(raw), "--nonblocking",
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        if process.returncode or not raw.exists():
            raise RuntimeError(f"py-spy: {said.decode()[-500:]}")
        stacks = []
        for line in raw.read_text("utf-8").splitlines():
            frames, _, count = line.rpartition(" ")
            stacks.append((frames.split(";"), int(count)))
        return stacks


def by_library(stacks: list[tuple[list[str], int]]) -> tuple[Counter[str], Counter[str], int]:
    alone, within = Counter[str](), Counter[str]()
    for frames, count in stacks:
        libraries = [name for name in map(library, frames) if name]
        if libraries:
            alone[libraries[-1]] += count
            for name in set(libraries):
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
            return "asyncio" if "asyncio" in parts else "the standard library"
    for ours in ("/bot/", "/handlers/"):
        _, found, inside = path.rpartition(ours)
        if found:
            return f"{ours.strip('/')}.{inside.split('/')[0].removesuffix('.py')}"
    return ""
