"""What is filled in and what is asked about, of whole lines of other people."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.jobs.quicktext.parser import QuickText, parse, parse_update
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.changes_in_clauses import (
    CHANGES_ALONE,
    CHANGES_IN_DOUBT,
    CHANGES_TOGETHER,
)
from tests.jobs.quicktext.test_parser import NAMES
from tests.jobs.quicktext.told_in_lines import TOLD_IN_LETTERS, TOLD_IN_TEXTS
from tests.jobs.quicktext.told_in_updates import CHANGED_IN_LETTERS, CHANGED_IN_TEXTS
from tests.jobs.quicktext.turned_in_lines import TURNED_IN_LINES, TURNED_IN_UPDATES
from tests.jobs.quicktext.typed_by_colleagues import SENT_TO_COLLEAGUES, TYPED_BY_COLLEAGUES
from tests.jobs.quicktext.weighed_in_lines import WEIGHED_IN_LINES, WEIGHED_IN_UPDATES

_LETTERS = {
    "address_id": "a", "priority_id": "p", "status_id": "st", "job_type_id": "ty", "contractor_id": "c", "agent_id": "ag", "tenants_ids": "te",
    "date_works_start_date": "s", "date_works_end_date": "e", "job_total_budget": "t", "contractor_budget": "b", "vat_percentage": "v",
    "works_order_ref": "wo", "quote_no": "q", "invoice_no": "i",
}  # fmt: skip


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, date):
        return value.strftime("%m%d")
    if isinstance(value, Decimal):
        return f"{value:.2f}".removesuffix(".00")
    if name := getattr(value, "name", ""):
        for town in (", Leeds LS1", ", York YO1", ", High Wycombe"):
            name = name.split(town)[0]
        return str(name)
    return value if isinstance(value, str) else " & ".join(each.name for each in value)


def _came_to(quick: QuickText) -> str:
    filled = {
        _LETTERS[name]: _shown(value) for name, value in quick.values.items() if name in _LETTERS
    }
    offered = {
        _LETTERS[note.field] for note in quick.notes if note.choices and note.field in _LETTERS
    }
    parts = [f"{letter}={value}" for letter, value in sorted(filled.items())]
    return "; ".join([*parts, *(f"{letter}?" for letter in sorted(offered - filled.keys()))])


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (TOLD_IN_TEXTS, parse), (TOLD_IN_LETTERS, parse), (CHANGED_IN_TEXTS, parse_update), (CHANGED_IN_LETTERS, parse_update),
        (TURNED_IN_LINES, parse), (TURNED_IN_UPDATES, parse_update),
        (WEIGHED_IN_LINES, parse), (TYPED_BY_COLLEAGUES, parse), (SENT_TO_COLLEAGUES, parse), (WEIGHED_IN_UPDATES, parse_update),
        (CHANGES_ALONE, parse_update), (CHANGES_TOGETHER, parse_update), (CHANGES_IN_DOUBT, parse_update),
    ],
    ids=["texts", "letters", "changes in texts", "changes in letters", "turned round", "changes turned round", "weighed", "typed by colleagues", "sent to colleagues", "changes weighed", "changes alone", "changes together", "changes in doubt"],
)  # fmt: skip
def test_a_line_comes_to_what_is_meant(lines: str, read: Callable[..., QuickText]) -> None:
    wrong = []
    for line in filter(None, lines.split("\n")):
        text, _, meant = line.rpartition("|")
        typed = text.strip().replace(" ⏎ ", "\n").replace(" ⇥ ", "\t")
        came_to = _came_to(read(typed, WEDNESDAY, NAMES))
        if came_to != meant.strip():
            wrong.append((text, came_to, meant.strip()))
    assert wrong == []
