"""Requests to Slack's endpoint that were turned away: counted, and told in the log now and then.

Anybody may send them, as many as they like: a reason is logged once in `EVERY_SECONDS`, with how
many there were, and nothing that the sender chose is in it.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

import structlog

Reason = Literal["signature", "timestamp", "malformed"]
"""Labels of a metric, which never change."""
EVERY_SECONDS = 60.0
SENTENCES: Mapping[Reason, str] = MappingProxyType(
    {
        "signature": "a request was not signed with SLACK_SIGNING_SECRET: "
        "check Basic Information in your app's settings",
        "timestamp": "a request was signed more than five minutes ago: "
        "check the clock of this machine, or it was recorded and sent again",
        "malformed": "a request was not one that Slack sends: "
        "check who else posts to /slack/events",
    }
)

log = structlog.get_logger(__name__)


class RejectedRequests:
    """`count`: adds one to a metric. `clock`: seconds that never go back."""

    def __init__(
        self, count: Callable[[Reason], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._count, self._clock = count, clock
        self._untold: Counter[Reason] = Counter()
        self._told_at: dict[Reason, float] = {}

    def add(self, reason: Reason) -> None:
        self._count(reason)
        self._untold[reason] += 1
        now, told_at = self._clock(), self._told_at.get(reason)
        if told_at is None or now - told_at >= EVERY_SECONDS:
            self._told_at[reason] = now
            log.warning(SENTENCES[reason], reason=reason, requests=self._untold.pop(reason))


REASONS: tuple[Reason, ...] = get_args(Reason)
