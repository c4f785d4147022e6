"""Lines as offices type them: no day and no amount is wrong, few right ones are left open, and those are one press away."""

import re
from datetime import date
from decimal import Decimal

import pytest

from bot.jobs.quicktext.parser import QuickText, parse
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.amounts_of_offices import (
    AMOUNTS_OF_OFFICES,
    MORE_AMOUNTS_OF_OFFICES,
    YET_MORE_AMOUNTS_OF_OFFICES,
)
from tests.jobs.quicktext.days_of_offices import (
    DAYS_OF_OFFICES,
    MORE_DAYS_OF_OFFICES,
    YET_MORE_DAYS_OF_OFFICES,
)
from tests.jobs.quicktext.test_parser import NAMES

_DAYS = {"s": "date_works_start_date", "e": "date_works_end_date"}
_AMOUNTS = {"t": "job_total_budget", "c": "contractor_budget"}

_OUT_OF_REACH = 3
"""Right values of sixty lines that are left open without a button."""


def _meant(line: str) -> tuple[str, dict[str, str]]:
    text, _, meant = line.rpartition("|")
    return text.strip(), dict(re.findall(r"([setc])=(\S+)", meant))


def _shown(value: object) -> str:
    return value.strftime("%m%d") if isinstance(value, date) else f"{value:.0f}"


def _read(quick: QuickText, fields: dict[str, str]) -> dict[str, str]:
    return {
        letter: _shown(quick.values[name])
        for letter, name in fields.items()
        if name in quick.values
    }


def _offered(quick: QuickText) -> set[str]:
    choices = [choice for note in quick.notes for choice in note.choices]
    return {_shown(choice) for choice in choices if isinstance(choice, date | Decimal)}


@pytest.mark.parametrize(
    ("lines", "fields", "most"),
    [
        (AMOUNTS_OF_OFFICES, _AMOUNTS, 0.4),
        (MORE_AMOUNTS_OF_OFFICES, _AMOUNTS, 0.4),
        (YET_MORE_AMOUNTS_OF_OFFICES, _AMOUNTS, 0.4),
        (DAYS_OF_OFFICES, _DAYS, 0.3),
        (MORE_DAYS_OF_OFFICES, _DAYS, 0.3),
        (YET_MORE_DAYS_OF_OFFICES, _DAYS, 0.3),
    ],
    ids=["amounts", "more amounts", "yet more amounts", "days", "more days", "yet more days"],
)
def test_no_value_is_wrong_and_few_are_left_open(
    lines: str, fields: dict[str, str], most: float
) -> None:
    wrong, opened, out_of_reach, right = [], [], [], 0
    for line in filter(None, lines.split("\n")):
        text, meant = _meant(line)
        quick = parse(text, WEDNESDAY, NAMES)
        read = _read(quick, fields)
        right += len(meant)
        if not read.items() <= meant.items():
            wrong.append((text, read))
        left = [value for letter, value in meant.items() if letter not in read]
        opened += [(text, value) for value in left]
        out_of_reach += [(text, value) for value in left if value not in _offered(quick)]

    assert wrong == []
    assert len(opened) <= most * right, opened
    assert len(out_of_reach) <= _OUT_OF_REACH, out_of_reach
