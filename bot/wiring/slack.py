"""Builds what calls Slack: once for one workspace, or for each of many."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

import aiohttp
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.members.known_people import KnownPeople
from bot.settings import Settings
from bot.slack.channel_directory import ChannelDirectory
from bot.slack.client import app_client, open_session, web_client
from bot.slack.files import SlackFiles
from bot.slack.messenger import Messenger
from bot.slack.side_panels import SidePanels
from bot.slack.unfurls import Unfurls
from bot.slack.user_directory import UserDirectory
from bot.slack.workspace import WorkspaceKey, per_workspace, working_for
from bot.store.stores import Stores
from bot.web.installation import BotAuth, Identity, SlackInstallation
from bot.web.installations import Installations
from bot.web.metrics import Metrics
from bot.web.oauth import INSTALL
from bot.web.token_rotation import TokenRotation
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
    """The same for whichever workspace is worked for, and what there is once.

    `client`: for Bolt, and for calls that need no token. `one`, `installations`: of a bot of one
    workspace, or of many. `parts`: those that there are by now.
    """

    session: aiohttp.ClientSession
    client: AsyncWebClient
    auth: BotAuth
    one: SlackInstallation | None
    installations: Installations | None
    parts: Callable[[], Mapping[WorkspaceKey | None, WorkspaceParts]]

    def in_each(self, work: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        """Does it once for each workspace that was worked for."""

        async def run() -> None:
            for where in list(self.parts()):
                with working_for(where) if where is not None else nullcontext():
                    await work()

        return run

    async def settled(self) -> None:
        """Waits until what Slack said of people is written down."""
        for parts in list(self.parts().values()):
            await parts.people.settled()


def connect_slack(
    settings: Settings, metrics: Metrics, clock: Clock, waits: Waits, stores: Stores
) -> SlackParts:
    session = open_session(metrics.slack_call)
    client = web_client(settings, session)
    build = partial(_parts, stores=stores, clock=clock, waits=waits, session=session)
    if settings.many_workspaces:
        return _of_many(settings, client, stores, clock, build)
    one = SlackInstallation(client)
    parts = build(client, one)
    return SlackParts(
        **vars(parts),
        session=session,
        client=client,
        auth=one,
        one=one,
        installations=None,
        parts=lambda: {None: parts},
    )


def _of_many(
    settings: Settings,
    client: AsyncWebClient,
    stores: Stores,
    clock: Clock,
    build: Callable[..., WorkspaceParts],
) -> SlackParts:
    assert client.session is not None
    secret = settings.slack_client_secret
    rotator = AsyncTokenRotator(
        client=app_client(settings, client.session),
        client_id=settings.slack_client_id or "",
        client_secret=secret.get_secret_value() if secret is not None else "",
    )
    page = f"{settings.public_url}{INSTALL}"
    rotation = TokenRotation(stores.installations, rotator, clock, page)
    installations = Installations(stores.installations, rotation, page, clock)
    built: dict[WorkspaceKey | None, WorkspaceParts] = {}

    def parts_of(where: WorkspaceKey) -> WorkspaceParts:
        if where not in built:
            identity = installations.identity(where)
            its_client = web_client(settings, client.session, identity)
            name = where.team or where.enterprise
            built[where] = build(its_client, identity, workspace=name)
        return built[where]

    return SlackParts(
        identity=per_workspace(lambda where: parts_of(where).identity),
        messenger=per_workspace(lambda where: parts_of(where).messenger),
        files=per_workspace(lambda where: parts_of(where).files),
        channels=per_workspace(lambda where: parts_of(where).channels),
        unfurls=per_workspace(lambda where: parts_of(where).unfurls),
        side_panels=per_workspace(lambda where: parts_of(where).side_panels),
        people=per_workspace(lambda where: parts_of(where).people),
        session=client.session,
        client=client,
        auth=installations,
        one=None,
        installations=installations,
        parts=lambda: built,
    )


def _parts(
    client: AsyncWebClient,
    identity: Identity,
    *,
    stores: Stores,
    clock: Clock,
    waits: Waits,
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
