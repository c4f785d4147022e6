"""Rows of a board that were put off: *Undo* in the place of one for a while, and all of them in a list."""

from collections.abc import Sequence

from bot.jobs.board import GROUPS, Asleep
from bot.views import blocks, elements
from bot.views.blocks import Block
from bot.views.buttons import Press

WAKE = "Wake now"
"""What the list asks for: the chosen row is on the board again."""
_MOST_LINES = 5
_MOST_LISTED = 100
"""Options of a list [reference/block-kit/block-elements/select-menu-element]."""


def press(asleep: Asleep) -> Press:
    """Brings the row back."""
    row = asleep.row
    return Press("wake", row.subject, row.job_ref, change=row.group)


def lately(asleep: Sequence[Asleep], since: float) -> list[Asleep]:
    """Those put off since that moment (Unix seconds), of many the last ones; in the same order."""
    late = [each for each in asleep if each.snooze.at > since]
    latest = sorted(late, key=lambda each: each.snooze.at)[-_MOST_LINES:]
    return [each for each in late if each in latest]


def line(asleep: Asleep, name: str, block_id: str) -> Block:
    """In the place of the row. `name`: of its job, ready mrkdwn."""
    words = f"{name}\n_{until(asleep)}_"
    row = asleep.row
    title = row.heading.removeprefix(row.job_ref).removeprefix(" · ")
    undo = press(asleep).button("Undo", about=title)
    return blocks.section(words, block_id, accessory=undo)


def until(asleep: Asleep) -> str:
    """Ready mrkdwn."""
    return f"Snoozed until {blocks.when(asleep.snooze.until)}."


def listed(asleep: Sequence[Asleep], block_id: str) -> Block:
    """How many are put off, and which, the last one first. Its block id is another one for other rows, so
    that nothing chosen stays in the list.
    """
    latest = sorted(asleep, key=lambda each: -each.snooze.at)[:_MOST_LISTED]
    options = [
        press(each).option(each.row.heading, detail=GROUPS[each.row.group]) for each in latest
    ]
    version = f"{len(asleep)}-{int(latest[0].snooze.at * 1000)}"
    choose = elements.list_select(
        press(latest[0]).action_id, options, placeholder=blocks.plain(WAKE, 150)
    )
    return blocks.section(count(asleep), f"{block_id}-{version}", accessory=choose)


def count(asleep: Sequence[Asleep]) -> str:
    """`3 snoozed.`"""
    more = f" The list has the last {_MOST_LISTED}." if len(asleep) > _MOST_LISTED else ""
    return f"{len(asleep):,} snoozed.{more}"
