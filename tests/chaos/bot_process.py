"""The unchanged bot in a process that is killed at named points: `python -m tests.chaos.bot_process PLAN SOCKET`.

The product has no switch for this: its methods are wrapped from outside, here. PLAN is JSON:
`{"die": "write.after", "nth": 2}`, or `{}` for no crash. Settings come from the environment, but the
socket to listen on is inherited: its number follows PLAN. `ready` is printed once it serves. Two
more pages are served: `POST /chaos/ask` asks for a change as a listener would, and answers only
when it is stored; `GET /chaos/state` says what is still open.
"""

import asyncio
import functools
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvloop
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import logs
from bot.app import App
from bot.engine.dbos_engine import DurableEngine
from bot.jobs.change import OPEN, Change, Member, Place, change_id
from bot.propops.client import PropOpsClient
from bot.propops.http.transport import Transport
from bot.serve import serve
from bot.settings import Settings
from bot.slack.messenger import Messenger
from bot.slack.post_once import PostOnce
from bot.slack.rate_limit import Timing
from bot.store.cards import CardStore
from bot.store.changes import ChangeStore
from bot.store.group_commit import GroupCommit
from bot.store.runs import RunStore
from bot.wiring.waits import Waits

AROUND: dict[str, tuple[type, Callable[..., Any]]] = {
    "accept": (GroupCommit, GroupCommit._write_batch),
    "start": (DurableEngine, DurableEngine.start),
    "enter": (RunStore, RunStore.enter),
    "attempt": (RunStore, RunStore.record_attempt),
    "write": (PropOpsClient, PropOpsClient.write),
    "result": (ChangeStore, ChangeStore.record_result),
    "read back": (PropOpsClient, PropOpsClient.get),
    "record": (RunStore, RunStore.record),
    "step": (DurableEngine, DurableEngine.step),
    "post": (Messenger, Messenger.post),
    "update": (Messenger, Messenger.update),
    "card": (CardStore, CardStore.replace),
}
"""Points before and after: `write.before`, `write.after`. With the class whose attribute is replaced."""
WITHIN: dict[str, tuple[type, Callable[..., Any]]] = {
    "PropOps at work": (Transport, Transport._posted),
    "Slack at work": (PostOnce, PostOnce._try_once),
}
"""Points a few milliseconds after the beginning, while the request is on its way."""
POINTS = [f"{name}.{when}" for name in AROUND for when in ("before", "after")] + list(WITHIN)
ON_ITS_WAY = 0.004
_QUICK = Timing(
    gap=0.02, burst=50, update_gap=0.05, settle=0.6, grace=0.5, first_read_after=0.02, patience=8.0
)


class CrashPlan:
    """Ends the process at the `nth` passing of a point."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._point, self._left = plan.get("die", ""), int(plan.get("nth", 1))

    def passed(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        for name, (owner, method) in AROUND.items():
            setattr(owner, method.__name__, self._around(name, method))
        for name, (owner, method) in WITHIN.items():
            setattr(owner, method.__name__, self._within(name, method))

    def _around(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        async def crashing(*args: Any, **named: Any) -> Any:
            self.passed(f"{name}.before")
            result = await method(*args, **named)
            self.passed(f"{name}.after")
            return result

        return crashing

    def _within(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        async def crashing(*args: Any, **named: Any) -> Any:
            asyncio.get_running_loop().call_later(ON_ITS_WAY, self.passed, name)
            return await method(*args, **named)

        return crashing


class CrashingApp(App):
    """The whole bot, with the two pages."""

    async def start(self) -> None:
        await super().start()
        self.pages = [
            *self.pages,
            Route("/chaos/ask", self._ask, methods=["POST"]),
            Route("/chaos/state", self._state, methods=["GET"]),
        ]

    async def _ask(self, request: Request) -> Response:
        asked = await request.json()
        key = str(asked["key"])
        change = Change(
            id=change_id(key),
            key=key,
            action=asked["action"],
            member=Member(*asked["member"]),
            place=Place(channel=asked["channel"]),
            job_uuid=asked.get("job", ""),
            fields=asked.get("fields", {}),
            target=asked.get("target", {}),
        )
        accepted = await self.flows.changes.accept(change)
        return JSONResponse({"id": change.id, "fresh": accepted.is_new})

    async def _state(self, _: Request) -> Response:
        rows = await self.stores.changes.recent(10_000)
        return JSONResponse(
            {
                "open": sum(row.state in OPEN for row in rows),
                "runs": await self.engine.unfinished(),
                "changes": {
                    row.id: {"state": row.state, "job": row.job_uuid, "action": row.action}
                    | {"outcome": row.outcome.to_json()}
                    for row in rows
                },
            }
        )


def main() -> None:
    logs.configure("WARNING", "console")
    CrashPlan(json.loads(sys.argv[1])).install()
    uvloop.run(
        serve(
            Settings(_env_file=None),
            functools.partial(CrashingApp, waits=Waits(slack=_QUICK)),
            opened=lambda _: print("ready", flush=True),
            listener=socket.socket(fileno=int(sys.argv[2])),
        )
    )


if __name__ == "__main__":
    main()
