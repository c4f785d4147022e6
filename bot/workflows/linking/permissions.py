"""A cache of each member's PropOps permissions, used only to hide or warn of what will be refused.

The shape of PropOps's list is undocumented and it may be stale: only a 403 decides (api/users).
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
"""Seconds an answer is cached."""
PATIENCE = 0.4
"""Seconds a caller waits for the permissions."""
_MOST = 10_000
_UNKNOWN = Rights(frozenset())

log = structlog.get_logger(__name__)


class PermissionCache:
    """Reads each member's permissions when they are needed; one call at a time for one member."""

    def __init__(self, links: Links, gateway: Gateway) -> None:
        self._links, self._gateway = links, gateway
        self._cached: LruDict[Member, tuple[float, Rights]] = LruDict(_MOST)
        self._calls: dict[Member, asyncio.Task[Rights]] = {}

    async def of(self, member: Member) -> Rights:
        """The member's permissions; no keys when PropOps doesn't answer in time."""
        until, rights = self._cached.get(member, (0.0, _UNKNOWN))
        if until > time.monotonic():
            return rights
        try:
            return await asyncio.wait_for(asyncio.shield(self._call(member)), PATIENCE)
        except TimeoutError:
            return _UNKNOWN

    def prefetch(self, member: Member) -> None:
        """Starts reading them without waiting, for a call of `of` that comes soon."""
        if self._cached.get(member, (0.0, _UNKNOWN))[0] <= time.monotonic():
            self._call(member)

    async def can(self, member: Member, keys: Collection[str]) -> bool:
        """As `Rights.may_allow`. For several questions at once read `of` once: each waits for it."""
        return (await self.of(member)).may_allow(keys)

    async def warning(self, member: Member, action: Action) -> tuple[str, ...]:
        """A note for the top of a form that PropOps will probably refuse; empty otherwise."""
        permission = WRITES[action].permission
        if await self.can(member, (permission,)):
            return ()
        name = await self._links.linked_name(member)
        account = f"Your PropOps account ({name})" if name else "Your PropOps account"
        what = f"{account} may not be allowed to {WRITES[action].verb} jobs, so PropOps may refuse this."
        ask = "Please ask your PropOps administrator for it"
        return (
            f"{what} {ask}. (For your administrator: please give that account the permission {permission}.)",
        )

    def forget(self, member: Member) -> None:
        """The member linked another account, or unlinked."""
        self._cached.pop(member, None)
        self._calls.pop(member, None)  # what it answers is no longer kept

    def _call(self, member: Member) -> asyncio.Task[Rights]:
        call = self._calls.get(member)
        if call is None:
            call = asyncio.create_task(self._fetch(member), name="permissions")
            self._calls[member] = call
            call.add_done_callback(lambda done: self._ended(member, done))
        return call

    def _ended(self, member: Member, call: asyncio.Task[Rights]) -> None:
        if self._calls.get(member) is call:
            del self._calls[member]

    async def _fetch(self, member: Member) -> Rights:
        try:
            link = await self._links.linked(member)
            if link is None:
                return _UNKNOWN
            rights = await self._gateway.as_person(link.token).permissions()
        except BotError as error:
            log.info("reading permissions failed, going on without", problem=type(error).__name__)
            return _UNKNOWN
        if self._calls.get(member) is asyncio.current_task():
            self._cached[member] = (time.monotonic() + FRESH, rights)
        return rights
