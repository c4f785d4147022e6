"""Builds the clients of the two services: Slack and PropOps."""

from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.propops.lookups.cache import LookupCache
from bot.settings import Settings
from bot.slack.channel_directory import ChannelDirectory
from bot.slack.client import open_session, web_client
from bot.slack.files import SlackFiles
from bot.slack.messenger import Messenger
from bot.slack.unfurls import Unfurls
from bot.store.promises import PromiseStore
from bot.web.bolt import SlackInstallation
from bot.web.metrics import Metrics
from bot.wiring.stores import Clock
from bot.wiring.waits import Waits


@dataclass(frozen=True)
class SlackParts:
    """The parts that call Slack."""

    session: aiohttp.ClientSession
    client: AsyncWebClient
    installation: SlackInstallation
    messenger: Messenger
    files: SlackFiles
    channels: ChannelDirectory
    unfurls: Unfurls


@dataclass(frozen=True)
class PropOpsParts:
    """The parts that call PropOps."""

    gateway: Gateway
    lookups: LookupCache


def connect_slack(
    settings: Settings, metrics: Metrics, clock: Clock, waits: Waits, promises: PromiseStore
) -> SlackParts:
    session = open_session(metrics.slack_call)
    client = web_client(settings, session)
    return SlackParts(
        session,
        client,
        SlackInstallation(client),
        Messenger(client, timing=waits.slack, clock=clock, book=promises),
        SlackFiles(client, session),
        ChannelDirectory(client),
        Unfurls(client),
    )


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
