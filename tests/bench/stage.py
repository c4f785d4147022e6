"""A server under load, in a process of its own, between the two doubles."""

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from tests.bench import payloads
from tests.bench.counters import CounterFile
from tests.bench.machine import ROOT, cpu_seconds, first_core, memory_mib
from tests.bench.propops_double import PropOpsDouble
from tests.bench.rows import NAIVE_ENGINE, NAIVE_ONES, NAIVE_SQLITE
from tests.bench.sender import Ack, Sender
from tests.bench.signing import SECRET
from tests.bench.slack_double import BOT_TOKEN, TEAM, SlackDouble

_KEY = "1fPAyZyCNnQXWNXkWmpVVbEIlA8FS2j0gkyTFyFMeZ8="
_READY_WITHIN = 60.0
_END_WITHIN = 5.0
"""Seconds until a process that was told to end is killed: what it still had to do is not measured."""
_templates: list[dict[str, Any]] = []


class Timed(NamedTuple):
    """Seconds from when a form was sent to the ack, and to the card in its channel."""

    ack: float
    card: float


@dataclass
class Stage:
    """`ready_after`: seconds from the start of the process to its first good answer."""

    slack: SlackDouble
    propops: PropOpsDouble
    sender: Sender
    pid: int
    folder: Path
    ready_after: float
    env: Mapping[str, str]

    @property
    def cpu(self) -> float:
        return cpu_seconds(self.pid)

    @property
    def memory(self) -> float:
        return memory_mib(self.pid)

    async def open_form(self, who: str) -> dict[str, Any]:
        """`/job new`, up to the modal in Slack."""
        form = asyncio.ensure_future(self.slack.next_form("job.create"))
        await asyncio.sleep(0)
        await self.accepted(payloads.command(who, "new"))
        return await asyncio.wait_for(form, 20)

    def filled_form(self, who: str, channel: str) -> bytes:
        """The form as Slack sends it, opened from that channel."""
        return payloads.submission(_templates[0], who, channel)

    async def send_form(self, who: str, channel: str, *, within: float = 120) -> Timed:
        """A filled-in form, up to its card. Raises TimeoutError."""
        card = self.slack.will_post(channel)
        raw = self.filled_form(who, channel)
        sent_at = time.perf_counter()
        ack = await self.accepted(raw)
        return Timed(ack.seconds, await asyncio.wait_for(card, within) - sent_at)

    async def accepted(self, raw: bytes) -> Ack:
        """The answer to a payload. Raises ValueError where it is a refusal, or words instead of work."""
        nobody, ours = (
            quote_plus(url).encode() for url in (payloads.RESPONSE_ORIGIN, self.slack.http.url)
        )
        ack = await self.sender.send(raw.replace(nobody, ours))
        if ack.status != 200 or b'"errors"' in ack.body or b'"ephemeral"' in ack.body:
            raise ValueError(f"not accepted: {ack.status} {ack.body[:300]!r}")
        return ack

    def check_once(self, **writes: int) -> None:
        """Raises ValueError unless PropOps and Slack have taken exactly this, each once."""
        wrong = []
        if dict(self.propops.writes) != writes:
            wrong.append(f"PropOps has done {dict(self.propops.writes)}, not {writes}")
        if doubled := self.slack.doubled():
            wrong.append(f"{len(doubled)} messages were posted twice")
        if self.propops.refused:
            wrong.append(f"PropOps refused {dict(self.propops.refused)}")
        if wrong:
            raise ValueError("; ".join(wrong))


@contextlib.asynccontextmanager
async def bot_stage(
    database_url: str,
    *,
    members: int = 1,
    module: str = "bot",
    more: Mapping[str, str] | None = None,
    slack: SlackDouble | None = None,
    propops: PropOpsDouble | None = None,
    prepare: Callable[[str], None] | None = None,
) -> AsyncIterator[Stage]:
    """The bot, with `members` linked; with none the database is as an earlier one left it.

    `database_url`: empty for a new file.
    `module`: what is run in place of `python -m bot serve`. `prepare` is called with the database's
    URL before it starts.
    """
    slack, propops = slack or SlackDouble(), propops or PropOpsDouble()
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        await stack.enter_async_context(slack.http.serving())
        await stack.enter_async_context(propops.http.serving())
        url = database_url or f"sqlite:///{folder}/bot.db"
        env = _environment(folder, slack, propops) | {"DATABASE_URL": url, **(more or {})}
        if members:
            await _link(folder, env, members)
        if prepare is not None:
            prepare(url)
        stage = await stack.enter_async_context(
            _process([module, "serve"], env, folder, slack, propops)
        )
        if not _templates:
            _templates.append(await stage.open_form(payloads.user(1)))
        if members:
            await _settled(slack)
        yield stage


@contextlib.asynccontextmanager
async def replica(stage: Stage) -> AsyncIterator[Stage]:
    """A second bot on the same database, between the same doubles."""
    env, folder = dict(stage.env), stage.folder
    async with _process(["bot", "serve"], env, folder, stage.slack, stage.propops) as second:
        yield second


@contextlib.asynccontextmanager
async def counted_stage(url: str) -> AsyncIterator[tuple[Stage, CounterFile]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "counters"
        counters = CounterFile(path)
        more = {"BENCH_COUNTERS": str(path)}
        async with bot_stage(url, module="tests.bench.counters", more=more) as stage:
            yield stage, counters


@contextlib.asynccontextmanager
async def naive_stage(kind: str, database: Path | None = None) -> AsyncIterator[Stage]:
    """`database`: its file, where it has one; by default a new one."""
    slack, propops = SlackDouble(), PropOpsDouble()
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        await stack.enter_async_context(slack.http.serving())
        await stack.enter_async_context(propops.http.serving())
        env = _environment(folder, slack, propops)
        if kind in {NAIVE_SQLITE, NAIVE_ENGINE}:
            env["NAIVE_DATABASE"] = str(database or folder / "naive.db")
        module = "tests.bench.naive_engine" if kind == NAIVE_ENGINE else "tests.bench.naive"
        if not _templates:
            async with bot_stage(""):
                pass
        yield await stack.enter_async_context(
            _process([module], env, folder, slack, propops, ready="/")
        )


@contextlib.asynccontextmanager
async def any_stage(kind: str, database_url: str, *, members: int = 1) -> AsyncIterator[Stage]:
    """One of the naive ones, or the bot."""
    context = naive_stage(kind) if kind in NAIVE_ONES else bot_stage(database_url, members=members)
    async with context as stage:
        yield stage


@contextlib.asynccontextmanager
async def _process(
    words: list[str],
    env: dict[str, str],
    folder: Path,
    slack: SlackDouble,
    propops: PropOpsDouble,
    ready: str = "/readyz",
) -> AsyncIterator[Stage]:
    port = _free_port()
    with (folder / "log").open("wb") as log, first_core():
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *words, env=env | {"PORT": str(port)}, cwd=folder,
            stdout=log, stderr=log,
        )  # fmt: skip
    sender = Sender(port)
    try:
        await _ready(sender, process, ready, folder / "log")
        ready_after = time.perf_counter() - started
        yield Stage(slack, propops, sender, process.pid, folder, ready_after, env)
    finally:
        sender.close()
        if process.returncode is None:
            process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _END_WITHIN)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ready(sender: Sender, process: asyncio.subprocess.Process, path: str, log: Path) -> None:
    deadline = time.perf_counter() + _READY_WITHIN
    while process.returncode is None and time.perf_counter() < deadline:
        with contextlib.suppress(OSError, TimeoutError):
            ack = await sender.get(path)
            if ack.status != 503:
                return
        await asyncio.sleep(0.005)
    raise RuntimeError(f"the server is not ready: {_end_of(log)}")


async def _settled(slack: SlackDouble) -> None:
    """Until nothing is said any more to those who were linked."""
    told = -1
    while told < (told := len(slack.messages)):
        await asyncio.sleep(0.5)


def _end_of(log: Path) -> str:
    return log.read_text("utf-8")[-2000:]


async def _link(folder: Path, env: dict[str, str], members: int) -> None:
    """As an operator does before the first start."""
    lines = [f"{TEAM},{payloads.user(n)},{n:064x}" for n in range(1, members + 1)]
    table = folder / "links.csv"
    table.write_text("\n".join(["team_id,user_id,token", *lines]), "ascii")
    command = [sys.executable, "-m", "bot", "tokens", "import", str(table)]
    for words in ([*command, "--yes"], command):  # earlier commits do not know --yes
        process = await asyncio.create_subprocess_exec(
            *words, env=env, cwd=folder,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        if not process.returncode:
            return
    raise RuntimeError(f"nobody could be linked: {said.decode()[-1000:]}")


def _environment(folder: Path, slack: SlackDouble, propops: PropOpsDouble) -> dict[str, str]:
    inherited = {n: os.environ[n] for n in ("PATH", "HOME", "LANG") if n in os.environ}
    return inherited | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack.http.url}/api/",
        "PROPOPS_BASE_URL": propops.http.url,
        "TOKEN_KEYS": _KEY,
        "NOTIFY_QUIET_HOURS": "off",
        "APPROVAL_ACTIONS": "none",
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "json",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
