"""Builds what calls Slack: once for one workspace, or for each of many."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.members.known_people import KnownPeople
from bot.settings import Settings
from bot.slack.channel_directory import ChannelDirectory
from bot.slack.client import open_session, web_client
from bot.slack.files import SlackFiles
from bot.slack.messenger import Messenger
from bot.slack.side_panels import SidePanels
from bot.slack.unfurls import Unfurls
from bot.slack.user_directory import UserDirectory
from bot.store.stores import Stores
from bot.web.installation import BotAuth, Identity, SlackInstallation
from bot.web.metrics import Metrics
from bot.wiring.stores import Clock
from bot.wiring.waits import Waits


@dataclass(frozen=True)
class WorkspaceParts:
    """The parts that call Slack for one workspace, with what they remember of it."""

    identity: Identity
    messenger: Messenger
    files: SlackFiles
    channels: ChannelDirectory
    unfurls: Unfurls
    side_panels: SidePanels
    people: KnownPeople


@dataclass(frozen=True)
class SlackParts(WorkspaceParts):
    """The same for whichever workspace is worked for, and what there is of one alone.

    `client`: for Bolt, and for calls that need no token. `every`: the parts that there are by now.
    """

    session: aiohttp.ClientSession
    client: AsyncWebClient
    auth: BotAuth
    one: SlackInstallation
    every: Callable[[], Iterable[WorkspaceParts]]

    async def close(self) -> None:
        await self.session.close()


def connect_slack(
    settings: Settings, metrics: Metrics, clock: Clock, waits: Waits, stores: Stores
) -> SlackParts:
    session = open_session(metrics.slack_call)
    client = web_client(settings, session)
    installation = SlackInstallation(client)
    parts = _parts(client, installation, stores, clock, waits, session=session)
    return SlackParts(
        **vars(parts),
        session=session,
        client=client,
        auth=installation,
        one=installation,
        every=lambda: [parts],
    )


def _parts(
    client: AsyncWebClient,
    identity: Identity,
    stores: Stores,
    clock: Clock,
    waits: Waits,
    *,
    session: aiohttp.ClientSession,
    workspace: str = "",
) -> WorkspaceParts:
    """`workspace`: whose profiles are whose, where there are many."""
    profiles = stores.slack_profiles.of(workspace)
    return WorkspaceParts(
        identity=identity,
        messenger=Messenger(client, timing=waits.slack, clock=clock, book=stores.promises),
        files=SlackFiles(client, session),
        channels=ChannelDirectory(client),
        unfurls=Unfurls(client),
        side_panels=SidePanels(client),
        people=KnownPeople(UserDirectory(client), profiles),
    )
