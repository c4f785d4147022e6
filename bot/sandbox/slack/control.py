"""The sandbox over HTTP, under /sandbox/: for a bot or a test in another process.

| request                                 | body                                        |
|-----------------------------------------|---------------------------------------------|
| GET  /sandbox/state                     |                                             |
| GET  /sandbox/messages?channel=…        |                                             |
| GET  /sandbox/calls?method=…            |                                             |
| GET  /sandbox/members/{name}            | its modal, ephemeral and direct messages     |
| POST /sandbox/members/{name}/command    | `text`, `channel`                           |
| POST /sandbox/members/{name}/press      | `label`, `ts` and `channel` (none: modal)   |
| POST /sandbox/members/{name}/fill       | `values`, `force`                           |
| POST /sandbox/members/{name}/submit     | `force`                                     |
| POST /sandbox/members/{name}/close      |                                             |
| POST /sandbox/members/{name}/home       |                                             |
| POST /sandbox/members/{name}/say        | `text`, `channel`                           |
| POST /sandbox/members/{name}/shortcut   | `callback_id`                               |
| POST /sandbox/members/{name}/message-shortcut | `callback_id`, `ts`, `channel`        |
| POST /sandbox/fail                      | `method`, `error`, `times`, `retry_after`   |
| POST /sandbox/heal                      |                                             |
| POST /sandbox/deliver-to                | `url`                                       |

What a member cannot do is answered 409 with `error`; a delivery that failed, 502.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from aiohttp import web

from bot.sandbox.slack.calls import Record
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import DeliveryFailed, NotPossible
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import Channel

Json = dict[str, Any]


class Controlled(Protocol):
    """What these routes do to a sandbox."""

    @property
    def workspace(self) -> Workspace: ...
    @property
    def calls(self) -> Sequence[Record]: ...
    def member(self, who: str) -> Member: ...
    def channel(self, name: str) -> Channel: ...
    def snapshot(self) -> Json: ...
    def fail(self, method: str, error: str, times: int = 1, retry_after: int = 1) -> None: ...
    def heal(self) -> None: ...
    def deliver_to(self, url: str) -> None: ...


def control_routes(slack: Controlled) -> list[web.RouteDef]:
    """The routes over this sandbox."""
    control = _Control(slack)
    return [
        web.get("/sandbox/state", _answering(control.state)),
        web.get("/sandbox/messages", _answering(control.messages)),
        web.get("/sandbox/calls", _answering(control.calls)),
        web.get("/sandbox/members/{name}", _answering(control.member)),
        web.post("/sandbox/members/{name}/{act}", _answering(control.act)),
        web.post("/sandbox/fail", _answering(control.fail)),
        web.post("/sandbox/heal", _answering(control.heal)),
        web.post("/sandbox/deliver-to", _answering(control.deliver_to)),
    ]


def _answering(
    ask: Callable[[web.Request, Json], Awaitable[Any]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """JSON in, JSON out, and the sandbox's troubles as statuses."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if "Origin" in request.headers:  # a web page, and none of them has business here
            return web.json_response({"error": "not for web pages"}, status=403)
        try:
            said = await request.read()
            body = json.loads(said) if said else {}
            return web.json_response(await ask(request, body))
        except (NotPossible, TimeoutError) as error:
            return web.json_response({"error": str(error)}, status=409)
        except DeliveryFailed as error:
            return web.json_response({"error": str(error)}, status=502)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return web.json_response({"error": f"cannot read that: {error!r}"}, status=400)

    return answer


class _Control:
    """One method for each kind of request."""

    def __init__(self, slack: Controlled) -> None:
        self._slack = slack

    async def state(self, _request: web.Request, _body: Json) -> Json:
        return self._slack.snapshot()

    async def messages(self, request: web.Request, _body: Json) -> list[Json]:
        channel = self._slack.channel(request.query["channel"])
        return [each.snapshot() for each in channel.messages if not each.deleted]

    async def calls(self, request: web.Request, _body: Json) -> list[Json]:
        wanted = request.query.get("method")
        return [
            {"method": each.method, "args": each.args, "ok": each.ok, "error": each.error}
            for each in self._slack.calls
            if wanted in {None, each.method}
        ]

    async def member(self, request: web.Request, _body: Json) -> Json:
        member = self._slack.member(request.match_info["name"])
        top = self._slack.workspace.top(member.id)
        return {
            "id": member.id,
            "name": member.name,
            "dm": member.dm,
            "modal": _shown(top),
            "home": _shown(member.home),
            "ephemerals": [each.snapshot() for each in member.ephemerals],
            "dms": [each.snapshot() for each in member.dms],
            "asked": member.asked,
        }

    async def act(self, request: web.Request, body: Json) -> Json:
        member = self._slack.member(request.match_info["name"])
        match request.match_info["act"]:
            case "command":
                sent = await member.command(body["text"], body.get("channel", "maintenance"))
                return {"status": sent.status, "seconds": sent.seconds}
            case "press":
                target = await self._target(member, body)
                pressed = await member.press(
                    target, body["label"], confirm=body.get("confirm", True)
                )
                return {"status": pressed.status if pressed else 0, "asked": member.asked}
            case "fill":
                values = {key: _value(each) for key, each in body["values"].items()}
                view = await member.modal()
                await member.fill(view, values, force=body.get("force", False))
                return {"modal": _shown(view)}
            case "submit":
                view = await member.modal()
                outcome = await member.submit(view, force=body.get("force", False))
                return {
                    "action": outcome.action,
                    "errors": outcome.errors,
                    "modal": _shown(outcome.view),
                }
            case "close":
                await member.close(await member.modal())
                return {}
            case "home":
                return {"status": (await member.open_home()).status}
            case "say":
                said = member.say(body["text"], body.get("channel", "maintenance"))
                return {"ts": said.ts, "channel": said.channel}
            case "shortcut":
                return {"status": (await member.shortcut(body["callback_id"])).status}
            case "message-shortcut":
                message = self._message(body)
                sent = await member.message_shortcut(body["callback_id"], message)
                return {"status": sent.status}
            case other:
                raise NotPossible(f"a member cannot {other}")

    async def fail(self, _request: web.Request, body: Json) -> Json:
        self._slack.fail(
            body["method"], body["error"], body.get("times", 1), body.get("retry_after", 1)
        )
        return {}

    async def heal(self, _request: web.Request, _body: Json) -> Json:
        self._slack.heal()
        return {}

    async def deliver_to(self, _request: web.Request, body: Json) -> Json:
        self._slack.deliver_to(body["url"])
        return {}

    async def _target(self, member: Member, body: Json) -> Message | View:
        return await member.modal() if "ts" not in body else self._message(body)

    def _message(self, body: Json) -> Message:
        for message in self._slack.channel(body["channel"]).messages:
            if message.ts == body["ts"]:
                return message
        raise NotPossible(f"there is no message {body['ts']}")


def _value(sent: Any) -> Any:
    """JSON has no tuples: `{"type": typed, "choose": choice}` stands for one."""
    if isinstance(sent, list):
        return [_value(each) for each in sent]
    if isinstance(sent, dict) and set(sent) == {"type", "choose"}:
        return (sent["type"], sent["choose"])
    return sent


def _shown(view: View | None) -> Json | None:
    if view is None:
        return None
    return {"view": view.wire(), "errors": view.errors, "outline": view.outline()}
