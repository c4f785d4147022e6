"""Presses that have to be looked into before they count, and typed lines: kept before the ack, so that none is lost.

Most presses are stored as changes before their ack. Whether others count only Slack or PropOps can tell,
which takes too long for an ack: these are kept as they came (`PressTable.take`), looked into after the
ack, and taken up again by whatever process if this one dies before that is done. So their functions may
be run twice. A line typed after /job is kept the same way; its trigger is over by then, so it is offered
back.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.concurrency import side_by_side
from bot.errors import BotError, Busy
from bot.jobs.change import Json, Place
from bot.slack.workspace import working_for
from bot.store.kept_presses import KeptPress, KeptPressStore
from bot.workflows.changes.lifecycle import ACCEPT_WITHIN
from handlers.background import Background
from handlers.pending_command import PendingCommand
from handlers.request import Request
from handlers.with_parts import Command, with_parts

MOST_TRIES = 5
"""Tries after which a press that ends no process's work is given up."""

LINE = "line"
"""The function that offers a typed line back; it takes a `PendingCommand` as a dict."""

log = structlog.get_logger(__name__)


class PressTable:
    """Name → function `(request, given, …)`, bound to its parts; `given` is the plain JSON of `take`."""

    def __init__(self, store: KeptPressStore, background: Background) -> None:
        self._store, self._background = store, background
        self._functions: dict[str, Command] = {}
        self._lines: dict[str, tuple[Request, PendingCommand]] = {}
        """Typed lines that have not been answered, by the id under which they are kept."""

    def bind(self, functions: Mapping[str, Command], parts: Mapping[str, Any]) -> None:
        """Raises ValueError for a function with a parameter that no part is named for."""
        self._functions = {name: with_parts(each, parts) for name, each in functions.items()}

    async def take(
        self,
        ack: AsyncAck,
        name: str,
        request: Request,
        given: Json,
        keep: PendingCommand | None = None,
    ) -> None:
        """Keeps the press, acks, and does it. Raises `Busy` where it can't be kept in time.

        `keep`: as `Background.start` takes it.
        """
        id_ = await self._kept(name, request, given)
        await ack()
        self._do(id_, name, request, given, keep)

    async def take_line(
        self,
        ack: AsyncAck,
        request: Request,
        command: PendingCommand,
        work: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        """Keeps a line that was typed, acks, and does `work`; the line is offered back where this process
        dies before it has been answered. Raises `Busy`, as `take` does.
        """
        id_ = await self._kept(LINE, request, command._asdict())
        await ack()
        self._lines[id_] = (request, command)

        async def answered() -> None:
            self._lines.pop(id_, None)
            await self._forget(id_)

        self._background.start(work(), request, command, ended=answered)

    async def offer_lines_back(self) -> None:
        """Before the process ends: what was typed and has not been answered."""
        await side_by_side(*(self._offer_back(id_) for id_ in list(self._lines)))

    async def _offer_back(self, id_: str) -> None:
        request, command = self._lines.pop(id_)
        try:
            with working_for(request.member):
                await self._functions[LINE](request, command._asdict())
        except BotError as error:
            problem = type(error).__name__
            log.warning("a typed line can't be offered back, leaving it kept", problem=problem)
            return
        await self._forget(id_)

    async def _kept(self, name: str, request: Request, given: Json) -> str:
        """Its id. Raises `Busy`."""
        place = Place(request.place.channel) if request.board else request.place
        kept = {
            "given": given,
            "place": [place.channel, place.view, place.message],
            "url": request.url,
            "ephemeral": request.ephemeral and not request.board,
        }
        try:
            keeping = self._store.keep(name, request.member, kept)
            return await asyncio.wait_for(asyncio.shield(keeping), ACCEPT_WITHIN)
        except (BotError, TimeoutError) as error:
            log.error("keeping a press failed, answering busy", problem=type(error).__name__)
            raise Busy from None

    async def take_up(self) -> int:
        """Does those that a process has left undone; their number."""
        left = await self._store.take()
        for press in left:
            if press.id in self._lines:  # this process still works on it
                continue
            if press.tries > MOST_TRIES or press.name not in self._functions or not press.given:
                log.error("a press can't be done, giving up", press=press.name, tries=press.tries)
                await self._store.done(press.id)
                continue
            with working_for(press.member):
                self._do(press.id, press.name, _request_of(press), press.given["given"])
        return len(left)

    def _do(
        self,
        id_: str,
        name: str,
        request: Request,
        given: Json,
        keep: PendingCommand | None = None,
    ) -> None:
        """What it raises is told to the member, so it is not tried again; only a dead process leaves it."""

        async def work() -> None:
            await self._functions[name](request, given)

        self._background.start(work(), request, keep, ended=partial(self._forget, id_))

    async def _forget(self, id_: str) -> None:
        try:
            await self._store.done(id_)
        except BotError as error:
            log.warning("a press is done, but still kept", problem=type(error).__name__)


def _request_of(press: KeptPress) -> Request:
    """Without a trigger: what was kept opens no form any more."""
    channel, view, message = press.given["place"]
    url, ephemeral = str(press.given["url"]), bool(press.given["ephemeral"])
    return Request(press.member, Place(channel, view, message), "", url, ephemeral)
