"""Builds access control, links, and linking."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.members.access import Access
from bot.members.links import Links
from bot.settings import Settings
from bot.store.stores import Stores
from bot.wiring.clients import PropOpsParts, SlackParts
from bot.wiring.stores import Clock
from bot.workflows.linking.account_check import AccountCheck
from bot.workflows.linking.after_linking import AfterLinking
from bot.workflows.linking.expiry_warnings import ExpiryWarnings
from bot.workflows.linking.invitations import Invitations
from bot.workflows.linking.linking import Linking
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.linking.status import LinkStatus
from bot.workflows.linking.waiting import WaitingForLink


@dataclass(frozen=True)
class Members:
    access: Access
    links: Links
    permissions: PermissionCache
    waiting: WaitingForLink
    invitations: Invitations
    link_status: LinkStatus
    linking: Linking
    expiry_warnings: ExpiryWarnings


def build_members(
    stores: Stores,
    slack: SlackParts,
    propops: PropOpsParts,
    wake: Callable[[], None],
    settings: Settings,
    clock: Clock,
) -> Members:
    """`wake`: tells the dispatcher that something is due."""
    gateway, messenger, zone = propops.gateway, slack.messenger, settings.zone
    links = Links(stores.tokens, gateway, propops.lookups, clock)
    permissions = PermissionCache(links, gateway)
    waiting = WaitingForLink(stores.changes, stores.tokens, links, wake, clock)
    invitations = Invitations(
        stores.link_tickets, links, settings.public_url, in_slack=settings.link_in_slack
    )
    return Members(
        access=Access(slack.client, slack.installation, zone, stores.slack_profiles),
        links=links,
        permissions=permissions,
        waiting=waiting,
        invitations=invitations,
        link_status=LinkStatus(links, gateway, invitations),
        linking=Linking(
            stores,
            AccountCheck(gateway, stores.refusals),
            invitations,
            permissions,
            AfterLinking(permissions, stores.drafts, waiting, messenger, clock),
            zone,
            clock,
        ),
        expiry_warnings=ExpiryWarnings(
            stores.tokens, stores.sent_notices, invitations, messenger, zone, clock
        ),
    )
