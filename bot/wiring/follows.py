"""Builds what looks for the jobs that channels follow."""

from bot.settings import Settings
from bot.store.stores import Stores
from bot.wiring.members import Members
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from bot.workflows.card_channels import CardChannels
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.follows.looks import FollowLooks
from bot.workflows.follows.notices import FollowNotices
from bot.workflows.follows.posts import FollowPosts


def build_follows(
    stores: Stores,
    slack: SlackParts,
    members: Members,
    channels: CardChannels,
    cards: JobCards,
    settings: Settings,
    clock: Clock,
) -> FollowLooks:
    access, messenger = members.access, slack.messenger
    cards.read_store, cards.name_of = stores.read_cards, access.name
    posts = FollowPosts(
        *(
            stores.follows,
            stores.changes,
            stores.watched_jobs,
            cards,
            channels,
            messenger,
            settings.zone,
        )
    )
    notices = FollowNotices(
        *(stores.follows, stores.sent_notices, members.invitations, messenger, clock)
    )
    return FollowLooks(
        *(stores.follows, members.links, access, posts, notices),
        *(settings.cards_refresh_seconds, clock),
    )
