"""Binds what stands at this moment to the metrics that show it."""

from bot.store.stores import Stores
from bot.web.metrics import Metrics
from bot.wiring.slack import SlackParts
from bot.wiring.workflows import Workflows


def watch(metrics: Metrics, flows: Workflows, stores: Stores, slack: SlackParts) -> None:
    gauges, dispatcher = metrics.gauges, flows.dispatcher
    gauges.read_by(stores.standing.read)
    gauges.runs.set_function(lambda: dispatcher.busy)
    gauges.run_limit.set_function(lambda: dispatcher.shedding.limit)
    gauges.posts.set_function(
        lambda: sum(each.messenger.posts_waiting() for each in list(slack.parts().values()))
    )
