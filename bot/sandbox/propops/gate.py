"""The way in: faults, rate limit, token, CSRF, then the endpoint, then more faults."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.propops import faults
from bot.sandbox.propops.accounts import Accounts
from bot.sandbox.propops.call import Answer, Call, Row, read_call, refused
from bot.sandbox.propops.faults import Fault, Faults, faulty
from bot.sandbox.propops.options import Options
from bot.sandbox.propops.refusal import BAD_CSRF, Refusal

Endpoint = Callable[[Call], Answer]

PUBLIC: Final = frozenset(
    {"/api/auth/login", "/api/system/heartbeat", "/api/system/maintenance-mode"},
)
_NO_CSRF: Final = frozenset({"/api/auth/login"})

DROP: Final = "sandbox.drop"
"""Where the server puts, in the scope, the way to cut the connection of a request."""


class Gate:
    """Answers a request of the API, and keeps a record of it."""

    def __init__(
        self,
        accounts: Accounts,
        options: Options,
        endpoints: Mapping[tuple[str, str], Endpoint],
        trouble: Faults,
        *,
        applied: Callable[[Call], None],
        publish: Callable[[Row], None],
    ) -> None:
        self._accounts = accounts
        self._options = options
        self._endpoints = endpoints
        self._paths = {path for _, path in endpoints}
        self._faults = trouble
        self._applied = applied
        self._publish = publish
        self._seen = 0
        self.requests: deque[Row] = deque(maxlen=5000)

    async def respond(self, request: Request) -> Response:
        started = time.perf_counter()
        call = await read_call(request)
        record = self._record(call)
        headers, within = self._accounts.count(call)
        limit_passed = Answer({"success": False, "error": "Too many requests"}, 429)
        answer = await self._answer(call, record) if within else limit_passed
        took = (time.perf_counter() - started) * 1000
        record["account"] = call.account["email"] if call.account else None
        record["ms"] = round(took, 2)
        record["status"] = answer.status if answer else 0
        self._publish({"type": "request", **record})
        if answer is None:
            return Dropped()
        headers |= {"X-Response-Time-ms": f"{took:.2f}", "X-DB-Query-Time-ms": f"{took / 2:.2f}"}
        return Response(
            answer.content(),
            status_code=answer.status,
            media_type=answer.media,
            headers=headers | answer.headers,
        )

    async def _answer(self, call: Call, record: Row) -> Answer | None:
        """The answer, or None when the connection is to drop without one."""
        if delay := self._strike(call, faults.SLOW, record):
            await self._faults.wait_out(delay)
        if fault := self._strike(call, faults.BEFORE, record):
            return faulty(fault)
        try:
            endpoint = self._admitted(call, record)
            if late := self._strike(call, faults.LATE, record):
                await late.be_late()
            answer = self._spelled(endpoint(call))
        except Refusal as refusal:
            answer = refused(refusal)
        else:
            if call.method == "POST":
                self._applied(call)
        if fault := self._strike(call, faults.AFTER, record):
            return faulty(fault)
        return answer

    def _spelled(self, answer: Answer) -> Answer:
        if self._options.ids == "ID":
            return answer
        return replace(answer, payload=_lower_ids(answer.payload))

    def _admitted(self, call: Call, record: Row) -> Endpoint:
        """The endpoint, when the caller may come in. Raises 400, 401, 403, 404 and 405."""
        if call.path not in PUBLIC:
            if call.path.startswith("/attachment/"):
                return _attachment
            call.account = self._accounts.signed_in(call)
        endpoint = self._endpoints.get((call.method, call.path))
        if endpoint is None:
            known = call.path in self._paths
            raise Refusal(405, "Method not allowed") if known else Refusal(404, "Not found")
        if call.problem is not None:
            raise call.problem
        if call.method == "POST" and call.path not in _NO_CSRF:
            self._accounts.spend_csrf(call)
            if self._strike(call, faults.CSRF, record):
                raise Refusal(403, BAD_CSRF)
        return endpoint

    def _record(self, call: Call) -> Row:
        self._seen += 1
        record: Row = {
            "n": self._seen,
            "at": time.time(),
            "method": call.method,
            "path": call.path,
            "query": call.query,
            "action": call.action,
            "account": None,
            "status": None,
            "ms": None,
            "fault": None,
        }
        self.requests.append(record)
        return record

    def _strike(self, call: Call, kinds: frozenset[str], record: Row) -> Fault | None:
        fault = self._faults.take(call, kinds)
        if fault is not None:
            record["fault"] = fault.kind
            self._publish(
                {"type": "fault", "path": call.path, "action": call.action} | fault.shown()
            )
        return fault


def _lower_ids(value: Any) -> Any:
    """The same with every key `ID` spelled `id`."""
    if isinstance(value, dict):
        return {"id" if k == "ID" else k: _lower_ids(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_lower_ids(item) for item in value]
    return value


class Dropped(Response):
    """No answer at all: the connection is cut."""

    async def __call__(self, scope: Scope, receive: Receive, _: Send) -> None:
        drop: Callable[[], None] | None = scope.get(DROP)
        if drop is None:
            raise ConnectionResetError("the connection was dropped")
        drop()
        while (await receive())["type"] != "http.disconnect":
            pass


def _attachment(call: Call) -> Answer:
    """Downloads answer in plain text when they fail, and here they all do [api/attachment]."""
    if call.path == "/attachment/":
        return Answer(status=400, text="Attachment UUID is required", media="text/plain")
    if not call.bearer:
        text = "You do not have permission to download this attachment"
        return Answer(status=403, text=text, media="text/plain")
    return Answer(status=404, text="Attachment not found", media="text/plain")
