"""The strings behind the stage: /sandbox/, for scripts in other processes on this machine.

`GET /sandbox/state`, and as JSON: `POST /sandbox/fault {match, kind, times, seconds}`,
`POST /sandbox/heal {}`, `POST /sandbox/token {account}`.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.propops.call import Row
from bot.sandbox.propops.faults import KINDS, Fault

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Controlled(Protocol):
    """What the control surface can do to a sandbox."""

    def snapshot(self) -> Row: ...
    def fail(self, fault: Fault) -> None: ...
    def heal(self) -> None: ...
    def issue(self, account: str) -> Row: ...


def routes(sandbox: Controlled) -> list[Route]:
    """The control surface of a sandbox. It answers loopback alone, and says 404 to others."""

    def state(_: Row) -> Row:
        return sandbox.snapshot()

    def fault(body: Row) -> Row:
        sandbox.fail(_fault(body))
        return {"success": True}

    def heal(_: Row) -> Row:
        sandbox.heal()
        return {"success": True}

    def token(body: Row) -> Row:
        return {"success": True, **sandbox.issue(_text(body, "account"))}

    return [
        Route("/sandbox/state", _guarded(state), methods=["GET"]),
        Route("/sandbox/fault", _guarded(fault), methods=["POST"]),
        Route("/sandbox/heal", _guarded(heal), methods=["POST"]),
        Route("/sandbox/token", _guarded(token), methods=["POST"]),
    ]


def _guarded(act: Callable[[Row], Row]) -> Callable[[Request], Awaitable[Response]]:
    """Loopback by address and by name, and JSON only: no web page elsewhere can pull a string."""

    async def answer(request: Request) -> Response:
        host = request.client.host if request.client else ""
        if host not in _LOOPBACK or request.url.hostname not in _LOOPBACK:
            return _json({"success": False, "error": "Not found"}, 404)
        body: Row = {}
        if request.method == "POST":
            kind = request.headers.get("content-type", "").partition(";")[0]
            try:
                body = orjson.loads(await request.body())
            except orjson.JSONDecodeError:
                body = {}
            if kind != "application/json" or not isinstance(body, dict):
                return _json({"success": False, "error": "Send a JSON object"}, 400)
        try:
            return _json(act(body), 200)
        except (LookupError, ValueError) as problem:
            return _json({"success": False, "error": str(problem)}, 400)

    return answer


def _fault(body: Row) -> Fault:
    """Raises ValueError for what makes no fault."""
    unexpected = set(body) - set(inspect.signature(Fault).parameters)
    if unexpected:
        raise ValueError(f"no such part of a fault: {min(unexpected)}")
    if body.get("kind") not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    times, seconds = body.get("times", 1), body.get("seconds", 1.0)
    if times is not None and (not isinstance(times, int) or times < 1):
        raise ValueError("times is a whole number above 0, or null")
    if not isinstance(seconds, int | float) or seconds < 0:
        raise ValueError("seconds is a number, 0 or more")
    words = body.get("words", Fault.words)
    return Fault(_text(body, "match"), body["kind"], times, seconds, str(words))


def _text(body: Row, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is a text")
    return value


def _json(payload: Row, status: int) -> Response:
    return Response(orjson.dumps(payload), status, media_type="application/json")
