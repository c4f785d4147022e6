"""Builds access control, links, and linking."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.members.access import Access
from bot.members.links import Links
from bot.settings import Settings
from bot.store.stores import Stores
from bot.wiring.clients import PropOpsParts
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from bot.workflows.linking.account_check import AccountCheck
from bot.workflows.linking.account_owners import AccountOwners
from bot.workflows.linking.after_linking import AfterLinking
from bot.workflows.linking.expiry_warnings import ExpiryWarnings
from bot.workflows.linking.invitations import Invitations
from bot.workflows.linking.leavers import Leavers
from bot.workflows.linking.linking import Linking
from bot.workflows.linking.made_outside import LinksMadeOutside
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.linking.status import LinkStatus
from bot.workflows.linking.waiting import WaitingForLink
from bot.workflows.promises import Promises


@dataclass(frozen=True)
class Members:
    access: Access
    links: Links
    permissions: PermissionCache
    waiting: WaitingForLink
    made_outside: LinksMadeOutside
    invitations: Invitations
    link_status: LinkStatus
    account_owners: AccountOwners
    linking: Linking
    after_linking: AfterLinking
    leavers: Leavers
    expiry_warnings: ExpiryWarnings


def build_members(
    stores: Stores,
    slack: SlackParts,
    propops: PropOpsParts,
    promises: Promises,
    wake: Callable[[], None],
    settings: Settings,
    clock: Clock,
) -> Members:
    """`wake`: tells the dispatcher that something is due."""
    gateway, messenger, zone = propops.gateway, slack.messenger, settings.zone
    links = Links(stores.tokens, gateway, propops.lookups, clock)
    permissions = PermissionCache(links, gateway)
    waiting = WaitingForLink(stores.changes, links, wake, clock)
    invitations = Invitations(
        stores.link_tickets, links, settings.public_url, in_slack=settings.link_in_slack
    )
    access = Access(slack.people, slack.identity, zone)
    accounts = AccountCheck(gateway, stores.refusals, stores.sign_in_limits)
    owners = AccountOwners(stores, accounts, access, messenger, clock)
    after = AfterLinking(permissions, stores.drafts, waiting, messenger, promises, clock)
    return Members(
        leavers=Leavers(access, stores, after),
        access=access,
        links=links,
        permissions=permissions,
        waiting=waiting,
        made_outside=LinksMadeOutside(stores.tokens, stores.account_owners, owners, waiting, after),
        invitations=invitations,
        link_status=LinkStatus(links, gateway, invitations),
        account_owners=owners,
        linking=Linking(stores, accounts, owners, invitations, after, zone, clock),
        after_linking=after,
        expiry_warnings=ExpiryWarnings(
            stores.tokens, stores.sent_notices, invitations, messenger, zone, clock
        ),
    )
