"""A day that depends on something stays open, and is offered; a wish about it does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.jobs.dates.vocabulary import DAYS
from bot.jobs.quicktext.parser import parse, parse_update
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_WEEKDAYS = st.integers(0, 6)
_MODIFIERS = st.sampled_from(
    [
        "{w}",
        "{w} am",
        "{w} at 2pm",
        "on {w}",
        "by {w}",
        "{w} first thing",
        "this {w}",
        "{s}",
        "w/c {d} june",
    ]
)
_CONDITIONS = st.sampled_from(
    ["weather permitting", "if dry", "if the scaffold is up", "unless it rains", "subject to parts", "depending on bob", "tbc", "provided she's in",
     "- tbc", "(tbc)", ", weather permitting", "assuming dry", "as long as it's dry", "once parts are in", "pending approval", "if frumious",
     "unless the moon is blue", "provisionally", "if ann is home", "if tenant agrees", "to be confirmed", "- weather dependent", "?"]
)  # fmt: skip
_DOUBTS = st.sampled_from(
    [
        "maybe {}",
        "possibly {}",
        "poss {}",
        "probably {}",
        "pencilled in for {}",
        "provisionally {}",
        "might be {}",
        "not sure, perhaps {}",
        "if dry {}",
    ]
)
_PLACES = st.sampled_from(
    [
        "gutter clean {}",
        "gutter clean 12 elm row {}",
        "{}, gutter clean 12 elm row",
        "gutter clean, bob jones {}",
        "gutter clean £95 {}",
    ]
)
_WISHES = st.sampled_from(
    [
        "if poss",
        "if possible",
        "if you can",
        "if u can",
        ", if no answer ring",
        "please",
        "latest if needed",
        "if available",
    ]
)
_FEW = settings(max_examples=40)
"""A line is read in milliseconds, but there are thousands of lines in this room."""


def _said(modifier: str, number: int) -> str:
    name = DAYS[number]
    return modifier.format(w=name.lower(), s=name[:3].lower(), d=15 + number)


@_FEW
@given(_PLACES, _MODIFIERS, _WEEKDAYS, _CONDITIONS)
def test_a_day_with_a_condition_is_left_open_and_offered(
    place: str, modifier: str, number: int, condition: str
) -> None:
    text = place.format(
        f"{_said(modifier, number)} {condition}".replace(" ,", ",").replace(" ?", "?")
    )

    for quick in (parse(text, WEDNESDAY, NAMES), parse_update(text, WEDNESDAY, NAMES)):
        assert not {"date_works_start_date", "date_works_end_date"} & set(quick.values), text
        assert any(note.field.startswith("date_works") for note in quick.notes), text


@_FEW
@given(_PLACES, _MODIFIERS, _WEEKDAYS, _DOUBTS)
def test_a_day_in_doubt_is_left_open(place: str, modifier: str, number: int, lead: str) -> None:
    text = place.format(lead.format(_said(modifier, number)))
    quick = parse(text, WEDNESDAY, NAMES)

    assert not {"date_works_start_date", "date_works_end_date"} & set(quick.values), text
    assert any(note.field.startswith("date_works") for note in quick.notes), text


@_FEW
@given(_PLACES, st.sampled_from(["{w}", "{w} am", "on {w}", "{s}"]), _WEEKDAYS, _WISHES)
def test_a_wish_leaves_the_day_as_it_is(place: str, modifier: str, number: int, wish: str) -> None:
    text = place.format(f"{_said(modifier, number)} {wish}".replace(" ,", ","))
    values = parse(text, WEDNESDAY, NAMES).values
    coming = WEDNESDAY + timedelta(days=(number - WEDNESDAY.weekday()) % 7 or 7)

    assert coming in {values.get("date_works_start_date"), values.get("date_works_end_date")}, text


@pytest.mark.parametrize(
    "text", ["start: friday if dry, gutter clean", "gutter clean, end: friday subject to parts"]
)
def test_a_labelled_day_that_depends_on_something_is_offered(text: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)

    assert not {"date_works_start_date", "date_works_end_date"} & set(quick.values)
    assert any(note.choices == (date(2026, 6, 12),) for note in quick.notes)
