"""How fast Slack is answered: against the floor, against plain Bolt, and with many listeners."""

import contextlib
from collections.abc import Sequence
from statistics import median

from tests.bench.load import Load, Server, a_command, a_press, server
from tests.bench.rows import BOT, PLAIN, Figure, Setting

_ROUNDS = 3
_SECONDS = 1.0
_AT_ONCE = 16


async def acks(setting: Setting) -> Sequence[Figure]:
    """In rounds, floor, ours and Bolt one after another, so that noise meets all alike."""
    seconds = setting.seconds(_SECONDS, 0.05)
    figures = []
    async with contextlib.AsyncExitStack() as stack:
        floor = await stack.enter_async_context(server("floor"))
        ours = await stack.enter_async_context(server("ours", 20))
        bolt = await stack.enter_async_context(server("bolt", 20))
        for name, raw in (("command", a_command()), ("press", a_press())):
            rounds = [
                await _round((floor, ours, bolt), raw, seconds)
                for _ in range(setting.count(_ROUNDS, 1))
            ]
            what = f"{name}, 20 listeners: answers a second, to the floor"
            figures += [
                Figure(what, BOT, median(b.rate / a.rate for a, b, _ in rounds), "×"),
                Figure(what, PLAIN, median(c.rate / a.rate for a, _, c in rounds), "×"),
            ]
        for kind, each in ((BOT, ours), (PLAIN, bolt)):
            load = await each.drive(a_press(), 1, 2 * seconds)
            figures += [
                Figure(f"press, one at a time, {name}", kind, load.percentile(share), "ms")
                for name, share in (("p50", 0.5), ("p99", 0.99))
            ]
    return [*figures, *await _listeners(setting, seconds)]


async def _listeners(setting: Setting, seconds: float) -> list[Figure]:
    """CPU of a press whose listener is the last of 60, to that of the only one."""
    async with contextlib.AsyncExitStack() as stack:
        kinds = [("ours", 1), ("ours", 60), ("bolt", 1), ("bolt", 60)]
        servers = [await stack.enter_async_context(server(*kind)) for kind in kinds]
        rounds = [
            await _round(servers, a_press(), seconds) for _ in range(setting.count(_ROUNDS, 1))
        ]
    what = "press, 60 listeners: CPU, to that with one"
    mine = median(many.cpu_each / max(one.cpu_each, 1e-9) for one, many, _, _ in rounds)
    peer = median(many.cpu_each / max(one.cpu_each, 1e-9) for _, _, one, many in rounds)
    return [Figure(what, BOT, mine, "×"), Figure(what, PLAIN, peer, "×")]


async def _round(servers: Sequence[Server], raw: bytes, seconds: float) -> list[Load]:
    return [await each.drive(raw, _AT_ONCE, seconds) for each in servers]
