"""Builds what records the result of a run, and what it plans besides."""

from bot.store.stores import Stores
from bot.wiring.board import BoardParts
from bot.wiring.stores import Clock
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.changes.dispatcher import Dispatcher
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.record import OutcomeRecorder
from bot.workflows.changes.retry_policy import RetryPolicy


def outcome_recorder(
    stores: Stores,
    retry: RetryPolicy,
    dispatcher: Dispatcher,
    clock: Clock,
    journal: ChangeJournal,
    cards: JobCards,
    board: BoardParts,
) -> OutcomeRecorder:
    told = cards.channel, board.chasing.first_due
    return OutcomeRecorder(stores, retry, dispatcher.wake, clock, journal, *told)
