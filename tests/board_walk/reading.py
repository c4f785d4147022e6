"""What people see: the rows of a board in a message or on Home, and the facts of a card."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from bot.sandbox.outline import readable
from bot.sandbox.slack.messages import Message
from tests.board_walk.model import ACCEPT, APPROVAL, CONTRACTOR, STUCK, VISIT, Row
from tests.stories import boards
from tests.waiting import until

GROUPS = (APPROVAL, STUCK, CONTRACTOR, ACCEPT, VISIT)
"""In the order of the board."""
MENDED_BY = {CONTRACTOR: "Choose contractor", ACCEPT: "Notify again", VISIT: "Update"}
Blocks = Sequence[dict[str, Any]]
_COUNTED = re.compile(r"(nothing|[\d,]+ things?) waits? for you")


class Drawn(NamedTuple):
    """A row as it stands there: what it says, and the block of its buttons."""

    row: Row
    words: str
    actions: dict[str, Any]


@dataclass
class WholeBoard:
    """`counts`: how many rows each heading says there are. `asleep`: which it says are put off."""

    pages: list[Blocks] = field(default_factory=list)
    counts: set[tuple[str, int]] = field(default_factory=set)
    asleep: list[Row] = field(default_factory=list)

    @property
    def first(self) -> str:
        """Its first line."""
        return readable(self.pages[-1][0]["text"]["text"])

    @property
    def rows(self) -> list[Row]:
        return [row for page in self.pages for row in rows_in(page)]

    @property
    def buttons(self) -> list[tuple[Row, str]]:
        return [each for page in self.pages for each in buttons_of(page)]


async def board(stage: Any, who: str) -> Message:
    """`/job board`, its first page."""
    return await boards.board(stage.play, who)


async def whole_board(stage: Any, who: str) -> WholeBoard:
    """All its pages."""
    message, whole = await board(stage, who), WholeBoard()
    while True:
        check_buttons(message.blocks)
        whole.pages.append(message.blocks)
        whole.counts |= set(_headings(message.blocks))
        more = next((each for each in message.buttons if each.endswith(" more")), None)
        if more is None:
            whole.asleep = asleep_in(message.blocks)
            return whole
        await stage.play.slack.member(who).press(message, more)
        await until(partial(_is_turned, message, rows_in(message.blocks)))


def _is_turned(message: Message, before: list[Row]) -> bool:
    return rows_in(message.blocks) != before


def rows_in(blocks: Blocks) -> list[Row]:
    return [each.row for each in drawn_rows(blocks)]


def buttons_of(blocks: Blocks) -> list[tuple[Row, str]]:
    """Each button of a row."""
    return [
        (each.row, element["text"]["text"])
        for each in drawn_rows(blocks)
        for element in each.actions["elements"]
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


def check_counts(whole: WholeBoard) -> None:
    """Its first line and the headings of its groups say how many rows there are."""
    rows = whole.rows
    found = Counter(group for group, _ in rows)
    assert whole.counts == set(found.items()), f"the headings say {whole.counts}, there: {rows}"
    said = _COUNTED.search(whole.first)
    assert said is not None, f"nobody reads how many wait: {whole.first}"
    count = 0 if said[1] == "nothing" else int(said[1].split()[0].replace(",", ""))
    assert count == len(rows), f"“{whole.first}”, there: {rows}"


def drawn_rows(blocks: Blocks) -> list[Drawn]:
    group, words, rows = "", "", list[Drawn]()
    for block in blocks:
        text = readable(block["text"]["text"]) if block["type"] == "section" else ""
        if heading := _heading(text):
            group = heading
        elif text:
            words = text
        elif block["type"] == "actions" and group and not block["block_id"].endswith(".foot"):
            name = words.splitlines()[0].split(" · ")[0]
            rows.append(Drawn((group, name), words, block))
    return rows


def _heading(text: str) -> str:
    """The group whose heading it is; empty for other text."""
    group = text.rpartition(" · ")[0]
    return group if group in GROUPS and "\n" not in text else ""


def _headings(blocks: Blocks) -> list[tuple[str, int]]:
    texts = [readable(each["text"]["text"]) for each in blocks if each["type"] == "section"]
    counts = [(_heading(each), each.rpartition(" · ")[2].replace(",", "")) for each in texts]
    return [(group, int(count)) for group, count in counts if group]


def wake_list(blocks: Blocks) -> dict[str, Any] | None:
    """The block with the list of all that is put off."""
    found = [each for each in blocks if each.get("accessory", {}).get("type") == "static_select"]
    assert len(found) <= 1, found
    return found[0] if found else None


def asleep_in(blocks: Blocks) -> list[Row]:
    """What that list offers to wake, the last one that was put off first; it says how many there are."""
    block = wake_list(blocks)
    if block is None:
        return []
    options = block["accessory"]["options"]
    rows = [(each["description"]["text"], each["text"]["text"].split(" · ")[0]) for each in options]
    assert block["text"]["text"] == f"{len(rows)} snoozed.", block
    return rows


def undoable_in(blocks: Blocks) -> list[str]:
    """Of which rows a line with *Undo* says that they are put off: reference or title."""
    texts = [
        readable(each["text"]["text"])
        for each in blocks
        if each.get("accessory", {}).get("type") == "button"
    ]
    assert all("Snoozed until" in each for each in texts), texts
    return [each.splitlines()[0].split(" · ")[0] for each in texts]
