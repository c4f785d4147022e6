"""A day is the work's only among words that are known: any other word leaves it open, with its button."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.quicktext.parser import QuickText, parse
from bot.jobs.quicktext.work_words import KNOWN
from bot.jobs.trade_words import TradeWord, TradeWords
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_FIELDS = ("date_works_start_date", "date_works_end_date")
_DAYS = {
    "fri": date(2026, 6, 12),
    "monday": date(2026, 6, 15),
    "16 june": date(2026, 6, 16),
    "19/6": date(2026, 6, 19),
    "next tues": date(2026, 6, 16),
    "22nd june": date(2026, 6, 22),
    "thurs 18 june": date(2026, 6, 18),
}
_OTHERS = (
    "power cut {}", "power cut at 12 Elm Row {}", "water off in the street {}", "completion is {}", "house sale completes {}", "viewing {}",
    "tenant moves in {}", "council inspection {}", "meter exchange by octopus {}", "skip permit starts {}", "school term ends {}", "tenant flies home {}",
    "scaffold arrives {}", "washing machine delivery {}", "funeral {}", "court hearing {}", "rent review {}", "insurance assessor coming {}", "ofsted {}", "my mother visits from {}",
    "boiler warranty runs to {}", "cherry picker hired {} only", "tenant flagged a loose socket {}", "planning consent expected {}", "neighbours extension starts {}", "street party {}",
    "yoga lesson {}", "{} is sports day", "{} broadband switch over", "{} the landlord lands at heathrow", "gas engineer from octopus {}", "marathon {}", "load shedding {}",
)  # fmt: skip
_OURS = (
    "boiler service {}", "leaking tap in kitchen {}", "ace gas {}", "bob jones to fix the fence {}", "can someone come {}", "please book zed electrical {}", "plumber {}", "toilet blocked, {}",
    "replace shower screen in the back bathroom {}", "two double sockets not working upstairs {}", "gutters need clearing {}", "radiator cold {}", "new carpet, {}, £250", "Mrs Patel no hot water {}",
    "dave to paint the hall {}", "paint front door and fence {}", "boilr leakng {}",
)  # fmt: skip
_AROUND = (
    "{}",
    "{} at 12 Elm Row",
    "12 Elm Row {}",
    "Hi Priya, {}",
    "12 Elm Row - {} - £80",
    "12 Elm Row. {}. Thanks",
    "{}\n12 Elm Row",
)


def _days(quick: QuickText) -> set[object]:
    return {quick.values.get(name) for name in _FIELDS} - {None}


def _offered(quick: QuickText) -> set[object]:
    return {choice for note in quick.notes for choice in note.choices}


@given(st.sampled_from(_OTHERS), st.sampled_from(sorted(_DAYS)), st.sampled_from(_AROUND))
def test_a_day_of_something_else_is_never_taken(other: str, day: str, around: str) -> None:
    quick = parse(around.format(other.format(day)), WEDNESDAY, NAMES)

    assert _days(quick) == set()
    assert _DAYS[day] in _offered(quick)


@given(st.sampled_from(_OURS), st.sampled_from(sorted(_DAYS)), st.sampled_from(_AROUND))
def test_a_day_of_the_work_is_taken(ours: str, day: str, around: str) -> None:
    assert _days(parse(around.format(ours.format(day)), WEDNESDAY, NAMES)) == {_DAYS[day]}


_LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=7, max_size=12)


@given(
    _LETTERS,
    st.sampled_from(sorted(_DAYS)),
    st.sampled_from(["{w} {d}", "leak {w} {d}", "{d} {w}", "boiler at 12 Elm Row {w} {d} ace gas"]),
)
def test_a_word_that_nobody_knows_leaves_the_day_open(word: str, day: str, line: str) -> None:
    quick = parse(line.format(w=f"{word}qqq", d=day), WEDNESDAY, NAMES)

    assert _days(quick) == set()
    assert _DAYS[day] in _offered(quick)


@given(
    st.lists(st.sampled_from(sorted(KNOWN - {"send", "ask"})), min_size=1, max_size=4),
    st.sampled_from(["power cut", "viewing", "octopus"]),
)
def test_no_word_of_repairs_makes_the_day_of_something_else_ours(
    words: list[str], other: str
) -> None:
    assert _DAYS["16 june"] not in _days(
        parse(f"{' '.join(words)} {other} 16 june", WEDNESDAY, NAMES)
    )


def test_the_words_of_the_operators_trade_are_known() -> None:
    trade = TradeWords(type=(TradeWord(names=("Pools",), words=("pool", "chlorine dosing")),))

    assert _days(parse("pool chlorine dosing fri", WEDNESDAY, NAMES)) == set()
    assert _days(parse("pool chlorine dosing fri", WEDNESDAY, NAMES, trade)) == {_DAYS["fri"]}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("power cut 16 june", "power cut"),
        ("completion on the sale of Rose Cottage is 29 june", "sale"),
        ("electric meter exchange by octopus 17 june", "octopus"),
    ],
)
def test_the_note_names_the_word_that_leaves_the_day_open(text: str, word: str) -> None:
    (note,) = (note for note in parse(text, WEDNESDAY, NAMES).notes if note.choices)

    assert f"was left open because of “{word}”" in note
