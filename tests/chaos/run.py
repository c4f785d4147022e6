"""One run: the bot in a process of its own, killed again and again, between two faulty sandboxes."""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet

from bot.jobs.change import Member
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.propops.faults import Kind
from bot.sandbox.slack import Behaviour, SandboxSlack
from bot.sandbox.slack.sandbox import BOT_TOKEN, SIGNING_SECRET
from bot.serve import listen
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.tokens import TokenStore
from tests.chaos.report import Report
from tests.chaos.requests import ENDPOINTS, REQUESTER, Intent, intents

PROPOPS_KINDS: tuple[Kind, ...] = (
    "500_before", "500_after", "drop_before", "drop_after", "html_after", "garbage", "429",
    "csrf", "late", "list_lag", "maintenance",
)  # fmt: skip
SLACK_KINDS = ("drop_before", "drop_after", "http_500", "http_500_after", "ratelimited")
SETTLE = 3.0
TIMEOUT = 0.8
LATE = 1.6
"""A late answer comes after the client gave up and before the settle time is over."""
CALLS_FOR_A_FAULT = 3
"""Calls of PropOps for each further fault of its own, and one of Slack."""
CALLS_BETWEEN_CSRF = 40
"""Calls of PropOps from one refused CSRF token to the next: by then the write it struck has been sent again."""
CHANNEL = "maintenance"
_LOOK_EVERY, _QUIET_LOOKS = 0.4, 3
"""Seconds between looks at what is under way, and how many in a row that see nothing mean that it is idle."""
_LONGEST_TURN = 60.0
"""Seconds for which a bot may be at work without coming to its point."""
_SECOND_TURNS = 4
"""Points for whose second turn a share of the changes is kept."""


class ChaosRun:
    """`points`: where the bot is killed, in turn; after that `kills` times at random moments."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        *,
        changes: int,
        kills: int,
        points: list[str],
        faults: bool = True,
    ) -> None:
        self._folder, self._url = folder, database_url
        self._kills, self._points, self._faulty = kills, list(points), faults
        self._count = changes
        self.propops, self.slack = (
            SandboxPropOps(),
            SandboxSlack(behaviour=Behaviour(escape_commands=True)),
        )
        self._key = Fernet.generate_key().decode()
        self._listener = listen("127.0.0.1", 0)  # kept open here: each bot process inherits it
        self._port = int(self._listener.getsockname()[1])
        self._turns = asyncio.Semaphore(0)
        self._unaccepted = 0
        self._process: asyncio.subprocess.Process | None = None
        self.report = Report(database_url.partition(":")[0], changes)

    async def run(self) -> Report:
        started = time.monotonic()
        intended = intents(self.propops, self.slack, self._count)
        async with self.propops.serving() as propops_url, self.slack.serving() as slack_url:
            self._env = self._environment(propops_url, slack_url)
            await self._link()
            try:
                async with asyncio.TaskGroup() as group:
                    asking = group.create_task(self._send_all(intended))
                    group.create_task(self._kill_and_restart(asking))
                    if self._faulty:
                        group.create_task(self._inject_faults(asking))
                await self._wait_until_idle()
                state = await self._state()
            finally:
                await self._stop_bot()
        self._fill_report(intended, state)
        self.report.seconds = time.monotonic() - started
        return self.report

    async def _link(self) -> None:
        """As `propops-bot tokens set` does, before the first start."""
        database = await Database.open(self._url)
        encryption = Encryption([self._key.encode()])
        await TokenStore(database, encryption, time.time).put(
            self._member, self.propops.token_for(REQUESTER), None, {"name": REQUESTER}
        )
        await database.close()

    @property
    def _member(self) -> Member:
        person = self.slack.member("priya").person
        return Member("", self.slack.workspace.identity.team, person.id)

    async def _send_all(self, intended: list[Intent]) -> None:
        """As people and Slack do: each request is repeated until it is accepted, some are sent twice."""
        member, channel = list(self._member), self.slack.channel(CHANNEL).id
        async with httpx.AsyncClient(timeout=3) as client:

            async def one(each: Intent) -> None:
                body = each.wire() | {"member": member, "channel": channel}
                said_yes, enough = 0, random.choice((1, 1, 1, 2))
                while said_yes < enough:
                    with contextlib.suppress(httpx.HTTPError):
                        url = f"http://127.0.0.1:{self._port}/chaos/ask"
                        answer = await client.post(url, json=body)
                        said_yes += answer.status_code == 200
                    await asyncio.sleep(random.uniform(0.02, 0.2))
                self._unaccepted -= 1

            async with asyncio.TaskGroup() as group:
                for each in intended:
                    await self._turns.acquire()
                    self._unaccepted += 1
                    group.create_task(one(each))

    async def _kill_and_restart(self, asking: "asyncio.Task[None]") -> None:
        """Kills at every named point in turn, then at random moments; each time a few more changes are sent.

        A point that the bot did not come to has a second turn at the end.
        """
        moments = [*self._points, *[""] * self._kills]
        share = -(-self._count // max(1, len(moments) + _SECOND_TURNS))
        nth = (1, 1, 2, 3)
        missed = [
            each for each in moments if not await self._kill_at(each, share, random.choice(nth))
        ]
        self.report.missed = [each for each in missed if not await self._kill_at(each, share, 1)]
        self.report.points = len(self._points) - len(self.report.missed)
        await self._start_bot({})
        self._release(self._count)
        await asking
        self.propops.heal()
        self.slack.heal()

    async def _kill_at(self, point: str, share: int, nth: int) -> bool:
        """Whether the bot came to the point; a random moment, without one, always comes."""
        await self._start_bot({"die": point, "nth": nth} if point else {})
        self._release(share)
        assert self._process is not None
        if point:
            await self._until_dead_or_idle(self._process)
        else:
            await asyncio.sleep(random.uniform(0.05, 1.5))
        came = not point or self._process.returncode is not None
        await self._kill_bot()
        return came

    async def _until_dead_or_idle(self, process: asyncio.subprocess.Process) -> None:
        """Until its plan has killed it, or it has done all that could bring it to the point."""
        died = asyncio.create_task(process.wait())
        idle = asyncio.create_task(self._idle_for_a_while())
        try:  # a dead bot's socket is open here: who asks it would wait for nothing
            await asyncio.wait(
                {died, idle}, timeout=_LONGEST_TURN, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for each in (died, idle):
                each.cancel()
            await asyncio.gather(died, idle, return_exceptions=True)

    async def _idle_for_a_while(self) -> None:
        quiet = 0
        while quiet < _QUIET_LOOKS:
            await asyncio.sleep(_LOOK_EVERY)
            with contextlib.suppress(httpx.HTTPError):
                quiet = quiet + 1 if await self._is_idle() else 0

    async def _is_idle(self) -> bool:
        """Whether all that was sent is accepted, nothing is open and no run is unfinished."""
        state = await self._state()
        return not (self._unaccepted or state["open"] or state["runs"])

    def _release(self, count: int) -> None:
        for _ in range(count):
            self._turns.release()

    async def _inject_faults(self, asking: "asyncio.Task[None]") -> None:
        """A fault for every few calls, on either side; none where one still waits to strike.

        Faults that come by the clock, or pile up, would strike every attempt of a slow machine's changes; two
        CSRF refusals close together a write and its one replay, which the bot tells as refused.
        """
        last = last_csrf = 0
        while not asking.done():
            await asyncio.sleep(random.uniform(0.02, 0.1))
            now = int(self.propops.requests[-1]["n"]) if self.propops.requests else 0
            if now - last < CALLS_FOR_A_FAULT:
                continue
            last = now
            kind = random.choice(PROPOPS_KINDS)
            if kind == "csrf" and now - last_csrf < CALLS_BETWEEN_CSRF:
                continue
            what = (
                "create" if kind == "csrf" else random.choice(("*", "create", *ENDPOINTS.values()))
            )
            seconds = LATE if kind == "late" else random.uniform(0.2, 1.0)
            if what not in {each["match"] for each in self.propops.faults}:
                self.propops.fail(Fault(what, kind, seconds=seconds))
                self.report.faults += 1
                last_csrf = now if kind == "csrf" else last_csrf
            method = random.choice(("chat.postMessage", "chat.update", "chat.postMessage"))
            self.slack.fail(method, random.choice(SLACK_KINDS), retry_after=0)
            self.report.faults += 1

    async def _wait_until_idle(self, patience: float = 150) -> None:
        """Waits until nothing is under way, for a second."""
        deadline, quiet = time.monotonic() + patience, 0
        while quiet < _QUIET_LOOKS and time.monotonic() < deadline:
            quiet = quiet + 1 if await self._is_idle() else 0
            await asyncio.sleep(_LOOK_EVERY)

    def _fill_report(self, intended: list[Intent], state: dict[str, Any]) -> None:
        messages = self.slack.channel(CHANNEL).messages
        self.report.count(intended, state["changes"], self.propops, messages)

    async def _state(self) -> dict[str, Any]:
        async with httpx.AsyncClient(timeout=20) as client:
            answer = await client.get(f"http://127.0.0.1:{self._port}/chaos/state")
            state: dict[str, Any] = answer.json()
            return state

    # the process

    def _environment(self, propops_url: str, slack_url: str) -> dict[str, str]:
        inherited = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
        }
        return inherited | {
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{slack_url}/api/",
            "PROPOPS_BASE_URL": propops_url,
            "DATABASE_URL": self._url,
            "TOKEN_KEYS": self._key,
            "PROPOPS_SETTLE_SECONDS": str(SETTLE),
            "PROPOPS_TIMEOUT_SECONDS": str(TIMEOUT),
            "NOTIFY_QUIET_HOURS": "off",
            "APPROVAL_ACTIONS": "none",
            "UNDO_MINUTES": "0.01",
        }

    async def _start_bot(self, plan: dict[str, Any]) -> None:
        """Starts the bot, and waits until it serves or has been killed by its plan."""
        listener = self._listener.fileno()
        with (self._folder / "log").open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.chaos.bot_process", json.dumps(plan), str(listener),
                pass_fds=[listener], env=self._env, cwd=self._folder,
                stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self._process.stdout is not None
        async with asyncio.timeout(60):
            ready = await self._process.stdout.readline()
            if not ready and await self._process.wait() != -signal.SIGKILL:
                raise AssertionError((self._folder / "log").read_text()[-2000:])

    async def _kill_bot(self) -> None:
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        self.report.kills += 1

    async def _stop_bot(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
        self._listener.close()
