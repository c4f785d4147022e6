"""Publishing Home tabs [reference/methods/views.publish]: an older picture never covers a newer one."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.lru_dict import LruDict
from bot.slack.web_api import Ok, SlackRefusal, SlackRefused, SlackSilent, call_once

_MOST = 5_000

log = structlog.get_logger(__name__)


class Homes:
    """`hash`: Slack's version of what a person's Home shows, of the last call that this process knows of."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._hashes: LruDict[str, str] = LruDict(_MOST)

    def opened(self, user: str, hash_: str) -> None:
        """Slack says what it shows now; empty for nothing yet."""
        if hash_:
            self._hashes[user] = hash_
        else:
            self._hashes.pop(user, None)

    async def publish(self, user: str, view: Mapping[str, Any]) -> bool:
        """False: another process has shown something newer, so what is drawn has to be read anew; the
        next call then goes before it.

        Raises `SlackSilent`, and `SlackRefused` for a view Slack refuses.
        """
        hash_ = self._hashes.get(user, "")
        more = {"hash": hash_} if hash_ else {}
        call = partial(self._client.views_publish, user_id=user, view=dict(view), **more)
        answer = await call_once(call)
        match answer:
            case Ok():
                self._hashes[user] = answer.text("view", "hash")
                return True
            case SlackRefusal(error="hash_conflict"):
                self._hashes.pop(user, None)
                return False
            case SlackRefusal(error=error, where=where):
                log.error("slack refused a home, giving up", error=error, where=where)
                raise SlackRefused("views.publish", error)
        self._hashes.pop(user, None)  # it may show this by now
        raise SlackSilent("views.publish", str(getattr(answer, "cause", "") or "limited"))
