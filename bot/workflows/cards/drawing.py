"""What a change shows of its job, and the one message in a channel that shows it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.errors import CannotPost
from bot.jobs.change import Change
from bot.jobs.model import Job
from bot.jobs.next_step import KnownHere
from bot.slack.message_metadata import WorkObjects
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from bot.store.cards import CardStore, PostedCard
from bot.store.runs import Recorded
from bot.views.blocks import Message
from bot.views.card_lines import CardView
from bot.workflows.outcome import WAITED

ABANDONED_AFTER = 900.0
"""Seconds after which a claim to post a card is taken over: longer than a post waits in a full channel.

A process that takes up the change of a dead one needs not wait: the claim is the change's.
"""
_BEFORE_ANY = "0"
"""A version of a job that is older than any: PropOps's are moments, written with the year first."""
LOOK_EVERY, MOST_LOOKS = 0.3, 6
"""Seconds between looks at a card that another process is posting, and how many; then its turn comes later."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Drawing:
    """What a change shows, and what is known of its job. `recorded`: see `JobCards.show`."""

    change: Change
    job: Job
    known: KnownHere
    recorded: Recorded | None

    @property
    def since(self) -> float | None:
        """An earlier run may have posted it from then on (Unix seconds); None: none has."""
        if self.recorded is None:
            return self.change.updated_at
        change = self.change
        was_put_back = change.outcome.doubted and self.ended_at - change.created_at > WAITED
        return change.created_at if was_put_back else None

    @property
    def ended_at(self) -> float:
        """Unix seconds."""
        return self.change.finished_at or self.change.updated_at

    def claims(self, card: PostedCard, now: float) -> bool:
        """Whether the claim to post it was recorded with this change's result, just now."""
        mine = not card.ts and card.posted_by == self.change.id
        return self.recorded is not None and mine and now - card.claimed_at < ABANDONED_AFTER / 2


def key_of(card: PostedCard) -> str:
    """What its message is posted under."""
    return f"{card.posted_by}:card"


def as_shown(card: PostedCard, view: CardView) -> PostedCard:
    """The row of a card that shows this now."""
    return replace(
        card,
        job_updated_at=view.job.updated_at,
        shows_money=view.money,
        next_at=view.next_at,
    )


def is_older(card: PostedCard, job: Job) -> bool:
    """Whether the card shows the job as it was before, or as gone."""
    if not (card.ts and card.job_updated_at):
        return False
    return card.job_deleted or job.updated_at > card.job_updated_at


def outdated(card: PostedCard) -> PostedCard:
    """The row of a card that does not show how its job is: the next read of the job draws it anew."""
    return replace(card, job_updated_at=_BEFORE_ANY)


class CardPosts:
    """Posts a job's card once in a channel, whoever else wants to. `clock`: Unix seconds."""

    def __init__(self, cards: CardStore, messenger: Messenger, clock: Callable[[], float]) -> None:
        self._cards, self._messenger, self._clock = cards, messenger, clock

    async def claim(self, drawing: Drawing, channel: str, card: PostedCard | None) -> PostedCard:
        """The claim, without `ts`; or the card with it, where another process has posted one by now.

        `card`: as far as it is known, with a `ts` where that message is gone. Raises `SlackSilent`
        while another process is posting it: then it is shown again later.
        """
        if card is not None and drawing.claims(card, self._clock()):
            return card
        change, gone = drawing.change, card.ts if card is not None else ""
        for _ in range(MOST_LOOKS):
            now = self._clock()
            mine = PostedCard(
                *(change.member.team, change.member.enterprise, channel, drawing.job.uuid),
                attempt=card.attempt if card is not None else 0,
                posted_by=change.id,
                claimed_at=now,
            )
            row = await self._cards.claim(mine, gone, now - ABANDONED_AFTER)
            if row.ts or row.claimed_at == now:
                return row
            await asyncio.sleep(LOOK_EVERY)
        raise SlackSilent("chat.postMessage", "another process posts this card")

    async def post(
        self,
        claim: PostedCard,
        since: float | None,
        message: Message,
        work_objects: WorkObjects | None,
    ) -> PostedCard:
        """Posts what is claimed. `since` (Unix seconds): an earlier try may have posted it.

        Raises `CannotPost`, `SlackSilent`.
        """
        try:
            ts = await self._messenger.post(
                claim.channel,
                message,
                key=key_of(claim),
                maybe_sent_since=since,
                work_objects=work_objects,
            )
        except CannotPost:
            await self._cards.release(claim)
            raise
        return replace(claim, ts=ts)
