"""What people see: the rows of a board in a message or on Home, and the facts of a card."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot.sandbox.outline import readable
from bot.sandbox.slack.messages import Message
from tests.board_walk.model import ACCEPT, APPROVAL, CONTRACTOR, STUCK, VISIT, Row
from tests.stories import boards
from tests.waiting import until

GROUPS = (APPROVAL, STUCK, CONTRACTOR, ACCEPT, VISIT)
Blocks = Sequence[dict[str, Any]]


async def board(stage: Any, who: str) -> Message:
    """`/job board`, its first page."""
    return await boards.board(stage.play, who)


async def whole_board(stage: Any, who: str) -> list[Row]:
    """All its pages."""
    message, rows = await board(stage, who), list[Row]()
    while True:
        rows += rows_in(message.blocks)
        more = next((each for each in message.buttons if each.endswith(" more")), None)
        if more is None:
            return rows
        await stage.play.slack.member(who).press(message, more)
        await until(partial(_is_turned, message, rows_in(message.blocks)))


def _is_turned(message: Message, before: list[Row]) -> bool:
    return rows_in(message.blocks) != before


def rows_in(blocks: Blocks) -> list[Row]:
    return [row for row, _ in _with_actions(blocks)]


def buttons_of(blocks: Blocks) -> list[tuple[Row, str]]:
    """Each button of a row."""
    return [
        (row, element["text"]["text"])
        for row, actions in _with_actions(blocks)
        for element in actions["elements"]
        if element["type"] == "button"
    ]


def _with_actions(blocks: Blocks) -> list[tuple[Row, dict[str, Any]]]:
    group, name, rows = "", "", []
    for block in blocks:
        text = readable(block["text"]["text"]) if block["type"] == "section" else ""
        heading = text.rpartition(" · ")[0]
        if heading in GROUPS and "\n" not in text:
            group = heading
        elif text:
            name = text.splitlines()[0].split(" · ")[0]
        elif block["type"] == "actions" and group and not block["block_id"].endswith(".foot"):
            rows.append(((group, name), block))
    return rows
