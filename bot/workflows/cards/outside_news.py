"""Tells in the threads of a job's cards what happened to it in PropOps itself.

What is to be told lies in the job's row (`bot.store.watched_jobs`) until Slack has it: a process that dies in
between leaves it to the next, which looks first whether it is there already.
"""

import asyncio
from collections.abc import Callable

import structlog

from bot.errors import CannotPost
from bot.jobs.actions import WRITES
from bot.jobs.outside_changes import News, last_known
from bot.slack.messenger import Messenger
from bot.slack.post_once import NO_THREAD
from bot.slack.web_api import SlackSilent
from bot.slack.workspace import working_for
from bot.store.cards import CardStore, PostedCard
from bot.store.sent_notices import SentNoticeStore
from bot.store.watched_jobs import Taken, WatchedJobStore
from bot.views.outside_news import many_change, outside_news
from bot.workflows.card_channels import CardChannels
from bot.workflows.cards.channel_bursts import ChannelBursts

LEASE = 120.0
"""Seconds for which whoever tells of a job has it alone: longer than a post waits in a full channel."""
AGAIN = 15.0
"""Seconds until it is tried again where Slack could not be reached."""

log = structlog.get_logger(__name__)


class OutsideNews:
    """`clock`: Unix seconds."""

    def __init__(
        self,
        watched: WatchedJobStore,
        cards: CardStore,
        channels: CardChannels,
        messenger: Messenger,
        notices: SentNoticeStore,
        clock: Callable[[], float],
    ) -> None:
        self._watched, self._cards = watched, cards
        self._channels, self._messenger, self._clock = channels, messenger, clock
        self._bursts = ChannelBursts(notices)

    async def tell_due(self) -> int:
        """Everything that is to be told by now; of how many jobs that was. Raises `DatabaseDown`."""
        told = 0
        while (taken := await self._watched.take_news(LEASE)) is not None:
            told += await self._tell(taken)
        return told

    async def gone(self, team: str, job_uuid: str) -> None:
        """PropOps does not find the job any more, and nobody here deletes it: told once."""
        own = await self._watched.own_changes(team, job_uuid, 0.0)
        if own.under_way or any(WRITES[each.action].deletes_job for each in own.done):
            return
        taken = await self._watched.get(team, job_uuid)
        while taken is not None and not taken.known.gone:
            now, known = self._clock(), taken.known
            news = known.with_news(now, now, job=last_known(known, own.done), gone=True)
            if await self._watched.write(taken, news.but_gone()):
                return
            taken = await self._watched.get(team, job_uuid)

    async def _tell(self, taken: Taken) -> bool:
        """Whether Slack has it all."""
        every = await self._cards.for_job(taken.team, taken.job_uuid)
        cards = [each for each in every if each.ts]
        try:
            for news in taken.known.news:
                for card in cards:
                    with working_for(card):
                        await self._post(taken, news, card)
        except SlackSilent as error:
            log.info("Slack can't be reached, telling it later", method=error.args[0])
            at = self._clock() + AGAIN
            await self._watched.tell_again(taken.team, taken.job_uuid, at)
            return False
        except asyncio.CancelledError:  # the bot is stopped: whoever comes next need not wait
            await self._watched.tell_again(taken.team, taken.job_uuid, self._clock())
            raise
        await self._watched.told(taken.team, taken.job_uuid, {each.id for each in taken.known.news})
        return True

    async def _post(self, taken: Taken, news: News, card: PostedCard) -> None:
        settings = await self._channels.settings_of(card.team, card.channel)
        money = await self._channels.may_show_money(card.channel)
        message = outside_news(news, money=money, notes=settings.notes_in_threads)
        if message is None:
            return
        wanted = settings.status_to_channel and (news.has_new_status or news.gone)
        in_channel = wanted and await self._bursts.has_room(card.channel)
        first_try = taken.tell_at == news.found_at
        try:
            await self._messenger.post(
                card.channel,
                message,
                key=f"{taken.job_uuid}:outside:{news.id}:{card.channel}",
                thread=card.ts,
                broadcast=in_channel,
                maybe_sent_since=None if first_try else news.found_at,
                only_in_thread=True,
            )
            if wanted and not in_channel:
                await self._say_that_many_change(card.channel)
        except CannotPost as error:
            if error.error in NO_THREAD:  # whoever took the card away wants no more of the job here
                await self._cards.forget(card)
            log.info("what happened in PropOps can't be told there", problem=error.error)

    async def _say_that_many_change(self, channel: str) -> None:
        """Once for each burst, whatever process tells of it."""
        since = await self._bursts.full_since(channel)
        await self._messenger.post(
            channel,
            many_change(),
            key=f"outside-burst:{channel}:{since}",
            maybe_sent_since=since,
        )
