"""Opening and changing modals [surfaces/modals]."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

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

log = structlog.get_logger(__name__)


class Modals:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def open(self, trigger_id: str, view: Mapping[str, Any]) -> str | None:
        """The view's id; None when the trigger is spent, or Slack was too slow to say."""
        call = partial(self._client.views_open, trigger_id=trigger_id, view=dict(view))
        return await self._open("views.open", call)

    async def push(self, trigger_id: str, view: Mapping[str, Any]) -> str | None:
        """The same, on top of the modal that was clicked in; three at most in a stack."""
        call = partial(self._client.views_push, trigger_id=trigger_id, view=dict(view))
        return await self._open("views.push", call)

    async def update(self, view_id: str, view: Mapping[str, Any], hash_: str = "") -> bool:
        """Whether it is open and shows this. False: closed, or newer than `hash_`.

        Raises `SlackRefused` for a view Slack refuses.
        """
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
                case Ok(body=body):
                    return str(body["view"]["id"])
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
