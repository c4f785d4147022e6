"""Builds what spans are told to, and binds what stands at this moment to the metrics that show it."""

import importlib
import math

from bot.settings import Settings
from bot.store.standing import Standing
from bot.store.stores import Stores
from bot.tracing import IdsOnly, Tracer
from bot.web.metrics import Metrics
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from bot.wiring.workflows import Workflows
from bot.workflows.cards.pace import within_reach


def tracer_of(settings: Settings) -> Tracer:
    """A tracer that sends spans, where a collector is set; its library is imported then alone."""
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint is None:
        return IdsOnly()
    tracer: Tracer = importlib.import_module("bot.otlp").OtlpTracer(endpoint)
    return tracer


def watch(
    metrics: Metrics,
    flows: Workflows,
    stores: Stores,
    slack: SlackParts,
    settings: Settings,
    clock: Clock,
) -> None:
    gauges, dispatcher = metrics.gauges, flows.dispatcher

    interval = settings.cards_refresh_seconds

    async def standing() -> Standing:
        for each in (gauges.cards_open, gauges.cards, gauges.card_age):
            each.set(math.nan)
        counted = await stores.watched_jobs.count()
        gauges.cards_open.set(counted.open)
        if not interval:  # nobody compares them in time, and nobody has promised to
            return await stores.standing.read()
        gauges.cards.set(counted.kept_true)
        compared = clock() if counted.first_look is None else counted.first_look - interval
        gauges.card_age.set(max(0.0, clock() - compared))
        return await stores.standing.read()

    flows.cards.reconciler.on_compared = metrics.card_compared
    gauges.read_by(standing)
    gauges.cards_within_reach.set(within_reach(interval))
    gauges.runs.set_function(lambda: dispatcher.busy)
    gauges.run_limit.set_function(lambda: dispatcher.shedding.limit)
    gauges.posts.set_function(
        lambda: sum(each.messenger.posts_waiting() for each in list(slack.parts().values()))
    )
