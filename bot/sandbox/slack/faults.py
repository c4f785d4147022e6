"""Faults on order: the next calls of a method fail the way networks and Slack do."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

BEFORE = frozenset(
    {
        "drop_before",
        "timeout",
        "http_500",
        "http_503",
        "garbage",
        "cut_json",
        "page_403",
        "page_418",
        "page_451",
        "json_403",
        "empty",
        "odd_parts",
        "ratelimited",
    }
)
AFTER = frozenset({"drop_after", "timeout_after", "http_500_after"})
ANY = "*"
RESPONSE_URL = "response_url"


@dataclass
class Fault:
    """One order. `times` counts down; -1 is for ever. `retry_after` seconds go with a 429.

    `channel`: the id of the one channel that it is for; empty: all.
    """

    method: str
    error: str
    times: int = 1
    retry_after: int = 1
    channel: str = ""

    @property
    def takes_effect(self) -> bool:
        """Whether Slack does what was asked before the answer is lost."""
        return self.error in AFTER


class Faults:
    """The standing orders, and the calls that hang because of them."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []
        self._healed = asyncio.Event()

    def add(self, fault: Fault) -> None:
        self._orders.append(fault)

    def take(self, method: str, channel: Callable[[], str] = str) -> Fault | None:
        """The first order for this method, counted down; `*` is for every Web API method."""
        for fault in self._orders:
            if fault.channel and fault.channel != channel():
                continue
            if fault.method == method or (fault.method == ANY and method != RESPONSE_URL):
                fault.times -= 1
                if fault.times == 0:
                    self._orders.remove(fault)
                return fault
        return None

    async def hang(self) -> None:
        """Keep a caller waiting until all is healed."""
        await self._healed.wait()

    def heal(self) -> None:
        """Forget all orders and let go of what hangs."""
        self._orders.clear()
        self._healed.set()
        self._healed = asyncio.Event()

    def listed(self) -> list[Fault]:
        return list(self._orders)
