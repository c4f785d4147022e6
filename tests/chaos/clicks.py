"""A thousand presses of *Notify contractor* in two seconds: `python -m tests.chaos.clicks`.

On one card they are one intent; on a thousand cards a thousand. What is measured is how long each
press waits for its ack, counted from the moment it was due to be sent. The presses come from a
process of their own, signed as Slack signs them; the bot has its own too; the sandboxes a third.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from bot.sandbox.slack.sandbox import SIGNING_SECRET
from bot.views.buttons import Press
from tests.chaos.requests import Intent, effects, new_job
from tests.chaos.run import CHANNEL, ChaosRun

CONNECTIONS = 60


@dataclass
class AckTimes:
    """Seconds each press waited for its ack, and the acks that were not 200."""

    waits: list[float]
    refused: int

    def percentile(self, share: float) -> float:
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Clicks(ChaosRun):
    """The bot, without kills and faults: only the presses."""

    changes: dict[str, Any]

    async def press(
        self, cards: int, presses: int, seconds: float
    ) -> tuple[AckTimes, Counter[int]]:
        """How fast the presses were acked, and how many notifications there were for each card."""
        jobs = [new_job(self.propops, f"Clicked {number}") for number in range(cards)]
        async with self.propops.serving() as propops_url, self.slack.serving() as slack_url:
            self._env = self._environment(propops_url, slack_url)
            self._env["PROPOPS_TIMEOUT_SECONDS"] = "20"
            await self._link()
            try:
                await self._start_bot({})
                ack_times = await self._send(jobs, presses, seconds)
                await self._wait_until_idle(600)
                self.changes = (await self._state())["changes"]
            finally:
                await self._stop_bot()
        asked = [Intent("", "send_assignment_notification", job) for job in jobs]
        return ack_times, Counter(effects(self.propops, each) for each in asked)

    async def _send(self, jobs: Sequence[str], presses: int, seconds: float) -> AckTimes:
        bodies = [_body(self._member, self.slack.channel(CHANNEL).id, job) for job in jobs]
        plan = {"port": self._port, "presses": presses, "seconds": seconds, "bodies": bodies}
        file = self._folder / "plan.json"
        file.write_text(json.dumps(plan))
        sender = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.clicks", "--send", str(file),
            env=self._env, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        output, _ = await sender.communicate()
        result = json.loads(output)
        return AckTimes(result["waits"], result["refused"])


def main(
    send: Annotated[Path | None, typer.Option(hidden=True)] = None,
    presses: Annotated[int, typer.Option()] = 1000,
    seconds: Annotated[float, typer.Option()] = 2.0,
) -> None:
    if send is not None:
        print(json.dumps(asyncio.run(_press_all(json.loads(send.read_text())))))
        return
    for cards in (1, presses):
        with tempfile.TemporaryDirectory(prefix="clicks-") as folder:
            clicks = Clicks(
                Path(folder), f"sqlite:///{folder}/bot.db",
                changes=0, kills=0, points=[], faults=False,
            )  # fmt: skip
            started = time.monotonic()
            ack_times, done = asyncio.run(clicks.press(cards, presses, seconds))
            seconds_taken = time.monotonic() - started
        print(
            f"{presses} presses in {seconds:g} s on {cards} card(s): "
            f"acked {len(ack_times.waits)}, refused {ack_times.refused}, "
            f"p50 {ack_times.percentile(0.5) * 1000:.0f} ms, p99 {ack_times.percentile(0.99) * 1000:.0f} ms, "
            f"slowest {max(ack_times.waits) * 1000:.0f} ms; "
            f"notified once: {done[1]} of {cards}, never {done[0]}, "
            f"twice or more {cards - done[1] - done[0]}; all in {seconds_taken:.0f} s"
        )
        for id_, change in clicks.changes.items():
            if change["state"] != "done":
                print(id_, change["state"], change["outcome"])


async def _press_all(plan: dict[str, Any]) -> dict[str, Any]:
    """Press number n is due at n / rate, on whichever connection is free."""
    presses, bodies = int(plan["presses"]), plan["bodies"]
    gap = float(plan["seconds"]) / presses
    queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    waits: list[float] = []
    refused = 0

    async def connection() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection("127.0.0.1", plan["port"])
        with contextlib.suppress(asyncio.CancelledError):
            while True:
                due, raw = await queue.get()
                writer.write(_signed(raw))
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length:")
                )
                await reader.readexactly(length)
                waits.append(time.perf_counter() - due)
                refused += not head.startswith(b"HTTP/1.1 200")
                queue.task_done()
        writer.close()

    connections = [asyncio.create_task(connection()) for _ in range(CONNECTIONS)]
    await asyncio.sleep(0.2)
    started = time.perf_counter()
    for number in range(presses):
        due = started + number * gap
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        queue.put_nowait((due, f"{bodies[number % len(bodies)]}&n={number}".encode()))
    await queue.join()
    for each in connections:
        each.cancel()
    await asyncio.gather(*connections)
    return {"waits": waits, "refused": refused}


def _body(member: Any, channel: str, job: str) -> str:
    press = Press("notify", job, "JOB", 1)
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": member.user, "username": "priya", "team_id": member.team},
        "api_app_id": "A1", "token": "x", "trigger_id": "1.2.abc",
        "container": {"type": "message", "message_ts": "1750000000.000100", "channel_id": channel},
        "team": {"id": member.team, "domain": "sandbox"}, "enterprise": None,
        "is_enterprise_install": False, "channel": {"id": channel, "name": CHANNEL},
        "message": {"type": "message", "ts": "1750000000.000100", "text": "Job"},
        "state": {"values": {}}, "response_url": "",
        "actions": [{"action_id": press.action_id, "block_id": "card", "type": "button",
                     "text": {"type": "plain_text", "text": "Notify contractor"},
                     "value": press.written(2000), "action_ts": "1750000001.000000"}],
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)})


def _signed(raw: bytes) -> bytes:
    stamp = str(int(time.time()))
    digest = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256)
    head = (
        "POST /slack/events HTTP/1.1\r\nhost: bot\r\n"
        "content-type: application/x-www-form-urlencoded\r\n"
        f"x-slack-request-timestamp: {stamp}\r\nx-slack-signature: v0={digest.hexdigest()}\r\n"
        f"content-length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


if __name__ == "__main__":
    typer.run(main)
