"""How fast Slack is answered: against the floor, against plain Bolt, and with many listeners."""

import contextlib
from collections.abc import Sequence
from statistics import median

from tests.bench.load import Load, Server, a_command, a_press, server
from tests.bench.rows import Row

_ROUNDS = 3
_SECONDS = 1.2
_AT_ONCE = 16


async def acks() -> Sequence[Row]:
    """In rounds, floor, ours and Bolt one after another, so that noise meets all alike."""
    async with contextlib.AsyncExitStack() as stack:
        floor = await stack.enter_async_context(server("floor"))
        ours = await stack.enter_async_context(server("ours", 20))
        bolt = await stack.enter_async_context(server("bolt", 20))
        rows = []
        for name, raw in (("command", a_command()), ("press", a_press())):
            rounds = [await _round((floor, ours, bolt), raw) for _ in range(_ROUNDS)]
            mine = median(b.rate / a.rate for a, b, _ in rounds)
            peer = median(c.rate / a.rate for a, _, c in rounds)
            rate = median(a.rate for a, _, _ in rounds)
            rows.append(
                Row(
                    f"ack of a {name}, 20 listeners: answers a second, to a floor of {rate:,.0f}",
                    f"{mine:.2f}",
                    "≥ 0.28",
                    mine >= 0.28,
                    f"{peer:.2f}",
                )
            )
        alone = [await each.drive(a_press(), 1, 2 * _SECONDS) for each in (ours, bolt)]
    return [*rows, *_one_at_a_time(*alone)]


async def listeners() -> Sequence[Row]:
    """CPU of a press whose listener is the last of 60, to that of the only one."""
    async with contextlib.AsyncExitStack() as stack:
        kinds = [("ours", 1), ("ours", 60), ("bolt", 1), ("bolt", 60)]
        servers = [await stack.enter_async_context(server(*kind)) for kind in kinds]
        rounds = [await _round(servers, a_press()) for _ in range(_ROUNDS)]
    mine = median(many.cpu_each / one.cpu_each for one, many, _, _ in rounds)
    peer = median(many.cpu_each / one.cpu_each for _, _, one, many in rounds)
    what = "ack of a press, 60 listeners: CPU, to that with one"
    return [Row(what, f"{mine:.2f} ×", "≤ 1.1 ×", mine <= 1.1, f"{peer:.1f} ×")]


async def _round(servers: Sequence[Server], raw: bytes) -> list[Load]:
    return [await each.drive(raw, _AT_ONCE, _SECONDS) for each in servers]


def _one_at_a_time(ours: Load, bolt: Load) -> list[Row]:
    rows = []
    for name, share, goal in (("p50", 0.5, 1.0), ("p99", 0.99, 5.0)):
        mine, peer = ours.percentile(share), bolt.percentile(share)
        rows.append(
            Row(
                f"ack of a press, one at a time, {name}",
                f"{mine:.2f} ms",
                f"≤ {goal:g} ms",
                mine <= goal,
                f"{peer:.1f} ms",
            )
        )
    return rows
