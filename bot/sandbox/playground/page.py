"""The page over HTTP, on this machine alone.

| request             | does                                                              |
|---------------------|-------------------------------------------------------------------|
| GET  /              | the page; its scripts and its one style sheet lie beside it       |
| GET  /events        | server-sent events, see `live`                                    |
| GET  /jobs/{ref}    | a job of PropOps with its commits                                 |
| GET  /files/{id}    | a picture that somebody put into Slack                            |
| POST /act/{act}     | what a person does, see `acts`                                    |
| POST /switch        | `switch`, `to`: trouble on and off, see `switches`                |
| POST /clock         | `to`: turns the time on, see `clock`                              |
| POST /elsewhere     | `deed`, `job`: what others do in PropOps, see `elsewhere`         |
| POST /link, /unlink | `who`: a member's PropOps account                                 |

All paths begin with the secret of the `door`. What a person can't do is answered 409, what the bot
did not take, 502; both with `kind` and `words`.
"""

import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.playground import panel
from bot.sandbox.playground.acts import Acts
from bot.sandbox.playground.clock import TURNS, TurnedClock
from bot.sandbox.playground.door import Door, new_secret
from bot.sandbox.playground.elsewhere import Elsewhere
from bot.sandbox.playground.live import CHANGED, CLOCK, TURNED, stream
from bot.sandbox.playground.switches import Switches
from bot.sandbox.propops.serving import serving
from bot.sandbox.slack.feed import Feed
from bot.sandbox.slack.files import StoredFile
from bot.sandbox.slack.refusals import DeliveryFailed, NotPossible, SandboxTrouble
from bot.sandbox.testbed import Testbed

Json = dict[str, Any]
STATIC = Path(__file__).parent / "static"
_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What a browser draws."""


class Playground:
    """One page over one stage. `secret` is the first part of its path, made up when empty."""

    def __init__(self, play: Testbed, secret: str = "") -> None:
        self._play = play
        self._own = Feed()
        self._acts = Acts(play.slack)
        self.switches = Switches(play.slack, play.propops)
        self._others = Elsewhere(
            play.propops, lambda: datetime.fromtimestamp(play.clock(), UTC).date()
        )
        for person in play.slack.workspace.people.values():
            if not (person.is_bot or person.deleted):
                _ = play.slack.member(person.id).dm  # opens it, so that the page can show it
        self.door = Door(
            Starlette(
                routes=[
                    Route("/events", self._events),
                    Route("/jobs/{ref}", self._job),
                    Route("/files/{file_id}", self._file),
                    Route("/act/{act}", _asked(self._act), methods=["POST"]),
                    Route("/switch", _asked(self._switch), methods=["POST"]),
                    Route("/clock", _asked(self._clock), methods=["POST"]),
                    Route("/elsewhere", _asked(self._elsewhere), methods=["POST"]),
                    Route("/link", _asked(self._link), methods=["POST"]),
                    Route("/unlink", _asked(self._unlink), methods=["POST"]),
                    Mount("/", StaticFiles(directory=STATIC, html=True)),
                ]
            ),
            secret or new_secret(),
        )

    @contextlib.asynccontextmanager
    async def serving(self, listener: socket.socket | None = None) -> AsyncIterator[str]:
        """The address to open, while inside."""
        async with serving(self.door, listener) as url:
            yield f"{url}/{self.door.secret}/"

    async def _events(self, _: Request) -> Response:
        events = stream(self._play, self.switches, self._own)
        return StreamingResponse(events, media_type="text/event-stream")

    async def _job(self, request: Request) -> Response:
        found = panel.job(self._play, request.path_params["ref"])
        return JSONResponse(found or {}, 200 if found else 404)

    async def _file(self, request: Request) -> Response:
        stored = self._play.slack.workspace.files.get(request.path_params["file_id"])
        if not isinstance(stored, StoredFile) or stored.is_deleted or stored.says not in _SHOWN:
            return Response(status_code=404)
        return Response(stored.data, media_type=stored.says)

    async def _act(self, request: Request, body: Json) -> Json:
        return await self._acts.do(request.path_params["act"], body)

    async def _switch(self, _: Request, body: Json) -> Json:
        self.switches.turn(str(body["switch"]), str(body["to"]))
        self._own.publish(TURNED)
        return {}

    async def _clock(self, _: Request, body: Json) -> Json:
        clock = self._play.clock
        if not isinstance(clock, TurnedClock) or body["to"] not in TURNS:
            raise NotPossible("the time of this stage can't be turned so")
        clock.turn(body["to"])
        self._own.publish(CLOCK)
        return {}

    async def _elsewhere(self, _: Request, body: Json) -> Json:
        done = self._others.do(str(body["deed"]), str(body["job"]))
        self._own.publish(CHANGED)
        return done

    async def _link(self, _: Request, body: Json) -> Json:
        await panel.link(self._play, str(body["who"]))
        self._own.publish(CHANGED)
        return {}

    async def _unlink(self, _: Request, body: Json) -> Json:
        await panel.unlink(self._play, str(body["who"]))
        self._own.publish(CHANGED)
        return {}


def _asked(
    do: Callable[[Request, Json], Awaitable[Json]],
) -> Callable[[Request], Awaitable[Response]]:
    """JSON in, JSON out; the sandbox's troubles as statuses."""

    async def answer(request: Request) -> Response:
        try:
            body = orjson.loads(await request.body())
            return JSONResponse(await do(request, body))
        except SandboxTrouble as error:
            status = 502 if isinstance(error, DeliveryFailed) else 409
            said = {"kind": type(error).__name__, "words": str(error)}
            return JSONResponse(said, status)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return JSONResponse({"kind": "Unreadable", "words": repr(error)}, 400)

    return answer
