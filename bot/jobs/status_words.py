"""What people call a status → the status that an instance has for it: `done`, `reopen`, `on hold`.

PropOps's statuses are rows of the instance (api/lookups), so each word has several names; the first
that is there is meant.
"""

import re

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.trade_words import TradeWord


def _word(names: str, words: str) -> TradeWord:
    return TradeWord(names=tuple(names.split(", ")), words=tuple(words.split(", ")))


STATUS_WORDS = (
    _word(
        "complete, completed, works complete, done, finished, closed",
        "complete, completed, done, all done, finish, finished, fixed, sorted, resolve, resolved",
    ),
    _word("closed, complete, completed, done, finished", "close, closed, shut"),
    _word(
        "cancelled, canceled, withdrawn, abandoned, void",
        "cancel, cancelled, canceled, called off, void, abandoned",
    ),
    _word(
        "reopened, re opened, open, in progress, assigned, new",
        "reopen, reopened, re-open, re-opened, open, opened, open again",
    ),
    _word(
        "in progress, ongoing, started, underway, works in progress",
        "start, started, ongoing, underway, under way, wip, in hand",
    ),
    _word(
        "awaiting parts, waiting for parts, parts on order, parts ordered, on order",
        "awaiting parts, waiting for parts, waiting on parts, parts on order, parts ordered, part on order, part ordered",
    ),
    _word(
        "on hold, hold, paused, awaiting, waiting", "on hold, hold, pause, paused, parked, waiting"
    ),
    _word("scheduled, booked, appointment booked", "scheduled, booked, booked in"),
    _word("archived, archive", "archive, archived"),
)


_END = re.compile(
    r"\b(?:complete\w*|closed?|done|finished|cancel\w*|resolved|archived?|withdrawn|void)\b"
)


def is_an_end(status: Choice) -> bool:
    """Whether nothing is left to do in it."""
    return bool(_END.search(fold(status.name)))


def status_meant(text: str, index: NameIndex) -> tuple[int, Choice, str] | None:
    """The status whose word the text begins with: the word's length, the choice, what to say of it."""
    for entry in STATUS_WORDS:
        match = entry.pattern.match(text)
        if match is None or (choice := entry.choice(index)) is None:
            continue
        same = fold(match[0]) == fold(choice.name)
        return match.end(), choice, "" if same else f"“{match[0]}” was read as {choice.name}."
    return None
