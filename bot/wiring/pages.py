"""Builds the pages that browsers open: linking, and installing the app."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from bot.settings import Settings
from bot.slack.client import app_client
from bot.slack.sign_in import SlackApp, SlackSignIn
from bot.store.stores import Stores
from bot.web.oauth import OAuthApp, oauth_flow
from bot.wiring.members import Members
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from handlers.address_check import AddressCheck
from handlers.install_page import PAGES, InstallPage, of_one_workspace
from handlers.link_page import LinkPage
from handlers.link_sign_in import CALLBACK, LinkSignIn


def build_pages(
    members: Members, stores: Stores, slack: SlackParts, settings: Settings, clock: Clock
) -> Sequence[BaseRoute]:
    app = _oauth_app(settings)
    pages = list(_link_page(members, stores, slack, app).routes())
    if settings.public_url is not None:
        pages += AddressCheck(stores.key_proof).routes()
    if slack.installations is not None and app is not None:
        states = stores.oauth_states
        client = app_client(settings, slack.session)
        flow = oauth_flow(app, client, slack.installations, states, PAGES, clock)
        pages += InstallPage(flow, states).routes()
    elif settings.slack_client_id is not None:
        pages += of_one_workspace(settings.steps_to_many)
    return pages


def _oauth_app(settings: Settings) -> OAuthApp | None:
    secret = settings.slack_client_secret
    if settings.slack_client_id is None or secret is None or settings.public_url is None:
        return None
    return OAuthApp(settings.slack_client_id, secret.get_secret_value(), settings.public_url)


def _link_page(
    members: Members, stores: Stores, slack: SlackParts, app: OAuthApp | None
) -> LinkPage:
    invitations, access = members.invitations, members.access
    sign_in = None
    if app is not None:
        credentials = SlackApp(app.client_id, app.client_secret)
        sign_in = SlackSignIn(slack.client, credentials, app.public_url + CALLBACK)
    asked = LinkSignIn(sign_in, stores.slack_sign_ins, invitations, stores.refusals)
    return LinkPage(invitations, members.linking, access, stores.refusals, asked)
