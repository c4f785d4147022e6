"""All that happens, as server-sent events: first the whole state, then each change of it.

| event     | data                                                                           |
|-----------|--------------------------------------------------------------------------------|
| `state`   | `slack` (the workspace), `propops` (the panel), `switches`, `clock`, `deeds`, `command` … |
| `slack`   | an event of the sandbox Slack: `message.posted`, `view.opened` …                |
| `request` | a request that PropOps was asked                                                |
| `propops` | the panel, after anything in it has changed                                     |
| `switches`| where the switches stand                                                        |
| `clock`   | what time it is, after it was turned on                                         |
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import orjson

from bot.jobs.actions import SUBCOMMANDS
from bot.manifest import manifest
from bot.sandbox.playground import elsewhere
from bot.sandbox.playground.clock import TurnedClock
from bot.sandbox.playground.panel import panel, people
from bot.sandbox.playground.switches import Switches
from bot.sandbox.slack.feed import Feed
from bot.sandbox.testbed import Testbed

Json = dict[str, Any]
ALIVE_EVERY = 15.0
CHANGED = "propops.changed"
TURNED = "switches.turned"
CLOCK = "clock.turned"
"""Events of the page's own feed."""


async def stream(play: Testbed, switches: Switches, own: Feed) -> AsyncIterator[bytes]:
    """Endless: ends when its reader goes."""
    heard: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
    with (
        play.slack.subscribe() as slack,
        play.propops.subscribe() as propops,
        own.subscribe() as us,
    ):
        yield _event("state", await state(play, switches))
        known = await people(play)
        tasks = [
            asyncio.create_task(_pass_on(name, next_one, heard))
            for name, next_one in (
                ("slack", slack.next),
                ("propops", propops.__anext__),
                ("own", us.next),
            )
        ]
        try:
            while True:
                try:
                    async with asyncio.timeout(ALIVE_EVERY):
                        name, event = await heard.get()
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                yield await _told(name, event, play, switches)
                # Whoever links on the bot's own page is no event of PropOps; the bot says so in Slack.
                if name == "slack" and (now := await people(play)) != known:
                    known = now
                    yield _event("propops", await panel(play))
        finally:
            for task in tasks:
                task.cancel()


async def state(play: Testbed, switches: Switches) -> Json:
    """Everything there is to draw."""
    made = manifest()["features"]
    return {
        "slack": play.slack.snapshot(),
        "propops": await panel(play),
        "switches": switches.shown(),
        "clock": _time(play),
        "deeds": elsewhere.shown(),
        "command": {
            **made["slash_commands"][0],
            "words": [
                {"word": word, "usage": each.usage, "help": each.help.replace("`", "")}
                for word, each in SUBCOMMANDS.items()
            ],
        },
        "shortcuts": made["shortcuts"],
        "dm_is_read_only": made["app_home"]["messages_tab_read_only_enabled"],
    }


async def _told(name: str, event: Json, play: Testbed, switches: Switches) -> bytes:
    match name, event["type"]:
        case "slack", _:
            return _event("slack", event)
        case "own", kind if kind == TURNED:
            return _event("switches", {"switches": switches.shown()})
        case "own", kind if kind == CLOCK:
            return _event("clock", _time(play))
        case "propops", "request":
            return _event("request", event)
        case _:
            return _event("propops", await panel(play))


def _time(play: Testbed) -> Json:
    """No turns where the time of the stage is the machine's."""
    clock = play.clock
    return clock.shown() if isinstance(clock, TurnedClock) else {"now": clock(), "turns": []}


async def _pass_on(
    name: str, next_one: Callable[[], Awaitable[Json]], heard: asyncio.Queue[tuple[str, Json]]
) -> None:
    while True:
        heard.put_nowait((name, await next_one()))


def _event(name: str, data: Json) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(data))
