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
"""In the order of the board."""
MENDED_BY = {CONTRACTOR: "Choose contractor", ACCEPT: "Notify again", VISIT: "Update"}
Blocks = Sequence[dict[str, Any]]


async def board(stage: Any, who: str) -> Message:
    """`/job board`, its first page."""
    return await boards.board(stage.play, who)


async def whole_board(stage: Any, who: str) -> list[Row]:
    """All its pages."""
    message, rows = await board(stage, who), list[Row]()
    while True:
        check_buttons(message.blocks)
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


def check_buttons(blocks: Blocks) -> None:
    """Each row of a job has the one button that its group is mended with; each other one at most."""
    pressed: dict[Row, list[str]] = {row: [] for row in rows_in(blocks)}
    for row, label in buttons_of(blocks):
        pressed[row].append(label)
    for (group, name), labels in pressed.items():
        mended = MENDED_BY.get(group)
        assert labels == [mended] if mended else len(labels) <= 1, f"{group}, {name}: {labels}"


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
