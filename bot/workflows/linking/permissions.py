"""What PropOps lets each person do, as far as it tells: advice for hiding what can't work.

Its list of permissions is undocumented in shape and may be stale: only its 403 decides (api/users).
"""

import asyncio
import time
from collections.abc import Collection

import structlog

from bot.errors import BotError
from bot.jobs.actions import WRITES, Action
from bot.jobs.change import Member
from bot.lru_dict import LruDict
from bot.members.links import Links
from bot.propops.gateway import Gateway
from bot.propops.parse.accounts import Rights

FRESH = 300.0
"""Seconds an answer is believed."""
PATIENCE = 0.4
"""Seconds anything waits to be told what somebody may do."""
_MOST = 10_000
_TOLD_NOTHING = Rights(frozenset())

log = structlog.get_logger(__name__)


class PermissionCache:
    """Asks each member's permissions now and then; one question at a time for one member."""

    def __init__(self, links: Links, gateway: Gateway) -> None:
        self._links, self._gateway = links, gateway
        self._answers: LruDict[Member, tuple[float, Rights]] = LruDict(_MOST)
        self._calls: dict[Member, asyncio.Task[Rights]] = {}

    async def of(self, member: Member) -> Rights:
        """What they hold; no keys at all when PropOps doesn't tell in time."""
        until, rights = self._answers.get(member, (0.0, _TOLD_NOTHING))
        if until > time.monotonic():
            return rights
        try:
            return await asyncio.wait_for(asyncio.shield(self._call(member)), PATIENCE)
        except TimeoutError:
            return _TOLD_NOTHING

    def prefetch(self, member: Member) -> None:
        """Asks without waiting, for a question that comes soon."""
        if self._answers.get(member, (0.0, _TOLD_NOTHING))[0] <= time.monotonic():
            self._call(member)

    async def can(self, member: Member, keys: Collection[str]) -> bool:
        """False only where PropOps has told what they hold, and none of these is among it."""
        rights = await self.of(member)
        return not (keys and rights.keys) or rights.allow(*keys)

    async def warning(self, member: Member, action: Action) -> tuple[str, ...]:
        """A note for the head of a form that PropOps is going to refuse; none where it may work."""
        permission = WRITES[action].permission
        if await self.can(member, (permission,)):
            return ()
        name = await self._links.linked_name(member)
        who = f"Your PropOps account ({name})" if name else "Your PropOps account"
        what = f"{who} seems to lack {permission}, so PropOps may refuse this."
        return (f"{what} Please ask your PropOps administrator for it.",)

    def forget(self, member: Member) -> None:
        """They linked another account, or none."""
        self._answers.pop(member, None)

    def _call(self, member: Member) -> asyncio.Task[Rights]:
        call = self._calls.get(member)
        if call is None:
            call = asyncio.create_task(self._ask(member), name="permissions")
            self._calls[member] = call
            call.add_done_callback(lambda _: self._calls.pop(member, None))
        return call

    async def _ask(self, member: Member) -> Rights:
        try:
            link = await self._links.linked(member)
            if link is None:
                return _TOLD_NOTHING
            rights = await self._gateway.as_person(link.token).permissions()
        except BotError as error:
            log.info("permissions not told", problem=type(error).__name__)
            return _TOLD_NOTHING
        self._answers[member] = (time.monotonic() + FRESH, rights)
        return rights
