"""Metrics for Prometheus. No label ever names a person, a channel or a job.

Names and labels never change: dashboards and alerts are made of them. What they mean is said here
once: `docs/watching.md` is made of it. What stands at this moment is in `standing_gauges`.
"""

from collections.abc import Mapping, Sequence

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.jobs.actions import WRITES
from bot.tracing import IdsOnly, Tracer
from bot.web.observed_request import Requests
from bot.web.rejected_requests import REASONS, Reason
from bot.web.standing_gauges import StandingGauges

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ACK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
_CALL = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
_CHANGE = (0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86400)
_PREFIX = "propops_bot_"
_STATUS = {401: "token refused", 403: "forbidden", 404: "not found", 429: "rate limited"}
_STATUSES = ("other", "other", "ok", "redirected", "refused", "server error")
"""By the first digit of an HTTP status, for those that have no word of their own."""
_COUNTERS: Mapping[str, tuple[str, Sequence[str]]] = {
    "requests": (
        (
            "What people asked for, counted once each when all that it started has ended: `name` is "
            "the sub-command, button, form, list or event, `outcome` what came of it (`ok`, `sent back` "
            "with an error at a field, `refused` with a reason, `not linked`, `failed` with a code, "
            "`unheard` by anybody)"
        ),
        ("kind", "name", "outcome"),
    ),
    "apologies": (
        "Times that somebody was told that something went wrong, with a code: requests that `failed`",
        (),
    ),
    "changes": (
        "Changes that came into a state: asked is counted once for each, as is how it ended",
        ("action", "state"),
    ),
    "changes_ended": (
        "Changes that ended, by how (`state`) and why (`none` where nothing stood in the way)",
        ("action", "state", "why"),
    ),
    "runs_crashed": (
        "Runs of changes that a mistake of ours, or a broken database, ended: each is begun anew",
        (),
    ),
    "slack_rejected": (
        (
            "Requests to Slack's endpoint that were turned away, by reason: `signature` is a wrong "
            "SLACK_SIGNING_SECRET, or somebody who is not Slack"
        ),
        ("reason",),
    ),
    "cards_compared": (
        (
            "Cards that were compared with PropOps, by what came of it (`same`, `changed` and drawn "
            "again, `gone` from PropOps, `unreadable`)"
        ),
        ("outcome",),
    ),
}
_HISTOGRAMS: Mapping[str, tuple[str, Sequence[str], Sequence[float]]] = {
    "ack_seconds": ("Time until Slack was answered, by kind of payload", ("kind",), _ACK),
    "change_done_seconds": (
        (
            "From *Send* until PropOps had done it; `waited_for`: `people` where somebody had to "
            "approve, link or let the time of *Undo* pass first, else `nobody`"
        ),
        ("action", "waited_for"),
        _CHANGE,
    ),
    "change_card_seconds": (
        (
            "From *Send* until card, thread and form said that it is done; labels as of "
            "`change_done_seconds`"
        ),
        ("action", "waited_for"),
        _CHANGE,
    ),
    "propops_call_seconds": (
        "Calls to PropOps, by endpoint and outcome",
        ("call", "outcome"),
        _CALL,
    ),
    "slack_call_seconds": (
        (
            "Calls to Slack, by method of its Web API (or `response_url`, `file download`) and outcome "
            "(`rate limited` is Slack's 429)"
        ),
        ("method", "outcome"),
        _CALL,
    ),
}
COMPARED = ("same", "changed", "gone", "unreadable")
OUR_FAULTS = ("none", "lost", "undecryptable")
"""Why a change fails though neither PropOps nor a person says no."""
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it untyped


class Metrics:
    """One registry per app, so that two apps in one process do not add up."""

    def __init__(self, tracer: Tracer | None = None) -> None:
        """`tracer`: is told of calls, as they are counted."""
        self.tracer = tracer or IdsOnly()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Requests(self.request, self.tracer)
        self.gauges = StandingGauges(self.registry)
        self.gauges.requests.set_function(lambda: self.requests.under_way)
        self._counters = {
            name: Counter(_PREFIX + name, meaning, labels, registry=self.registry)
            for name, (meaning, labels) in _COUNTERS.items()
        }
        self._histograms = {
            name: Histogram(
                _PREFIX + name, meaning, labels, registry=self.registry, buckets=buckets
            )
            for name, (meaning, labels, buckets) in _HISTOGRAMS.items()
        }
        for reason in REASONS:  # there from the start, so that an alert sees the first one
            self._counters["slack_rejected"].labels(reason)
        for compared in COMPARED:
            self._counters["cards_compared"].labels(compared)
        for action in WRITES:
            self._counters["changes"].labels(action, "unknown")
            for why in OUR_FAULTS:
                self._counters["changes_ended"].labels(action, "failed", why)

    def acked(self, kind: str, seconds: float) -> None:
        self._histograms["ack_seconds"].labels(kind).observe(seconds)

    def request(self, kind: str, name: str, outcome: str) -> None:
        """`name`: of a listener or sub-command, never what somebody typed."""
        self._counters["requests"].labels(kind, name, outcome).inc()
        if outcome == "failed":
            self._counters["apologies"].inc()

    def change(self, action: str, state: str) -> None:
        self._counters["changes"].labels(action, state).inc()

    def change_ended(self, action: str, state: str, why: str) -> None:
        self._counters["changes_ended"].labels(action, state, why or "none").inc()

    def run_crashed(self) -> None:
        self._counters["runs_crashed"].inc()

    def change_done(self, action: str, seconds: float, *, waited: bool) -> None:
        self._histograms["change_done_seconds"].labels(action, _waited_for(waited=waited)).observe(
            seconds
        )

    def change_shown(self, action: str, seconds: float, *, waited: bool) -> None:
        self._histograms["change_card_seconds"].labels(action, _waited_for(waited=waited)).observe(
            seconds
        )

    def card_compared(self, outcome: str) -> None:
        """`outcome`: `same`, `changed`, `gone` or `unreadable`."""
        self._counters["cards_compared"].labels(outcome).inc()

    def propops_call(self, call: str, status: int, seconds: float) -> None:
        """`status`: of HTTP; 0 without an answer."""
        came = outcome(status)
        self._histograms["propops_call_seconds"].labels(call, came).observe(seconds)
        self._trace(f"PropOps {call}", status, came, seconds)

    def slack_call(self, method: str, status: int, seconds: float) -> None:
        """The same of Slack, which says ok to most of what it refuses."""
        came = outcome(status)
        self._histograms["slack_call_seconds"].labels(method, came).observe(seconds)
        self._trace(f"Slack {method}", status, came, seconds)

    def slack_rejected(self, reason: Reason) -> None:
        self._counters["slack_rejected"].labels(reason).inc()

    def _trace(self, name: str, status: int, came: str, seconds: float) -> None:
        problem = "" if came in {"ok", "redirected"} else came
        self.tracer.call(name, seconds, problem, {"status": status, "outcome": came})

    async def page(self) -> bytes:
        """All of it in Prometheus's text form, with what stands at this moment."""
        await self.gauges.read()
        return self.text()

    def text(self) -> bytes:
        """The same, with what stood when it was read last."""
        return generate_latest(self.registry)

    def described(self) -> Mapping[str, tuple[str, str]]:
        """Name as Prometheus writes it → type and meaning, of the bot's own."""
        return {
            family.name + ("_total" if family.type == "counter" else ""): (
                family.type,
                family.documentation,
            )
            for family in self.registry.collect()
            if family.name.startswith(_PREFIX)
        }

    def labels(self) -> Mapping[str, Sequence[str]]:
        """The same names → their labels."""
        counted = {f"{_PREFIX}{name}_total": labels for name, (_, labels) in _COUNTERS.items()}
        timed = {f"{_PREFIX}{name}": labels for name, (_, labels, _) in _HISTOGRAMS.items()}
        standing = {_PREFIX + name: labels for name, labels in self.gauges.labels.items()}
        return counted | timed | standing


def _waited_for(*, waited: bool) -> str:
    return "people" if waited else "nobody"


def outcome(status: int) -> str:
    """A word for an HTTP status; 0 is no answer."""
    if status == 0:
        return "no answer"
    return _STATUS.get(status) or _STATUSES[min(max(status // 100, 0), 5)]
