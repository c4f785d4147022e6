"""Opening and changing modals [surfaces/modals]."""

import asyncio
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.lru_dict import LruDict
from bot.slack.web_api import (
    Call,
    Limited,
    NoAnswer,
    NotSent,
    Ok,
    SlackRefusal,
    SlackRefused,
    call_once,
)

TRIGGER_ERRORS = frozenset(
    {
        "expired_trigger_id",
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "trigger_expired",
        "trigger_exchanged",
    }
)
"""Three seconds are over, or it was used: only another click helps [reference/methods/views.open]."""
_TRIES = 3
_MOST_ANSWERED = 2_000
View: TypeAlias = Mapping[str, Any]

log = structlog.get_logger(__name__)


class Answer:
    """The answer to a submission that Slack waits for: the next view for its modal, or None to close it.

    Only the outcome of what was submitted is one; a redraw of the form as it was before is not.
    """

    def __init__(
        self, view_id: str, pending: dict[str, "Answer"], on_answered: Callable[[str], None]
    ) -> None:
        self._view_id, self._pending, self._on_answered = view_id, pending, on_answered
        self._shown: asyncio.Future[View | None] = asyncio.get_running_loop().create_future()
        pending[view_id] = self

    async def within(self, seconds: float) -> View | None:
        """Raises `TimeoutError`; from then on the modal is updated as any other."""
        try:
            async with asyncio.timeout(seconds):
                return await self._shown
        finally:
            self.end()

    def give(self, view: View | None) -> None:
        self.end()
        if not self._shown.done():
            self._shown.set_result(view)

    def end(self) -> None:
        """Nobody waits for it any more."""
        if self._pending.get(self._view_id) is self:
            del self._pending[self._view_id]
            self._on_answered(self._view_id)


class Modals:
    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.time) -> None:
        self._client, self._clock = client, clock
        self._pending: dict[str, Answer] = {}
        self.answered: LruDict[str, float] = LruDict(_MOST_ANSWERED)
        """When a submission was given up waiting for: Slack is then told to draw that it goes on."""

    def answer(self, view_id: str) -> Answer:
        """What becomes of a view whose submission is being answered: `outcome` and `close` give it."""
        return Answer(view_id, self._pending, self._note_answered)

    def _note_answered(self, view_id: str) -> None:
        self.answered[view_id] = self._clock()

    def is_answering(self, view_id: str) -> bool:
        return view_id in self._pending

    def close(self, view_id: str) -> bool:
        """Whether the modal closes: only as the answer to its submission [surfaces/modals]."""
        answer = self._pending.get(view_id)
        if answer is None:
            return False
        answer.give(None)
        return True

    async def open(self, trigger_id: str, view: Mapping[str, Any]) -> str | None:
        """The view's id; None when the trigger is spent, or Slack was too slow to say."""
        call = partial(self._client.views_open, trigger_id=trigger_id, view=dict(view))
        return await self._open("views.open", call)

    async def push(self, trigger_id: str, view: Mapping[str, Any]) -> str | None:
        """The same, on top of the modal that was clicked in; three at most in a stack."""
        call = partial(self._client.views_push, trigger_id=trigger_id, view=dict(view))
        return await self._open("views.push", call)

    async def outcome(self, view_id: str, view: Mapping[str, Any]) -> bool:
        """The same as `update`, but it answers the submission where one is being answered."""
        if (answer := self._pending.get(view_id)) is not None:
            answer.give(view)
            return True
        return await self.update(view_id, view)

    async def update(self, view_id: str, view: Mapping[str, Any], hash_: str = "") -> bool:
        """Whether it is open and shows this. False: closed, being submitted, or newer than `hash_`.

        Raises `SlackRefused` for a view Slack refuses.
        """
        if view_id in self._pending:
            log.info("a modal was submitted meanwhile, it is not redrawn")
            return False
        more = {"hash": hash_} if hash_ else {}
        call = partial(self._client.views_update, view_id=view_id, view=dict(view), **more)
        answer_lost = False
        for _ in range(_TRIES):
            match await call_once(call):
                case Ok():
                    return True
                case SlackRefusal(error="not_found"):
                    return False
                case SlackRefusal(error="hash_conflict"):
                    return answer_lost  # the conflict may be with our own earlier try
                case SlackRefusal() as refusal:
                    raise _refused("views.update", refusal)
                case NoAnswer() | NotSent():
                    answer_lost = True
                case Limited(after=after):
                    log.warning(
                        "slack limits modal updates, giving up", method="views.update", after=after
                    )
                    return False
        log.warning("slack gave no answer to a modal update, giving up", method="views.update")
        return False

    async def _open(self, method: str, call: Call) -> str | None:
        """A trigger works once, so only what certainly never left is tried again."""
        for _ in range(_TRIES):
            answer = await call_once(call)
            if isinstance(answer, NotSent):
                continue
            match answer:
                case Ok() if view_id := answer.text("view", "id"):
                    return view_id
                case SlackRefusal(error=error) if error not in TRIGGER_ERRORS:
                    raise _refused(method, answer)
            break
        log.warning(
            "a modal did not open, the member has to click again",
            method=method,
            problem=type(answer).__name__,
        )
        return None


def _refused(method: str, refusal: SlackRefusal) -> SlackRefused:
    log.error(
        "slack refused a view, giving up", method=method, error=refusal.error, where=refusal.where
    )
    return SlackRefused(method, refusal.error)
