"""Opening and changing modals [surfaces/modals]."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.web_api import (
    Call,
    Json,
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

    async def open(self, trigger_id: str, view: View | Mapping[str, Any]) -> str | None:
        """The view's id; None when the trigger is spent, or Slack was too slow to say."""
        drawn = _drawn(view)
        call = partial(self._client.views_open, trigger_id=trigger_id, view=drawn)
        return await self._shown("views.open", call)

    async def push(self, trigger_id: str, view: View | Mapping[str, Any]) -> str | None:
        """The same, on top of the modal that was clicked in; three at most in a stack."""
        drawn = _drawn(view)
        call = partial(self._client.views_push, trigger_id=trigger_id, view=drawn)
        return await self._shown("views.push", call)

    async def update(self, view_id: str, view: View | Mapping[str, Any], hash_: str = "") -> bool:
        """Whether it is open and shows this. False: closed, or newer than `hash_`.

        Raises `SlackRefused` for a view Slack won't draw.
        """
        more = {"hash": hash_} if hash_ else {}
        call = partial(self._client.views_update, view_id=view_id, view=_drawn(view), **more)
        in_doubt = False
        for _ in range(_TRIES):
            match await call_once(call):
                case Ok():
                    return True
                case SlackRefusal(error="not_found"):
                    return False
                case SlackRefusal(error="hash_conflict"):
                    return in_doubt  # the conflict may be with our own lost try
                case SlackRefusal() as no:
                    raise _refused("views.update", no)
                case NoAnswer() | NotSent():
                    in_doubt = True
                case Limited(after=after):
                    log.warning("slack is slow", method="views.update", after=after)
                    return False
        log.warning("slack gave no answer", method="views.update")
        return False

    async def _shown(self, method: str, call: Call) -> str | None:
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
        log.warning("a modal did not open", method=method, problem=type(answer).__name__)
        return None


def _drawn(view: View | Mapping[str, Any]) -> Json:
    if not isinstance(view, View):
        return dict(view)
    try:
        drawn: Json = view.to_dict()
    except SlackObjectFormationError:
        raise SlackRefused("views", "a view that can't be drawn") from None
    return drawn


def _refused(method: str, no: SlackRefusal) -> SlackRefused:
    log.error("slack refused a view", method=method, error=no.error, where=no.where)
    return SlackRefused(method, no.error)
