"""The morning message: what waits for a person, at BOARD_AT of their own day, on working days.

Each reader has one row that says when theirs falls due. Whoever sends it takes the row for a while and
posts under a key of the day, so that a crash, a restart and a second replica send it once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta, tzinfo

import structlog

from bot.errors import BotError, CannotPost, NotLinked, NotWelcome, TokenDead, Unverified
from bot.jobs.board import PageStart
from bot.jobs.change import Member
from bot.jobs.working_time import is_working_day
from bot.lru_dict import LruDict
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from bot.slack.workspace import working_for
from bot.store.board_readers import BoardReader
from bot.store.tokens import TokenStore
from bot.views import board as views
from bot.views import home as home_views
from bot.views.blocks import Message
from bot.views.paragraphs import paragraph
from bot.workflows.board.boards import BoardRead, Boards
from bot.workflows.board.changed import KEPT_UP_FOR, Anew, Changed
from bot.workflows.board.homes import HomeTabs

LATE = 7200.0
"""Seconds for which a message that was missed is made up for."""
_MOST = 1_000
_AT_ONCE = 4
_EARLY = 60.0
"""Seconds by which the reader's clock may be behind ours."""

log = structlog.get_logger(__name__)


async def _unheard(_member: Member) -> None:
    """Nobody wants to know."""


class MorningMessages:
    """`at`: the time of day, None for never. `clock`: Unix seconds."""

    def __init__(
        self,
        boards: Boards,
        homes: HomeTabs,
        tokens: TokenStore,
        access: Access,
        messenger: Messenger,
        at: time | None,
        clock: Callable[[], float],
    ) -> None:
        self._boards, self._homes, self._tokens = boards, homes, tokens
        self._access, self._messenger, self._at, self._clock = access, messenger, at, clock
        self._shown: LruDict[tuple[str, str], str] = LruDict(_MOST)
        """What each message shows, as a digest."""
        self.on_dead_link: Callable[[Member], Awaitable[None]] = _unheard
        """Tells somebody whose link has ended: no message would mean that nothing waits."""

    async def plan(self) -> None:
        """Gives everybody who is linked their next message; takes it from who no longer is."""
        rows = await self._tokens.all()
        linked = {row.member: row.linked_at for row in rows if row.dead_at is None}
        known = {reader.member: reader for reader in await self._boards.readers.all()}
        plans: list[tuple[Member, float | None]] = []
        for member in linked.keys() | known.keys():
            reader = known.get(member, BoardReader(member))
            due = await self._planned(reader, linked.get(member))
            if due != reader.morning_at:
                plans.append((member, due))
        if plans:
            await self._boards.readers.plan_mornings(plans)

    async def send_due(self) -> None:
        """Sends the messages that are due; drops those that are too late. Goes on after a failure."""
        for reader in await self._boards.readers.due_mornings():
            if await self._boards.readers.take_morning(reader):
                try:
                    with working_for(reader.member):
                        await self._send(reader)
                except BotError as error:  # tried again once the lease is over
                    log.warning(
                        "a morning message is not sent, retrying",
                        problem=type(error).__name__,
                        member=reader.member.user,
                        team=reader.member.team,
                    )

    async def _planned(self, reader: BoardReader, linked_at: float | None) -> float | None:
        """`linked_at`: None for who is not. The first one may be late already: it is made up for too."""
        if self._at is None or linked_at is None:
            return None
        now = self._clock()
        after = now if reader.morning_at is not None else max(linked_at, now - LATE)
        if reader.morning_at is not None and now - LATE <= reader.morning_at <= now:
            return reader.morning_at  # it is about to be sent
        if reader.tried_at:
            return reader.morning_at  # somebody is sending it
        with working_for(reader.member):
            zone = await self._zone(reader.member)
        return await asyncio.to_thread(next_morning, after, self._at, zone)

    async def _send(self, reader: BoardReader) -> None:
        """Raises `BotError` where it may be sent later."""
        member, now = reader.member, self._clock()
        if self._at is None:
            await self._end(reader, "", None)
            return
        zone = await self._zone(member)
        due = last_morning(now + _EARLY, self._at, zone)
        following = next_morning(max(now, due), self._at, zone)
        day = datetime.fromtimestamp(due, zone).date().isoformat()
        if now - due > LATE or day <= reader.morning_on:
            await self._end(reader, day, following)
            return
        try:
            await self._access.require_access(member)
            read = await self._boards.read(member, fresh=True)
        except Unverified:
            raise  # Slack may say so later
        except (NotLinked, NotWelcome):
            await self._end(reader, day, None)
            return
        except TokenDead as error:
            await self._homes.links.mark_token_dead(member, error.key)
            await self.on_dead_link(member)
            await self._end(reader, day, None)
            return
        if read.failed:
            raise SlackSilent("morning", read.partly)
        if not read.board.rows:
            await self._end(reader, day, following)
            return
        try:
            sent = await self._messenger.find_or_send_dm(
                member,
                self._drawn(read, PageStart()),
                key=f"board:{'/'.join(member)}:{day}",
                maybe_sent_since=reader.tried_at or None,
            )
        except CannotPost as error:
            log.warning("a morning message can't be sent, leaving it out", problem=error.error)
            await self._end(reader, day, following)
            return
        await self._end(reader, day, following, sent)

    async def draw_changed(self, changed: Changed) -> None:
        """Draws the messages of the last day anew on which something may have changed."""
        if self._at is None:
            return
        slots = asyncio.Semaphore(_AT_ONCE)

        async def draw(reader: BoardReader, anew: Anew) -> None:
            async with slots:
                try:
                    with working_for(reader.member):
                        await self._draw_again(reader, anew)
                except BotError as error:  # its buttons tell how things are
                    problem = type(error).__name__
                    log.info("a morning message is not drawn, going on", problem=problem)

        sent = await self._boards.readers.mornings_since(self._clock() - KEPT_UP_FOR)
        found = [(each, changed.of(each.member)) for each in sent]
        await asyncio.gather(*(draw(each, anew) for each, anew in found if anew is not None))
        changed.read.update(each.member for each, anew in found if anew is not None)

    async def _draw_again(self, reader: BoardReader, anew: Anew) -> None:
        message = await self._as_it_is(reader, anew)
        if message is None:
            return
        digest = self._homes.digest(message)
        if self._shown.get(reader.message) != digest:
            await self._messenger.update(*reader.message, message)
            self._shown[reader.message] = digest

    async def _as_it_is(self, reader: BoardReader, anew: Anew) -> Message | None:
        """As on Home: nobody has rows of jobs before them that they may read no more. None: nobody knows."""
        member = reader.member
        try:
            await self._access.require_access(member)
            jobs = None if anew.fresh else anew.jobs
            read = await self._boards.read(member, fresh=anew.fresh, changed=jobs)
        except Unverified:
            return None
        except NotWelcome as error:
            return paragraph(error.advice)
        except NotLinked as error:
            return await self._without_link(reader, error.advice)
        except TokenDead as error:
            await self._homes.links.mark_token_dead(member, error.key)
            return await self._without_link(reader, error.advice)
        return None if read.failed else self._drawn(read, reader.page)

    async def _without_link(self, reader: BoardReader, words: str) -> Message:
        read = await self._boards.without_link(reader.member)
        view = self._homes.view_of(read, start=reader.page, on_page=views.IN_MESSAGE)
        return home_views.not_linked_message(words, view)

    def _drawn(self, read: BoardRead, start: PageStart) -> Message:
        view = self._homes.view_of(read, start=start, on_page=views.IN_MESSAGE)
        return views.message(view, "Good morning.")

    async def _end(
        self,
        reader: BoardReader,
        day: str,
        next_at: float | None,
        sent: tuple[str, str] | None = None,
    ) -> None:
        await self._boards.readers.end_morning(reader.member, day, next_at, sent)

    async def _zone(self, member: Member) -> tzinfo:
        await self._access.identity(member)  # so that Slack has said which it is
        return self._access.zone(member)


def next_morning(now: float, at: time, zone: tzinfo) -> float:
    """The first such time of a working day after `now`, in Unix seconds.

    Where clocks change: the first of a repeated hour, and for a skipped one an hour later.
    """
    day = datetime.fromtimestamp(now, zone).date()
    while True:
        moment = datetime.combine(day, at, zone).timestamp()
        if moment > now and is_working_day(day):
            return moment
        day += timedelta(days=1)


def last_morning(now: float, at: time, zone: tzinfo) -> float:
    """The last such time of a working day up to `now`."""
    day = datetime.fromtimestamp(now, zone).date()
    while True:
        moment = datetime.combine(day, at, zone).timestamp()
        if moment <= now and is_working_day(day):
            return moment
        day -= timedelta(days=1)
