"""A PropOps that answers as told, for what no real one can be made to say."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
import orjson

from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.propops_names import PropOpsNames

NAMES = PropOpsNames(
    search_param="search",
    job_param="uuid",
    commit_param="commit_id",
    file_param="file_id",
    tenants_path="/api/tenants/list",
    address_path=None,
)
TOKEN = "7f" * 32
UUID = "550e8400-e29b-41d4-a716-446655440001"
OK = {"success": True, "message": "Operation completed successfully"}
JOB = {"uuid": UUID, "ID": 1001, "job_ref": "JOB-001", "job_title": "Boiler not firing"}
Reply = httpx.Response | Exception | Mapping[str, Any] | list[Any]


def page(html: str, status: int = 502) -> httpx.Response:
    return httpx.Response(status, text=html, headers={"content-type": "text/html; charset=utf-8"})


def refused(status: int, error: Any, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"success": False, "error": error}, headers=headers)


class Script:
    """Answers writes and reads with what is queued for them, and CSRF calls by itself.

    The last reply of a queue is repeated. `clock` is how long all pauses were together.
    """

    def __init__(self, *replies: Reply, csrf: Callable[[int], Reply] | None = None) -> None:
        self.replies = list(replies)
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []
        self.calls: list[tuple[str, str, int]] = []
        self._csrf = csrf or (lambda n: {"success": True, "data": {"token": f"csrf-number-{n}"}})
        self._csrfs = 0

    def transport(self, **options: Any) -> Transport:
        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        return Transport(
            "http://propops.test",
            options.pop("timeout", 5),
            httpx.MockTransport(self.answer),
            on_call=lambda method, action, status, _: self.calls.append((method, action, status)),
            sleep=pause,
            **options,
        )

    def gateway(self, **options: Any) -> Gateway:
        names = options.pop("names", NAMES)
        return Gateway(self.transport(**options), names)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.path == "/api/security/csrf-token":
            self._csrfs += 1
            return _response(self._csrf(self._csrfs), request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return _response(reply, request)

    @property
    def posts(self) -> list[dict[str, Any]]:
        """The bodies of the writes that were sent."""
        return [orjson.loads(each.content) for each in self.requests if each.method == "POST"]

    @property
    def queries(self) -> list[dict[str, str]]:
        """The parameters of the reads, CSRF calls left out."""
        return [
            dict(each.url.params)
            for each in self.requests
            if each.method == "GET" and "csrf" not in each.url.path
        ]


def _response(reply: Reply, request: httpx.Request) -> httpx.Response:
    match reply:
        case httpx.Response():
            again = httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
            again.request = request
            return again
        case Exception():
            raise reply
        case _:
            return httpx.Response(200, json=reply)
