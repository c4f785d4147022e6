"""What stands at this moment, read when somebody asks: an idle bot that nobody watches reads nothing.

Nothing read here grows with history: see `bot.store.standing`.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from prometheus_client import CollectorRegistry, Gauge

from bot import __version__
from bot.errors import BotError
from bot.store.standing import LINK_STATES, OPEN_STATES, QUEUES, WAITERS, Standing

_WITHIN = 2.0
"""Seconds that the database may take; a scrape gives up after ten."""
_SHARED = "the same number from every replica"
_OF_DATABASE: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "changes_open": (
        (
            "Changes that have not ended, by state: `waiting` is for an approval, `unknown` for their "
            f"member's decision ({_SHARED})"
        ),
        "state",
        OPEN_STATES,
    ),
    "oldest_waiting_seconds": (
        (
            "How long the oldest has waited, 0 where nothing waits: `turn` for a run that is due, "
            "`propops` for PropOps to answer, `approval` for a colleague, `decision` for its member to "
            f"say what became of it ({_SHARED})"
        ),
        "waits_for",
        WAITERS,
    ),
    "links": (
        (
            "Members' links to PropOps: `ok`, `expiring` within a week, `ended` by time, `dead` since "
            f"PropOps refused it ({_SHARED})"
        ),
        "state",
        LINK_STATES,
    ),
    "queue_length": (
        (
            "Work that is due now and not done: deferred tasks, presses left by a process that died, "
            f"promises to people ({_SHARED})"
        ),
        "queue",
        QUEUES,
    ),
}
"""Name → meaning, the label, its values."""
log = structlog.get_logger(__name__)


class StandingGauges:
    """Those about this process are functions, bound by `bot.wiring.watched`; the others come from the
    database, which all replicas share: a board takes their maximum, not their sum.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, meaning: str, *labels: str) -> Gauge:
            self.labels[name] = labels
            return Gauge(f"propops_bot_{name}", meaning, labels, registry=registry)

        self.labels: dict[str, tuple[str, ...]] = {}
        self._reader: Callable[[], Awaitable[Standing]] | None = None
        build = gauge("build_info", "Always 1: which version runs", "version")
        build.labels(__version__).set(1)
        self._ready = gauge(
            "ready",
            "1 while a check of `/readyz` finds all well, else 0: `database` (it can be written), `slack` (it "
            "takes the bot token), `socket` (of Socket Mode), `queue`, `process` (it is not ending)",
            "check",
        )
        self._database = gauge("database_up", "1 while the bot's own database answers, else 0")
        self._database.set(1)
        self._queue = gauge("queue_depth", f"Changes accepted and not yet ended ({_SHARED})")
        self._approvals = gauge(
            "approvals_waiting", f"Approvals nobody has decided yet ({_SHARED})"
        )
        self._labelled = {
            name: gauge(name, meaning, label) for name, (meaning, label, _) in _OF_DATABASE.items()
        }
        self._fill(Standing.empty())
        self.runs = gauge("runs", "Runs of changes at PropOps, of this process")
        self.run_limit = gauge("runs_limit", "Runs that this process allows itself at once")
        self.posts = gauge(
            "posts_waiting", "Messages and cards that wait for their turn in a channel"
        )
        self.requests = gauge("requests_under_way", "Requests of people being worked on")
        self.circuit = gauge(
            "circuit_open", "1 while this process holds writes back since PropOps can't be reached"
        )
        self.headroom = gauge(
            "propops_rate_limit_headroom_ratio",
            "What PropOps's rate limit leaves to the account that has least of it, of its window: "
            "1 all, 0 nothing",
        )
        self.headroom.set(1)
        self.cards_open = gauge("cards_open", f"Open jobs that have a card ({_SHARED})")
        self.cards = gauge(
            "cards_kept_true",
            "Of these, jobs that were compared with PropOps within CARDS_REFRESH_SECONDS, so none that nobody "
            f"who is linked can read; not a number where that is 0 ({_SHARED})",
        )
        self.cards_within_reach = gauge(
            "cards_within_reach",
            "How many can be compared within CARDS_REFRESH_SECONDS at 60 reads of PropOps a minute",
        )
        self.card_age = gauge(
            "cards_oldest_compared_seconds",
            "How long ago the card was compared that was compared least lately",
        )

    def read_by(self, reader: Callable[[], Awaitable[Standing]]) -> None:
        """`reader`: what the database says."""
        self._reader = reader

    def checked(self, results: Mapping[str, str | None]) -> None:
        """`results`: of `/readyz`, what is wrong by the name of the check."""
        for name, wrong in results.items():
            self._ready.labels(name).set(not wrong)

    async def read(self) -> None:
        """Reads anew. What can't be read is not a number, so that nothing old looks true."""
        if self._reader is None:
            return
        try:
            async with asyncio.timeout(_WITHIN):
                standing: Standing | None = await self._reader()
        except (BotError, TimeoutError) as error:
            log.warning("metrics of the database could not be read", problem=type(error).__name__)
            standing = None
        self._database.set(standing is not None)
        self._fill(standing)

    def _fill(self, standing: Standing | None) -> None:
        self._queue.set(standing.queue_depth if standing else math.nan)
        self._approvals.set(standing.approvals if standing else math.nan)
        for name, (_, _, values) in _OF_DATABASE.items():
            for value in values:
                number = standing.numbers[name][value] if standing else math.nan
                self._labelled[name].labels(value).set(number)
