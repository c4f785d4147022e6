"""No direct message with a question or a promise in it that nobody will bring to its outcome.

Every story is looked at when it ends: see `conftest`. A new message of that kind has to say so in its
`promise` (`bot.jobs.promises`), and `test_promise_kinds` wants a story for each kind.
"""

import contextlib
import re
import sqlite3
from pathlib import Path

from bot.jobs.actions import BUTTON_COMMANDS
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.waiting import until

OFFERS = frozenset(
    {
        *(
            "card.open",
            "card.wake",
            "find.more",
            "board.rows",
            "board.rows.back",
            "board.whose",
            "board.card",
            "board.link",
        ),
        *(f"card.{name}" for name in BUTTON_COMMANDS),
    }
)
"""Buttons of an answer that somebody asked for: they ask nothing, and go on working."""
PROMISES = re.compile(
    r"\bI'll tell\b|\bwill tell you\b|goes on once|\bI'll try\b|will be sent when"
)


async def broken_promises(play: Testbed) -> list[str]:
    """Direct messages that ask or promise something, and of which nobody has taken note."""
    if play.settings.sqlite_path is None:
        return []
    found: list[str] = []

    def none() -> bool:
        found[:] = _unnoted(play, play.settings.sqlite_path)
        return not found

    with contextlib.suppress(TimeoutError, AssertionError):
        await until(none, seconds=20)
    return found


def _unnoted(play: Testbed, path: Path | None) -> list[str]:
    with contextlib.closing(sqlite3.connect(str(path))) as connection:
        noted = set(connection.execute("SELECT channel, ts FROM promises").fetchall())
    asking = [each for each in _direct_messages(play) if asks(each)]
    return [each.text for each in asking if (each.channel, each.ts) not in noted]


def _direct_messages(play: Testbed) -> list[Message]:
    people = play.slack.workspace.people.values()
    sent = [each for person in people for each in play.slack.member(person.id).dms]
    return [each for each in sent if each.only_to is None]


def asks(message: Message) -> bool:
    actions = {
        element.get("action_id")
        for block in message.blocks
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("type") == "button"
    }
    return bool(actions - OFFERS) or bool(PROMISES.search(message.text))
