"""Lines with days of other matters: no value is ever wrong; what is not sure is open, nearly always with its button."""

import re
from datetime import date

from bot.jobs.quicktext.parser import QuickText, parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.days_among_others import DAYS_AMONG_OTHERS
from tests.jobs.quicktext.days_of_others import DAYS_OF_OTHERS
from tests.jobs.quicktext.test_parser import NAMES

_FIELDS = {
    "s": "date_works_start_date",
    "e": "date_works_end_date",
    "t": "job_total_budget",
    "c": "contractor_budget",
}
_LINES = [
    (text.strip(), dict(re.findall(r"([setcx])=(\S+)", meant)))
    for text, _, meant in (
        line.rpartition("|") for line in (DAYS_OF_OTHERS + DAYS_AMONG_OTHERS).split("\n") if line
    )
]


def _read(quick: QuickText) -> dict[str, str]:
    """The days and amounts that were read, as the lines write them."""
    values = {letter: quick.values.get(name) for letter, name in _FIELDS.items()}
    return {
        letter: value.strftime("%m%d") if isinstance(value, date) else f"{value:.0f}"
        for letter, value in values.items()
        if value is not None
    }


@corpus(("text", "meant"), _LINES)
def test_no_value_is_wrong(text: str, meant: dict[str, str]) -> None:
    quick = parse(text, WEDNESDAY, NAMES)

    assert _read(quick).items() <= meant.items()
    assert meant.get("x", "-") not in quick.values.get("job_title", "").replace("-", "")


def test_few_right_days_are_left_open_and_nearly_all_of_them_offered() -> None:
    right = opened = offered = 0
    for text, meant in _LINES:
        quick = parse(text, WEDNESDAY, NAMES)
        days = {meant[letter] for letter in "se" if letter in meant}
        read = {value for letter, value in _read(quick).items() if letter in "se"}
        choices = [choice for note in quick.notes for choice in note.choices]
        shown = {choice.strftime("%m%d") for choice in choices if isinstance(choice, date)}
        right += len(days)
        opened += len(days - read)
        offered += len((days - read) & shown)

    assert opened <= 0.25 * right
    assert offered >= 0.75 * opened
