"""Shows jobs under the links to them, and draws them again while they are recent."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.concurrency import Turns
from bot.errors import BotError, NotLinked, NotWelcome, TokenDead
from bot.jobs.change import Member
from bot.jobs.job_pages import LinkedJob
from bot.jobs.model import Job
from bot.members.access import Access
from bot.slack.unfurls import LinkPlace, Unfurls
from bot.slack.workspace import is_here, working_for
from bot.store.cards import CardStore
from bot.store.link_previews import FOLLOWED_FOR, LinkPreview, LinkPreviewStore
from bot.views import link_preview as views
from bot.views.blocks import Block
from bot.workflows.link_previews.drawing import JobPreviews, SharedLinks
from bot.workflows.link_previews.offers import LinkOffers

MOST_LINKS = 5
"""Jobs of one message that are shown."""
_MOST_OF_JOB, _MOST_AT_ONCE = 20, 50

log = structlog.get_logger(__name__)


class LinkPreviews:
    def __init__(
        self,
        access: Access,
        previews: JobPreviews,
        unfurls: Unfurls,
        store: LinkPreviewStore,
        cards: CardStore,
        offers: LinkOffers,
    ) -> None:
        self._access, self._previews, self._unfurls = access, previews, unfurls
        self._store, self._cards, self._offers = store, cards, offers
        self.refresh_cards: Callable[[str, Job], Awaitable[object]] = _leave
        """Draws the cards of a job again that was just read, where they show an older one."""
        self._turns, self._tasks = Turns(), set[asyncio.Task[None]]()
        self.found = False
        """Whether the last look found a preview to keep true."""

    async def shared(self, member: Member, shared: SharedLinks) -> None:
        """Shows the jobs of these links, as this member may see them. Never raises an expected error."""
        read = self._previews.switch.pages.read
        named = {url: linked for url in shared.urls if (linked := read(url)) is not None}
        first = {linked: url for url, linked in reversed(named.items())}
        wanted = {url: linked for url, linked in named.items() if first[linked] == url}
        if not wanted:
            return
        try:
            await self._show(member, shared, dict(list(wanted.items())[:MOST_LINKS]))
        except (NotLinked, TokenDead) as error:
            if isinstance(error, TokenDead):
                await self._previews.links.mark_token_dead(member, error.key)
            if not shared.place.is_draft:
                await self._quietly(self._offers.offer(member, shared.place.channel))
        except BotError as error:
            _not_shown(error)

    async def _show(
        self, member: Member, shared: SharedLinks, wanted: Mapping[str, LinkedJob]
    ) -> None:
        propops = await self._previews.links.propops(member)
        jobs: dict[str, Job] = {}
        for url, linked in wanted.items():
            job = await self._previews.named(propops, linked)
            if job is not None and job.uuid not in {each.uuid for each in jobs.values()}:
                jobs[url] = job
        if not jobs:
            return
        money, place = await self._previews.may_show_money(shared), shared.place
        for job in jobs.values():
            card = await self._cards.get(member.team, place.channel, job.uuid)
            if card is not None and card.ts == place.ts:
                await self.refresh_cards(member.team, job)  # *Refresh* on a card of ours
                return
        async with self._turns.turn((member.team, place.channel, place.ts)):
            if await self._drawn(member.team, place, jobs, money=money) and not place.is_draft:
                await self._store.put(self._rows(member, place, jobs, money=money))

    async def _drawn(
        self,
        team: str,
        place: LinkPlace,
        jobs: Mapping[str, Job],
        more: Mapping[str, list[Block]] | None = None,
        *,
        money: bool,
    ) -> bool:
        """Whether they are shown. `more`: other links of the message. Raises `SlackSilent`."""
        previews = self._previews
        blocks = {url: previews.drawn(job, url, money=money) for url, job in jobs.items()}
        entities = await previews.entities(team, jobs, money=money)

        async def dropped(problem: str) -> None:
            await previews.switch.dropped(team, problem)

        shown = await self._unfurls.show(
            place, {**blocks, **(more or {})}, entities, on_dropped=dropped
        )
        if shown == "gone" and not place.is_draft:
            await self._store.forget(team, place.channel, place.ts)
        return shown == "shown"

    def _rows(
        self, member: Member, place: LinkPlace, jobs: Mapping[str, Job], *, money: bool
    ) -> list[LinkPreview]:
        where = member.team, member.enterprise, member.user, place.channel, place.ts
        now = self._previews.clock()
        return [
            LinkPreview(*where, url, job.uuid, now, job.updated_at, money)
            for url, job in jobs.items()
        ]

    # Kept true

    def job_changed(self, team: str, job_uuid: str) -> None:
        """Draws its recent previews again, after whatever is under way."""
        if self._previews.switch.pages.are_there:
            task = asyncio.create_task(self._in_background(team, job_uuid))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _in_background(self, team: str, job_uuid: str) -> None:
        try:
            await self._quietly(self._refresh_job(team, job_uuid))
        except Exception:
            log.exception("drawing previews of a job again failed, leaving them for the next look")

    async def _refresh_job(self, team: str, job_uuid: str) -> None:
        since = self._previews.clock() - FOLLOWED_FOR
        await self._refresh_messages(await self._store.of_job(team, job_uuid, since, _MOST_OF_JOB))

    async def channel_shared(self, channel: str) -> None:
        """Another company reads it from now on: takes the amounts off its previews."""
        since = self._previews.clock() - FOLLOWED_FOR
        rows = await self._store.with_money(channel, since, _MOST_AT_ONCE)
        mine = [each for each in rows if is_here(each)]
        await self._quietly(self._refresh_messages(mine))

    async def close(self, within: float) -> None:
        """Waits at most `within` seconds for previews that are being drawn again."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)

    async def refresh_recent(self) -> None:
        """Compares recent previews with PropOps."""
        recent = await self._store.recent(self._previews.clock() - FOLLOWED_FOR, _MOST_AT_ONCE)
        self.found = bool(recent)
        await self._refresh_messages(recent)

    async def _refresh_messages(self, previews: Sequence[LinkPreview]) -> None:
        first = {(each.team, each.channel, each.ts): each for each in previews}
        for message, preview in first.items():
            async with self._turns.turn(message):
                with working_for(preview):
                    await self._quietly(self._refresh(*message))

    async def _refresh(self, team: str, channel: str, ts: str) -> None:
        """All previews of one message at once, where one of them isn't true any more."""
        rows = await self._store.in_message(team, channel, ts)
        if not rows:
            return
        member = rows[0].member
        try:
            await self._access.require_access(member)
            propops = await self._previews.links.propops(member)
            jobs = {
                row.url: job
                for row in rows
                if (job := await self._previews.named(propops, LinkedJob(row.job_uuid))) is not None
            }
        except (NotLinked, TokenDead, NotWelcome):
            await self._store.forget(team, channel, ts)  # nobody may read it for them any more
            return
        place = LinkPlace(channel, ts)
        money = rows[0].shows_money and await self._previews.may_show_money(
            SharedLinks(place, (), internal=True)
        )
        now = [_as_of(row, jobs.get(row.url), money=money) for row in rows]
        if now == rows:
            return
        gone = {row.url: views.gone(self._previews.clock()) for row in rows if row.url not in jobs}
        if await self._drawn(member.team, place, jobs, gone, money=money):
            await self._store.put(now)

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except BotError as error:
            _not_shown(error)


async def _leave(_team: str, _job: Job) -> None:
    pass


def _as_of(row: LinkPreview, job: Job | None, *, money: bool) -> LinkPreview:
    return replace(row, job_updated_at=job.updated_at if job is not None else "", shows_money=money)


def _not_shown(error: BotError) -> None:
    log.info("a link to a job has no preview, or an older one", problem=type(error).__name__)
