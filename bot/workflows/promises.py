"""Brings every private message that asked or promised something to its outcome, and takes its buttons off.

What a message waits for is written down when it is sent (`bot.slack.private_messages`), under a kind
(`bot.jobs.promises`); `bot.views.promise_outcomes` says what stands in its place. Whoever ends a change
in this process shows its outcome at once; `sweep` finds what others have ended, such as the command
line or a process that died, and what no longer holds.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import structlog

from bot.concurrency import side_by_side
from bot.errors import BotError, CannotPost
from bot.jobs.change import ENDED, Change, Json, Member, Place
from bot.jobs.outcome import Why
from bot.jobs.promises import LOOKING, Promise, PromiseKind
from bot.slack.messenger import Messenger
from bot.slack.workspace import working_for
from bot.store.promises import PromiseMade, PromiseStore
from bot.views import promise_outcomes
from bot.views.blocks import Message

ANSWERS = "answers"
"""In the target of a change, the content of its draft and the metadata of its form: the drafts and the deleted
job whose messages it is the answer to, with spaces between.
"""
RETRY_SECONDS = 30.0
"""Seconds after which an outcome that Slack did not take is shown again."""
_TELL = frozenset({"approval", "held", "checking", "unknown", "link"})
"""Kinds after which the member may be told with a message of its own, too: an edited one notifies nobody."""
_WAITED = frozenset({"approval", "held", "checking", "undo"})
"""Kinds that say that something waits, and nothing else."""
_WAITS: Mapping[Why, PromiseKind] = MappingProxyType(
    {"down": "held", "behind": "held", "lost": "checking", "undo": "undo"}
)
"""What the message about a change promises while that is why it waits."""

log = structlog.get_logger(__name__)


class Promises:
    """`clock`: Unix seconds."""

    def __init__(
        self, store: PromiseStore, messenger: Messenger, clock: Callable[[], float]
    ) -> None:
        self._store, self._messenger, self._clock = store, messenger, clock

    async def made(self, change: Change) -> Sequence[PromiseMade]:
        """What messages have promised of this change. Most changes are done before any was sent."""
        if change.run <= 1 and not (change.outcome.approval_round or _answers(change)):
            return ()
        return await self._store.about([change.id, *_answers(change)])

    def is_owed(self, change: Change, made: Sequence[PromiseMade]) -> bool:
        """Whether its member hears of it by a message of its own, besides the one that is brought to its
        outcome. What went well while they are still looking at that one needs no second.
        """
        owed = [row for row in made if row.subject == change.id and row.kind in _TELL]
        if change.state != "done":
            return bool(owed)
        waited = [row for row in owed if row.kind != "unknown"]  # which they have just pressed
        return any(self._clock() - row.at > LOOKING for row in waited)

    async def settle(
        self, change: Change, made: Sequence[PromiseMade] | None = None, *, told: bool = False
    ) -> None:
        """Shows on them where the change is now. `made`: what `made` has read. `told`: a newer message has
        told its member all of it, so that those which said that it waits go.
        """
        rows = await self._store.about([change.id, *_answers(change)]) if made is None else made
        await side_by_side(*(self._settle(row, change, told=told) for row in rows))

    async def asked_again(self, change: Change, round_: int) -> None:
        """Its approval is asked for again: what said so before is over. `round_`: which time it is."""
        newest, any_ = key_of(change.id, round_), key_of(change.id, 0)[:-1]
        rows = await self._store.about([change.id]) if round_ > 1 else []
        earlier = [row for row in rows if row.key.startswith(any_) and row.key != newest]
        message = promise_outcomes.asked_again(change)
        await side_by_side(*(self._show(row, message) for row in earlier))

    async def settle_links(self, member: Member, name: str) -> None:
        """*Link your account*: they are linked, as `name`. What waits for a change goes on waiting."""
        rows = await self._store.of_member(member, "link")
        works = [
            self._show(row, promise_outcomes.linked(name, goes_on=True), final=False)
            if row.subject
            else self._show(row, promise_outcomes.linked(name, goes_on=False))
            for row in rows
        ]
        await side_by_side(*works)

    async def pressed(self, member: Member, url: str, promise: Promise) -> None:
        """A message that only its member sees was pressed: by this response_url it can be replaced."""
        if url:
            await self._store.shown_by_url(member, promise, url)

    async def replace(
        self, member: Member, place: Place, url: str, message: Message, *, ephemeral: bool
    ) -> bool:
        """Puts the answer to a press in the place of the message that was pressed; whether it worked.

        `url`: the response_url of the press; `ephemeral`: of a message that only its member sees.
        """
        if ephemeral:
            shown = bool(url) and await self._messenger.replace_by_url(url, message)
            if shown and message.promise is not None:
                await self._store.shown_by_url(member, message.promise, url)
            return shown
        if not (place.message and place.channel.startswith("D")):
            return False
        where = (place.channel, place.message)
        await self._store.kept_at(*where)
        promise = message.promise
        if promise is None:
            return await self._messenger.update(*where, message)
        key = self._store.new_key()
        await self._store.made_at(key, member, promise, *where)
        exists = await self._messenger.update(*where, message)
        if exists:  # an outcome shown just before has been written over: it is to be shown again
            await self._store.made_at(key, member, promise, *where)
        return exists

    async def sweep(self, settle: Callable[[str], Coroutine[Any, Any, None]]) -> None:
        """`settle` shows the outcome of the change of this id."""
        now = self._clock()
        ended = await self._store.of_ended_changes(now)
        await side_by_side(*map(settle, dict.fromkeys(row.subject for row in ended)))
        for row in await self._store.over(now):
            stored = row.outcome
            message = (
                Message(str(stored["text"]), list(stored["blocks"]))
                if stored
                else promise_outcomes.over(row.kind)
            )
            await self._show(row, message)

    async def give_up(self, subject: str) -> None:
        """Nobody can say what became of the change: it can't be read any more."""
        await self.end(subject, promise_outcomes.unreadable())

    async def end(self, subject: str, message: Message) -> None:
        """What the change, draft or request of this id was asked about is over, without one that is sent."""
        rows = await self._store.about([subject])
        await side_by_side(*(self._show(row, message) for row in rows))

    async def _settle(self, row: PromiseMade, change: Change, *, told: bool) -> None:
        waits = None if change.state in ENDED else _WAITS.get(change.outcome.why)
        is_over = row.kind in _WAITED and row.kind != waits
        if told and is_over and row.subject == change.id and await self._delete(row):
            return
        outcome = promise_outcomes.outcome_of(row.kind, change)
        if row.kind == "raise" and row.subject == change.id:
            return  # the deletion itself, whose end the message asks about
        if outcome is not None:
            await self._show(row, outcome.message, final=outcome.final)

    async def _delete(self, row: PromiseMade) -> bool:
        if not row.ts:
            return False
        with working_for(row.member):
            gone = await self._messenger.delete(row.channel, row.ts)
        if gone:
            await self._store.kept(row.key)
        return gone

    async def _show(self, row: PromiseMade, message: Message, *, final: bool = True) -> None:
        try:
            with working_for(row.member):
                await self._put_in_place(row, message, still_promises=not final)
        except CannotPost as error:
            log.info("a private message can't be changed any more", problem=error.error)
        except BotError as error:
            log.warning(
                "a private message still promises what is over, retrying",
                problem=type(error).__name__,
            )
            if final:
                until = self._clock() + RETRY_SECONDS
                await self._store.put_off(row.key, until, message.wire())
            return
        if final:
            await self._store.kept(row.key)

    async def _put_in_place(
        self, row: PromiseMade, message: Message, *, still_promises: bool
    ) -> None:
        """Raises `CannotPost`, `SlackSilent`."""
        if row.url:
            await self._messenger.replace_by_url(row.url, message)
        elif row.ts:
            await self._messenger.update(
                row.channel, row.ts, message, still_promises=still_promises
            )
        else:
            await self._messenger.bring_dm_to(
                row.member, message, key=row.key, sent_since=row.at, still_promises=still_promises
            )


def key_of(change: str, round_: int) -> str:
    """The key of the message that a change waits for approval. `round_`: how often it was asked for."""
    return f"{change}:waiting:{round_}"


def answers(given: Mapping[str, Any]) -> Json:
    """What stands there under `ANSWERS`, to be handed on; nothing where there is none."""
    return {ANSWERS: given[ANSWERS]} if given.get(ANSWERS) else {}


def _answers(change: Change) -> list[str]:
    """What else than itself the change brings to its outcome."""
    return [change.id] if ":sure:" in change.key else str(change.target.get(ANSWERS, "")).split()
