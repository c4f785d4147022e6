"""What is said under a field of a form, with buttons that put a value into it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.jobs.display import display, plain
from bot.jobs.fields import Money, Percent
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.jobs.quicktext.notes import MOST_CHOICES, Note
from bot.jobs.validation import validated
from bot.views import blocks
from bot.views.blocks import Block, Element
from bot.views.inputs import choice_option
from bot.views.mrkdwn import safe_text

NOTE = "note."
"""What the block ids under a field begin with; the name of the field follows."""
FILL = "form.fill."
"""What the action ids of these buttons begin with; the number of the button follows, from 1."""
FILL_ACTIONS = tuple(f"{FILL}{n}" for n in range(1, MOST_CHOICES + 1))


def beside_field(name: str, notes: Sequence[Note]) -> Iterable[Block]:
    """The notes of a field, and what it may be instead."""
    if not notes:
        return
    lines = [safe_text(note, 500) for note in notes if note.strip()]
    if lines:
        yield blocks.context(*lines, block_id=f"{NOTE}{name}")
    choices = list(dict.fromkeys(each for note in notes for each in note.choices))[:MOST_CHOICES]
    if choices:
        buttons = [_button(name, n, each) for n, each in enumerate(choices, 1)]
        yield blocks.actions(buttons, block_id=f"{NOTE}{name}.choices")


def is_beside(block_id: str, name: str) -> bool:
    return block_id in (f"{NOTE}{name}", f"{NOTE}{name}.choices")


def without_choice(
    drawn: Iterable[Mapping[str, Any]], name: str, pressed: date | Decimal | Choice
) -> list[Mapping[str, Any]]:
    """What stands beside a field without one of its buttons; nothing where that was the last one."""
    gone = _button(name, 1, pressed)["value"]
    beside: list[Mapping[str, Any]] = []
    for block in drawn:
        if not is_beside(str(block.get("block_id", "")), name):
            continue
        if block["type"] == "actions":
            left = [each for each in block["elements"] if each["value"] != gone]
            return [*beside, {**block, "elements": left}] if left else []
        beside.append(block)
    return []


def read_choice(pressed: str) -> tuple[str, date | Decimal | Choice]:
    """Field and value of a pressed button. Raises ValueError for what no button of ours holds."""
    match json.loads(pressed):
        case [str(name), str(number)] if name in FIELDS and isinstance(
            FIELDS[name].kind, Money | Percent
        ):
            return name, validated(FIELDS[name].kind, number)
        case [str(name), str(day)]:
            return name, date.fromisoformat(day)
        case [str(name), int(id_), str(words)] if id_ > 0:
            return name, Choice(id_, words)
    raise ValueError("no choice of ours")


def _button(name: str, number: int, value: date | Decimal | Choice) -> Element:
    match value:
        case Choice():
            label = choice_option(value)["text"]["text"]
            written: list[Any] = [name, value.id, label]
        case Decimal():
            written = [name, plain(value)]
            label = display(name, value)
        case _:
            written = [name, value.isoformat()]
            label = f"{value:%a} {value.day} {value:%b}"
    text = json.dumps(written, separators=(",", ":"))
    return blocks.button(label, f"{FILL}{number}", value=text)
