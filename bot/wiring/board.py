"""Builds the board: read for one person, their Home, their morning message."""

from dataclasses import dataclass

from bot.settings import Settings
from bot.slack.messenger import Messenger
from bot.store.stores import Stores
from bot.wiring.board_rules import board_rules
from bot.wiring.cards import Cards
from bot.wiring.members import Members
from bot.wiring.stores import Clock
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.board.boards import Boards
from bot.workflows.board.changed import ChangedBoards
from bot.workflows.board.chasing import Chasing
from bot.workflows.board.homes import HomeTabs
from bot.workflows.board.morning import MorningMessages
from bot.workflows.board.not_through import NotThrough
from bot.workflows.cards.acceptance import Acceptance


@dataclass(frozen=True)
class BoardParts:
    boards: Boards
    homes: HomeTabs
    mornings: MorningMessages
    chasing: Chasing
    changed: ChangedBoards


def build_board(
    stores: Stores,
    messenger: Messenger,
    members: Members,
    cards: Cards,
    approvals: Approvals,
    settings: Settings,
    clock: Clock,
) -> BoardParts:
    rules = board_rules(settings)
    pending = NotThrough(stores.changes, stores.job_activity, stores.drafts, stores.promises, clock)
    acceptance = Acceptance(stores.contractor_acts, rules)
    boards = Boards(members.links, approvals, pending, stores, rules, acceptance, clock)
    homes = HomeTabs(
        *(boards, members.links, members.access, messenger),
        *(cards.jobs.link, clock),
    )
    mornings = MorningMessages(
        *(boards, homes, stores.tokens, members.access, messenger),
        *(settings.board_time, clock),
    )
    mornings.on_dead_link = members.expiry_warnings.ended
    chasing = Chasing(members.links, stores, messenger, rules, acceptance, cards.jobs.link, clock)
    changed = ChangedBoards(
        [homes.draw_changed, mornings.draw_changed],
        chasing.settle,
        *(stores.board_readers, stores.agenda, settings.cards_refresh_seconds, clock),
    )
    cards.reconciler.on_acts, acceptance.on_acted = acceptance.heard, changed.touched_job
    cards.reconciler.on_changed = changed.touched_job
    members.after_linking.heard = changed.touched_by
    members.links.on_dead = changed.touched_by
    return BoardParts(boards, homes, mornings, chasing, changed)
