"""Builds job cards, what keeps them true, and link previews."""

from dataclasses import dataclass

from bot.jobs.job_pages import JobPages
from bot.jobs.undo import UndoWindow
from bot.settings import Settings
from bot.store.cards import USUALLY_COMPARED
from bot.store.stores import Stores
from bot.wiring.board_rules import board_rules
from bot.wiring.follows import build_follows
from bot.wiring.members import Members
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from bot.wiring.waits import Waits
from bot.workflows.card_channels import CardChannels
from bot.workflows.cards.feed_hints import FeedHints
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.job_facts import JobFacts
from bot.workflows.cards.missing_jobs import MissingJobs
from bot.workflows.cards.outside_news import OutsideNews
from bot.workflows.cards.pace import Pace
from bot.workflows.cards.reconciler import Reconciler
from bot.workflows.cards.redraws import CardRedraws
from bot.workflows.cards.shared_channels import SharedChannels
from bot.workflows.follows.looks import FollowLooks
from bot.workflows.link_previews.drawing import JobPreviews
from bot.workflows.link_previews.offers import LinkOffers
from bot.workflows.link_previews.previews import LinkPreviews
from bot.workflows.notify_check import NotifyCheck
from bot.workflows.work_objects import WorkObjectSwitch

_FEED_EVERY = 10.0
"""Seconds between two looks at the notification feed of one account, at least."""


@dataclass(frozen=True)
class Cards:
    notify_check: NotifyCheck
    jobs: JobCards
    missing: MissingJobs
    redraws: CardRedraws
    undo: UndoWindow
    reconciler: Reconciler
    outside_news: OutsideNews
    feed_hints: FeedHints
    shared_channels: SharedChannels
    work_objects: WorkObjectSwitch
    previews: LinkPreviews
    follows: FollowLooks


def build_cards(
    stores: Stores,
    slack: SlackParts,
    members: Members,
    channels: CardChannels,
    settings: Settings,
    clock: Clock,
    waits: Waits,
) -> Cards:
    notify_check = NotifyCheck(stores.history, settings.quiet_hours, clock, channels.settings_of)
    rules = board_rules(settings)
    facts = JobFacts(stores.history, rules, clock)
    pages = JobPages(settings.propops_job_url)
    work_objects = WorkObjectSwitch(stores.sent_notices, pages, settings.work_objects, clock)
    work_objects.comes_next = facts.words
    undo = UndoWindow(settings.undo_minutes * 60, clock)
    jobs = JobCards(
        stores.cards,
        stores.changes,
        slack.messenger,
        undo,
        facts=facts,
        channels=channels,
        work_objects=work_objects,
    )
    previews = _build_previews(stores, slack, members, channels, work_objects, clock)
    jobs.on_changed, previews.refresh_cards = previews.job_changed, jobs.refresh
    links = members.links
    news = OutsideNews(
        stores.watched_jobs, stores.cards, channels, slack.messenger, stores.sent_notices, clock
    )
    missing = MissingJobs(stores.cards, stores.changes, stores.history, links, jobs, news)
    pace = Pace(settings.cards_refresh_seconds or USUALLY_COMPARED, waits.between_cards, clock)
    watched, every = stores.watched_jobs, max(pace.interval / 3, _FEED_EVERY)
    hints = FeedHints(links, watched, stores.sent_notices, every, clock)
    reconciler = Reconciler(watched, links, jobs, missing, hints, settings.statuses, pace)
    shared = SharedChannels(
        stores.cards, stores.changes, jobs, slack.messenger, slack.channels, facts
    )
    return Cards(
        notify_check=notify_check,
        jobs=jobs,
        missing=missing,
        redraws=CardRedraws(links, jobs, stores.cards, stores.changes, clock),
        undo=undo,
        reconciler=reconciler,
        outside_news=news,
        feed_hints=hints,
        shared_channels=shared,
        work_objects=work_objects,
        previews=previews,
        follows=build_follows(stores, slack, members, channels, jobs, settings, clock),
    )


def _build_previews(
    stores: Stores,
    slack: SlackParts,
    members: Members,
    channels: CardChannels,
    work_objects: WorkObjectSwitch,
    clock: Clock,
) -> LinkPreviews:
    offers = LinkOffers(members.invitations, slack.messenger, stores.sent_notices)
    previews = JobPreviews(members.links, channels, work_objects, clock)
    return LinkPreviews(
        members.access, previews, slack.unfurls, stores.link_previews, stores.cards, offers
    )
