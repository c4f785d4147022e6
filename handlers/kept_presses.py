"""Presses that have to be looked into before they count: kept before the ack, so that none is lost.

Most presses are stored as changes before their ack. Whether others count only Slack or PropOps can tell,
which takes too long for an ack: these are kept as they came (`PressTable.take`), looked into after the
ack, and taken up again by whatever process if this one dies before that is done. So their functions may
be run twice.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError, Busy
from bot.jobs.change import Json, Place
from bot.slack.workspace import working_for
from bot.store.kept_presses import KeptPress, KeptPressStore
from bot.workflows.changes.lifecycle import ACCEPT_WITHIN
from handlers.background import Background
from handlers.commands import Command, with_parts
from handlers.request import PendingCommand, Request

MOST_TRIES = 5
"""Tries after which a press that ends no process's work is given up."""

log = structlog.get_logger(__name__)


class PressTable:
    """Name → function `(request, given, …)`, bound to its parts; `given` is the plain JSON of `take`."""

    def __init__(self, store: KeptPressStore, background: Background) -> None:
        self._store, self._background = store, background
        self._functions: dict[str, Command] = {}

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
        place = Place(request.place.channel) if request.board else request.place
        kept = {
            "given": given,
            "place": [place.channel, place.view, place.message],
            "url": request.url,
            "ephemeral": request.ephemeral and not request.board,
        }
        try:
            keeping = self._store.keep(name, request.member, kept)
            id_ = await asyncio.wait_for(asyncio.shield(keeping), ACCEPT_WITHIN)
        except (BotError, TimeoutError) as error:
            log.error("keeping a press failed, answering busy", problem=type(error).__name__)
            raise Busy from None
        await ack()
        self._background.start(self._do(id_, name, request, given), request, keep)

    async def take_up(self) -> int:
        """Does those that a process has left undone; their number."""
        left = await self._store.take()
        for press in left:
            if press.tries > MOST_TRIES or press.name not in self._functions or not press.given:
                log.error("a press can't be done, giving up", press=press.name, tries=press.tries)
                await self._store.done(press.id)
                continue
            request = _request_of(press)
            work = self._do(press.id, press.name, request, press.given["given"])
            with working_for(press.member):
                self._background.start(work, request)
        return len(left)

    async def _do(self, id_: str, name: str, request: Request, given: Json) -> None:
        """What it raises is told to the member, so it is not tried again; only a dead process leaves it."""
        try:
            await self._functions[name](request, given)
        finally:
            await asyncio.shield(self._forget(id_))

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
