"""Metrics for Prometheus. No label ever names a person, a channel or a job.

Names and labels never change: dashboards and alerts are made of them.
"""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from bot import __version__
from bot.web.rejected_requests import REASONS, Reason

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ACK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
_CALL = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
_STATUS = {401: "token refused", 403: "forbidden", 404: "not found", 429: "rate limited"}
_STATUSES = ("other", "other", "ok", "redirected", "refused", "server error")
"""By the first digit of an HTTP status, for those that have no word of their own."""
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it untyped


class Metrics:
    """One registry per app, so that two apps in one process do not add up."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        Gauge(
            "propops_bot_build_info",
            "Always 1: which version runs",
            ["version"],
            registry=self.registry,
        ).labels(__version__).set(1)
        self._acks = Histogram(
            "propops_bot_ack_seconds",
            "Time until Slack was answered, by kind of payload",
            ["kind"],
            registry=self.registry,
            buckets=_ACK,
        )
        self._changes = Counter(
            "propops_bot_changes",
            "Changes that came into a state: asked is counted once for each, as is how it ended",
            ["action", "state"],
            registry=self.registry,
        )
        self._propops = Histogram(
            "propops_bot_propops_call_seconds",
            "Calls to PropOps, by endpoint and outcome",
            ["call", "outcome"],
            registry=self.registry,
            buckets=_CALL,
        )
        self._slack = Histogram(
            "propops_bot_slack_call_seconds",
            "Calls to Slack's Web API, by method and outcome",
            ["method", "outcome"],
            registry=self.registry,
            buckets=_CALL,
        )
        self._queue = Gauge(
            "propops_bot_queue_depth", "Changes accepted and not yet ended", registry=self.registry
        )
        self._rejected = Counter(
            "propops_bot_slack_rejected",
            "Requests to Slack's endpoint that were turned away, by reason",
            ["reason"],
            registry=self.registry,
        )
        for reason in REASONS:  # there from the start, so that an alert sees the first one
            self._rejected.labels(reason)

    def acked(self, kind: str, seconds: float) -> None:
        self._acks.labels(kind).observe(seconds)

    def change(self, action: str, state: str) -> None:
        self._changes.labels(action, state).inc()

    def propops_call(self, call: str, status: int, seconds: float) -> None:
        """`status`: of HTTP; 0 without an answer."""
        self._propops.labels(call, outcome(status)).observe(seconds)

    def slack_call(self, method: str, status: int, seconds: float) -> None:
        """The same of Slack, which says ok to most of what it refuses."""
        self._slack.labels(method, outcome(status)).observe(seconds)

    def slack_rejected(self, reason: Reason) -> None:
        self._rejected.labels(reason).inc()

    def queued(self, depth: int) -> None:
        self._queue.set(depth)

    def text(self) -> bytes:
        """All of it in Prometheus's text form."""
        return generate_latest(self.registry)


def outcome(status: int) -> str:
    """A word for an HTTP status; 0 is no answer."""
    if status == 0:
        return "no answer"
    return _STATUS.get(status) or _STATUSES[min(max(status // 100, 0), 5)]
