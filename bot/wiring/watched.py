"""Builds what spans are told to, and binds what stands at this moment to the metrics that show it."""

import importlib

from bot.settings import Settings
from bot.store.stores import Stores
from bot.tracing import IdsOnly, Tracer
from bot.web.metrics import Metrics
from bot.wiring.slack import SlackParts
from bot.wiring.workflows import Workflows


def tracer_of(settings: Settings) -> Tracer:
    """A tracer that sends spans, where a collector is set; its library is imported then alone."""
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint is None:
        return IdsOnly()
    tracer: Tracer = importlib.import_module("bot.otlp").OtlpTracer(endpoint)
    return tracer


def watch(metrics: Metrics, flows: Workflows, stores: Stores, slack: SlackParts) -> None:
    gauges, dispatcher = metrics.gauges, flows.dispatcher
    gauges.read_by(stores.standing.read)
    gauges.runs.set_function(lambda: dispatcher.busy)
    gauges.run_limit.set_function(lambda: dispatcher.shedding.limit)
    gauges.posts.set_function(lambda: sum(each.messenger.posts_waiting() for each in slack.every()))
