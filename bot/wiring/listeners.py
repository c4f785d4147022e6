"""Builds what Slack and browsers call: the listeners, and the link page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from starlette.routing import BaseRoute

import handlers
from bot.jobs.change import Member
from bot.members.channel_rights import ChannelRights
from bot.settings import Settings
from bot.store.stores import Stores
from bot.web.bolt import Acks, BotApp, Routes, bolt_app
from bot.web.metrics import Metrics
from bot.web.routes import Kind
from bot.wiring.members import Members
from bot.wiring.pages import build_pages
from bot.wiring.slack import SlackParts
from bot.wiring.stores import Clock
from bot.wiring.waits import Waits
from bot.wiring.workflows import Workflows
from bot.workflows.changes.load_shedding import LoadShedding
from bot.workflows.linking.removal import Removal
from bot.workflows.panels.job_panels import JobPanels
from handlers import panel_request, request
from handlers.background import Background
from handlers.board import ShownBoards
from handlers.change_buttons import PendingChanges
from handlers.channel_settings import ChannelSettingsParts
from handlers.confirmed_values import ConfirmedValues
from handlers.errors import ErrorHandler
from handlers.follow_parts import FollowParts
from handlers.form_parts import FormParts
from handlers.job_form import JobForms
from handlers.job_form_submit import FormRefresher
from handlers.job_lists import JobLists
from handlers.kept_presses import PressTable
from handlers.list_narrowing import ListNarrowing
from handlers.named_job import NamedJobs
from handlers.panel_save import PanelParts
from handlers.property_choices import PropertyChoices
from handlers.quick_text import QuickTextReader
from handlers.side_panel import PanelAnswers
from handlers.sign_of_life import SignsOfLife
from handlers.similar_open_jobs import SimilarJobs
from handlers.submit import Submissions
from handlers.unknown_lines import UnknownLines


@dataclass(frozen=True)
class Listeners:
    bolt: BotApp
    pages: Sequence[BaseRoute]
    background: Background
    presses: PressTable


def build_listeners(
    flows: Workflows,
    stores: Stores,
    slack: SlackParts,
    settings: Settings,
    metrics: Metrics,
    clock: Clock,
    waits: Waits,
) -> Listeners:
    members = flows.members
    access, links = members.access, members.links
    background = _background(flows, stores, slack, waits)
    jobs = _named_jobs(flows, stores, background)
    presses = PressTable(stores.kept_presses, background)
    submissions = Submissions(flows.changes, access, links, slack.messenger, background)
    parts: dict[str, Any] = {
        **_tables(stores),
        "access": access,
        "links": links,
        **_of_links(members, Removal(members.linking, slack.installations, stores)),
        "changes": flows.changes,
        "submissions": submissions,
        "uploading": flows.uploads,
        "installation": slack.identity,
        "pending": PendingChanges(flows.changes, slack.messenger, flows.promises, background),
        "approvals": flows.approvals,
        "presses": presses,
        **_drafts(flows, slack, background),
        "jobs": jobs,
        "job_lists": _job_lists(flows, stores, settings, jobs, background, clock),
        **_boards(flows, slack, jobs, background),
        "property_choices": PropertyChoices(links),
        "unknown_lines": UnknownLines(access, flows.drafts, background),
        **_forms(flows, jobs, background, settings, clock),
        "confirmed": ConfirmedValues(stores.sent_notices),
        "refresher": FormRefresher(),
        **_of_channels(flows, stores, slack, settings),
        "delete_without_preview": settings.propops_delete_without_preview,
        **_panels(flows, stores, slack, settings, submissions, background, clock),
        "promises": flows.promises,
        "messenger": slack.messenger,
        "background": background,
    }
    parts["commands"] = handlers.command_table(parts)
    presses.bind(handlers.press_functions(), parts)
    routes = Routes()
    handlers.register(routes)
    bolt = bolt_app(
        routes,
        client=slack.client,
        bot_auth=slack.auth,
        parts=parts,
        read={**request.parts(access), **panel_request.parts(access)},
        guard=access.require_access_of,
        on_error=ErrorHandler(access, background),
        acks=_acks(metrics, flows.dispatcher.shedding),
        requests=metrics.requests,
    )
    pages = build_pages(members, stores, slack, settings, clock)
    return Listeners(bolt, pages, background, presses)


def _background(flows: Workflows, stores: Stores, slack: SlackParts, waits: Waits) -> Background:
    return Background(
        slack.messenger,
        flows.members.invitations,
        flows.members.link_status,
        stores.refusals,
        flows.drafts,
        SignsOfLife(slack.messenger, waits.sign_of_life, flows.dispatcher.is_crowded),
    )


def _of_links(members: Members, removal: Removal) -> dict[str, Any]:
    """What listeners need of members' links."""
    return {
        "permissions": members.permissions,
        "invitations": members.invitations,
        "link_status": members.link_status,
        "linking": members.linking,
        "removal": removal,
        "account_owners": members.account_owners,
    }


def _tables(stores: Stores) -> dict[str, Any]:
    """Tables that listeners read by themselves."""
    return {
        "change_history": stores.history,
        "store": stores.changes,
        "audit": stores.audit,
        "cards": stores.cards,
        "sent_notices": stores.sent_notices,
        "rehearsals": stores.rehearsals,
    }


def _named_jobs(flows: Workflows, stores: Stores, background: Background) -> NamedJobs:
    members, cards = flows.members, flows.cards
    return NamedJobs(
        *(members.access, members.links, background, cards.jobs),
        *(stores.history, cards.missing, flows.drafts.channels),
    )


def _forms(
    flows: Workflows, jobs: NamedJobs, background: Background, settings: Settings, clock: Clock
) -> dict[str, Any]:
    reader = QuickTextReader(flows.members.access, settings.trade_words, clock, settings.statuses)
    links, permissions = flows.members.links, flows.members.permissions
    similar = SimilarJobs(links, settings.statuses, clock)
    forms = JobForms(reader, links, flows.drafts, jobs, permissions, background, similar)
    return {"forms": forms, "similar_open_jobs": similar, "statuses": settings.statuses}


def _boards(
    flows: Workflows, slack: SlackParts, jobs: NamedJobs, background: Background
) -> dict[str, Any]:
    board = flows.board
    shown = ShownBoards(
        *(board.boards, board.homes, board.changed, jobs, slack.messenger, background)
    )
    return {"homes": board.homes, "shown_boards": shown}


def _of_channels(
    flows: Workflows, stores: Stores, slack: SlackParts, settings: Settings
) -> dict[str, Any]:
    """What stands in channels, and what is set for them."""
    access, links = flows.members.access, flows.members.links
    rights = ChannelRights(access, links, settings.channel_settings)
    parts = ChannelSettingsParts(
        *(rights, stores.channel_settings, access, links, slack.messenger),
        *(settings.notify_quiet_hours, settings.zone),
    )
    follows = FollowParts(
        *(rights, stores.follows, flows.cards.follows, access, links, slack.messenger),
        settings.cards_refresh_seconds,
    )
    return {
        "channel_settings": parts,
        "follows": follows,
        "shared_channels": flows.cards.shared_channels,
        "link_previews": flows.cards.previews,
        "notify_check": flows.cards.notify_check,
        "redraws": flows.cards.redraws,
    }


def _job_lists(
    flows: Workflows,
    stores: Stores,
    settings: Settings,
    jobs: NamedJobs,
    background: Background,
    clock: Clock,
) -> JobLists:
    members = flows.members

    def today(member: Member) -> date:
        return datetime.fromtimestamp(clock(), members.access.zone(member)).date()

    narrowing = ListNarrowing(members.links, settings.trade_words, today)
    return JobLists(
        *(jobs, members.links, settings.statuses, members.permissions, stores.history),
        *(background, narrowing),
    )


def _panels(
    flows: Workflows,
    stores: Stores,
    slack: SlackParts,
    settings: Settings,
    submissions: Submissions,
    background: Background,
    clock: Clock,
) -> dict[str, Any]:
    """Slack's side panel."""
    members, comments = flows.members, settings.work_objects_comments == "on"
    links, side_panels = members.links, slack.side_panels
    panels = JobPanels(
        *(
            links,
            members.permissions,
            stores.drafts,
            flows.drafts.channels,
            flows.cards.work_objects,
            clock,
        ),
        comments=comments,
    )
    shown = panels, submissions, flows.watchers, side_panels
    told = links, members.invitations, members.link_status, side_panels, background
    return {
        "panels": panels,
        "panel_answers": PanelAnswers(*told),
        "saves": PanelParts(*shown, members.access, clock),
        "watchers": flows.watchers,
        "side_panels": side_panels,
        "comments_on": comments,
    }


def _drafts(flows: Workflows, slack: SlackParts, background: Background) -> dict[str, Any]:
    parts = FormParts(flows.drafts, flows.unsent, slack.messenger, background)
    return {
        "drafts": flows.drafts,
        "reopened": flows.reopened,
        "unsent": flows.unsent,
        "form_parts": parts,
    }


def _acks(metrics: Metrics, shedding: LoadShedding) -> Acks:
    """Lists of options are no acks to the load shedding: those may wait for PropOps."""

    def begin(kind: Kind) -> Callable[[float], None]:
        end_ack = shedding.begin_ack() if kind != "options" else None

        def end(seconds: float) -> None:
            metrics.acked(kind, seconds)
            if end_ack is not None:
                end_ack(seconds)

        return end

    return begin
