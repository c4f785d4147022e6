"""What can go wrong between a client and PropOps, on request."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.sandbox.propops.call import Answer, Call, Row
from bot.sandbox.propops.refusal import NO_LOGIN, NO_RIGHT, Refusal, not_found

Kind = Literal[
    "slow",
    "hang",
    "late",
    "400",
    "429",
    "500_before",
    "500_after",
    "drop_before",
    "drop_after",
    "html",
    "html_after",
    "maintenance",
    "csrf",
    "list_lag",
    "garbage",
    "401",
    "403",
    "404",
    "401_page",
    "403_page",
    "404_page",
    "401_gateway",
    "404_gateway",
    "200_page",
    "200_gateway",
]
KINDS: Final[tuple[str, ...]] = get_args(Kind)

SLOW: Final = frozenset({"slow", "hang"})
STRANGERS: Final = frozenset(kind for kind in KINDS if kind.endswith(("_page", "_gateway")))
"""Answers in PropOps's place that are not its own: a proxy's page, a gateway's JSON."""
BEFORE: Final = STRANGERS | {
    "400",
    "429",
    "500_before",
    "drop_before",
    "html",
    "maintenance",
    "401",
    "403",
    "404",
}
CSRF: Final = frozenset({"csrf"})
LATE: Final = frozenset({"late"})
AFTER: Final = frozenset({"500_after", "drop_after", "html_after", "garbage"})
LAG: Final = frozenset({"list_lag"})

_REFUSALS: Final = {
    "401": Refusal(401, NO_LOGIN),
    "403": Refusal(403, NO_RIGHT),
    "404": not_found("Job"),
}

JOBS_PATH: Final = "/api/jobs/manage"


@dataclass(frozen=True)
class Fault:
    """One thing to go wrong.

    `match` is an action of /api/jobs/manage (`create`), a path (`/api/search`), a method and a
    path (`GET /api/search`), `*`, or a function of the call. `times` is how often it strikes,
    None for until healed. `seconds` is the delay of `slow`, `late` and `list_lag`, and the
    `Retry-After` of `429`; a `hang` lasts until all is healed. `list_lag` strikes creates: each
    new job stays out of lists so long.
    The kinds that end in `_after`, and `garbage`, lose the answer to what was done.
    """

    match: str | Callable[[Call], bool]
    kind: Kind
    times: int | None = 1
    seconds: float = 1.0
    words: str = "The value is out of range"
    """What a `400` says."""
    go_on: asyncio.Event | None = None
    """What `late` waits for instead of `seconds`: a busy machine makes them long or short."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; one of {', '.join(KINDS)}")

    async def be_late(self) -> None:
        await (asyncio.sleep(self.seconds) if self.go_on is None else self.go_on.wait())

    def fits(self, call: Call) -> bool:
        if callable(self.match):
            return self.match(call)
        if self.match == "*" or self.kind == "list_lag":
            return True
        if self.match.startswith("/"):
            return call.path == self.match
        if " " in self.match:
            return f"{call.method} {call.path}" == self.match
        return call.path == JOBS_PATH and call.action == self.match

    def shown(self) -> Row:
        match = self.match if isinstance(self.match, str) else "a function"
        return {"match": match, "kind": self.kind, "times": self.times, "seconds": self.seconds}


class Faults:
    """The faults still to strike, oldest first."""

    def __init__(self) -> None:
        self._left: list[tuple[Fault, int | None]] = []
        self._healed = asyncio.Event()

    def add(self, fault: Fault) -> None:
        self._left.append((fault, fault.times))

    def clear(self) -> None:
        """None is left, and what hangs goes on."""
        self._left.clear()
        self._healed.set()
        self._healed = asyncio.Event()

    async def wait_out(self, fault: Fault) -> None:
        """For as long as a fault of `SLOW` lasts."""
        if fault.kind == "hang":
            await self._healed.wait()
        else:
            await asyncio.sleep(fault.seconds)

    def take(self, call: Call, kinds: frozenset[str]) -> Fault | None:
        """The first fault of these kinds that fits, one strike spent; None when all is well."""
        for at, (fault, times) in enumerate(self._left):
            if fault.kind in kinds and fault.fits(call):
                if times is not None and times <= 1:
                    del self._left[at]
                elif times is not None:
                    self._left[at] = (fault, times - 1)
                return fault
        return None

    def shown(self) -> list[Row]:
        return [fault.shown() | {"times": times} for fault, times in self._left]


def faulty(fault: Fault) -> Answer | None:
    """What the client gets instead of its answer; None when the connection just drops."""
    match fault.kind:
        case "400":
            return Answer(_error(fault.words), 400)
        case "429":
            wait = str(int(-(-fault.seconds // 1)))
            return Answer(_error("Too many requests"), 429, headers={"Retry-After": wait})
        case "500_before" | "500_after":
            return Answer(_error("Internal server error"), 500)
        case "html" | "html_after":
            return Answer(status=502, text=_page("502 Bad Gateway", "nginx"), media="text/html")
        case "maintenance":
            page = _page("Back soon", "PropOps is being maintained. Please try again later.")
            return Answer(status=503, text=page, media="text/html")
        case "garbage":
            return Answer(text='{"success": tru')
        case "401" | "403" | "404":
            refusal = _REFUSALS[fault.kind]
            return Answer(_error(refusal.text), refusal.status)
        case _:
            return _stranger(fault.kind)


def _stranger(kind: str) -> Answer | None:
    number, _, form = kind.partition("_")
    if kind not in STRANGERS:
        return None
    title = {"401": "Sign in", "403": "Blocked", "404": "Not Found", "200": "Welcome"}[number]
    if form == "gateway":
        return Answer({"message": title, "request_id": "7c1e"}, int(number))
    return Answer(status=int(number), text=_page(title, "proxy.example"), media="text/html")


def _error(text: str) -> Row:
    return {"success": False, "error": text}


def _page(title: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head>"
        f"<body><h1>{title}</h1><p>{text}</p></body></html>"
    )
