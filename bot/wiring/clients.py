"""Builds the client of PropOps."""

from dataclasses import dataclass

from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.propops.lookups.cache import LookupCache
from bot.settings import Settings
from bot.web.metrics import Metrics


@dataclass(frozen=True)
class PropOpsParts:
    """The parts that call PropOps."""

    gateway: Gateway
    lookups: LookupCache


def connect_propops(settings: Settings, metrics: Metrics) -> PropOpsParts:
    transport = Transport(
        settings.propops_base_url,
        settings.propops_timeout_seconds,
        on_call=lambda method, action, status, seconds: metrics.propops_call(
            f"{method} {action}", status, seconds
        ),
    )
    metrics.gauges.headroom.set_function(transport.rate_limit_headroom)
    names = settings.names
    return PropOpsParts(Gateway(transport, names), LookupCache(names, settings.static_lists))
