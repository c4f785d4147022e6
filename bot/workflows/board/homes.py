"""Home tabs: drawn when they are opened, and anew when something on them has changed.

Those that were opened within the last day are kept up, see `changed`.
"""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Coroutine
from datetime import datetime
from time import monotonic
from typing import Any

import orjson
import structlog

from bot.concurrency import Turns
from bot.errors import BotError, NotLinked, NotWelcome, TokenDead
from bot.jobs.board import PageStart
from bot.jobs.change import Member
from bot.jobs.model import Job
from bot.lru_dict import LruDict
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.slack.workspace import working_for
from bot.views import board as board_views
from bot.views import home as views
from bot.views.blocks import View
from bot.views.board import BoardView
from bot.workflows.board.boards import BoardRead, Boards
from bot.workflows.board.changed import KEPT_UP_FOR, Anew, Changed

BETWEEN = 1.0
"""Seconds from one picture of a Home to the next, at least."""
SIGN_AFTER = 1.0
"""Seconds after which somebody who looks at an empty Home is shown that it is coming."""
_AT_ONCE = 4
_MOST = 5_000

log = structlog.get_logger(__name__)


class _Asked:
    """What was asked for of one Home that is about to be drawn, as `Boards.read` takes it."""

    def __init__(self, *, fresh: bool, changed: Collection[str] | None, blank: bool) -> None:
        self.fresh, self.changed, self.blank = fresh, changed, blank
        self.over = asyncio.Event()

    def add(self, *, fresh: bool, changed: Collection[str] | None, blank: bool) -> None:
        self.blank |= blank
        both = self.changed is not None and changed is not None
        self.fresh |= fresh or not (both or self.changed is changed)
        self.changed = {*(self.changed or ()), *(changed or ())} if both else None


class HomeTabs:
    """`job_link`: the job's page in PropOps. `clock`: Unix seconds."""

    def __init__(
        self,
        boards: Boards,
        links: Links,
        access: Access,
        messenger: Messenger,
        job_link: Callable[[Job], str | None],
        clock: Callable[[], float],
    ) -> None:
        self._boards, self.links, self._access = boards, links, access
        self._messenger, self.job_link = messenger, job_link
        self._clock = clock
        self._shown: LruDict[Member, str] = LruDict(_MOST)
        """What each Home shows, as a digest."""
        self._turns = Turns()
        self._asked: dict[Member, _Asked] = {}
        self._published_at: LruDict[Member, float] = LruDict(_MOST)
        """Monotonic."""
        self.between, self.sign_after = BETWEEN, SIGN_AFTER

    async def opened(self, member: Member, hash_: str) -> None:
        """`hash_`: of what it shows, as Slack says; empty for nothing yet."""
        reader = await self._boards.readers.get(member)
        today, before = (self._day(member, at) for at in (self._clock(), reader.home_opened_at))
        await self._boards.readers.opened_home(member, first_today=today != before)
        async with self._turns.turn(member):
            self._messenger.homes.opened(member.user, hash_)
            self._shown.pop(member, None)
        await self.draw(member, fresh=True, blank=not hash_)

    async def refuse(self, member: Member, words: str) -> None:
        """Says why they are not let in. Nothing of theirs is kept."""
        try:
            await self._messenger.homes.publish(member.user, views.refused(words))
        except BotError as error:
            log.warning("a home is not drawn, going on", problem=type(error).__name__)

    async def draw(
        self,
        member: Member,
        *,
        fresh: bool = False,
        changed: Collection[str] | None = None,
        blank: bool = False,
    ) -> None:
        """Shows the board as it is now, once in `between` seconds: of those who ask meanwhile one draws for all.

        `fresh`, `changed`: see `Boards.read`. `blank`: somebody looks at it, and it shows nothing yet.
        A failure is logged.
        """
        asked = self._asked.get(member)
        if asked is not None:
            asked.add(fresh=fresh, changed=changed, blank=blank)
            await asked.over.wait()
            return
        asked = self._asked[member] = _Asked(fresh=fresh, changed=changed, blank=blank)
        try:
            async with self._turns.turn(member):
                next_at = self._published_at.get(member, float("-inf")) + self.between
                await asyncio.sleep(max(0.0, next_at - monotonic()))
                del self._asked[member]  # who asks from now on has seen something newer
                await self._draw(member, asked)
        finally:
            if self._asked.get(member) is asked:
                del self._asked[member]
            asked.over.set()

    async def _draw(self, member: Member, asked: _Asked) -> None:
        try:
            reading = self._view(member, fresh=asked.fresh, changed=asked.changed)
            view = await (self._with_sign(member, reading) if asked.blank else reading)
            if self.digest(view) == self._shown.get(member):
                return
            self._shown.pop(member, None)
            self._published_at[member] = monotonic()
            if not await self._messenger.homes.publish(member.user, view):
                view = await self._view(member, fresh=False, changed=None)
                await self._messenger.homes.publish(member.user, view)
            self._shown[member] = self.digest(view)
        except BotError as error:
            log.warning(
                "a home is not drawn, going on",
                problem=type(error).__name__,
                member=member.user,
                team=member.team,
            )

    async def _with_sign(self, member: Member, reading: Coroutine[Any, Any, View]) -> View:
        """What `reading` returns; a sign of life in the empty Home where that takes long."""
        task = asyncio.create_task(reading)
        try:
            await asyncio.wait([task], timeout=self.sign_after)
            if not task.done():
                await self._messenger.homes.publish(member.user, views.coming())
        except BotError as error:
            log.info("a sign of life was not shown, going on", problem=type(error).__name__)
        except asyncio.CancelledError:
            task.cancel()
            raise
        return await task

    async def draw_changed(self, changed: Changed) -> None:
        """Draws the Homes on which something may have changed."""
        homes = await self._boards.readers.homes_since(self._clock() - KEPT_UP_FOR)
        found = {each: anew for each in homes if (anew := changed.of(each)) is not None}
        slots = asyncio.Semaphore(_AT_ONCE)

        async def draw(member: Member, anew: Anew) -> None:
            async with slots:
                with working_for(member):
                    jobs = None if anew.fresh else anew.jobs
                    await self.draw(member, fresh=anew.fresh, changed=jobs)

        await asyncio.gather(*(draw(*each) for each in found.items()))
        changed.read.update(found)

    async def _view(self, member: Member, *, fresh: bool, changed: Collection[str] | None) -> View:
        try:
            await self._access.require_access(member)
            read = await self._boards.read(member, fresh=fresh, changed=changed)
            link = await self.links.linked(member)
        except (NotLinked, TokenDead) as error:
            if isinstance(error, TokenDead):
                await self.links.mark_token_dead(member, error.key)
            return await self._without_link(member, error.advice)
        except NotWelcome as error:
            return views.refused(error.advice)
        except BotError as error:
            return views.cannot_show(error.advice)
        if link is None:
            return await self._without_link(member, NotLinked.words)
        shown = self.view_of(read, start=read.reader.home, on_page=board_views.ON_HOME)
        return views.home(link.account, link, shown)

    async def _without_link(self, member: Member, words: str) -> View:
        try:
            read = await self._boards.without_link(member)
        except BotError as error:
            return views.cannot_show(error.advice)
        shown = self.view_of(read, start=read.reader.home, on_page=board_views.ON_HOME)
        return views.not_linked(words, shown)

    def view_of(self, read: BoardRead, *, start: PageStart, on_page: int) -> BoardView:
        """The page of a board that begins there."""
        return BoardView(
            read.board,
            read.now,
            read.reader.everybody,
            read.partly,
            start.number(read.board.rows, read.now),
            on_page,
            self.job_link,
            self._boards.rules.undo_for,
        )

    def digest(self, shown: object) -> str:
        """Of what is shown; the same for the same."""
        return hashlib.sha256(orjson.dumps(shown, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def _day(self, member: Member, at: float) -> str:
        return datetime.fromtimestamp(at, self._access.zone(member)).date().isoformat()
