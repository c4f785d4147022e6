"""Amounts without a pound sign are found in running text, other numbers are left; both rates are measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.money_text import find_amounts
from tests.jobs.amounts_in_text import AMOUNTS, NO_AMOUNTS, NOT_SEEN
from tests.steps import cpu, cpu_within

_AROUND = ("Leak at 12 Elm Row, {}", "{} - ring first", "Leak in kitchen.\n{}\nThanks")


@pytest.mark.parametrize("around", ["{}", *_AROUND])
def test_an_amount_is_found_also_among_other_words(around: str) -> None:
    texts = [around.format(each) for each in AMOUNTS if each not in NOT_SEEN]
    assert [text for text in texts if not find_amounts(text)] == []


def test_a_number_that_counts_or_measures_is_left() -> None:
    assert [text for text in NO_AMOUNTS if find_amounts(text)] == []


def test_the_rates_of_both_mistakes() -> None:
    missed = {text for text in AMOUNTS if not find_amounts(text)}

    assert len(AMOUNTS) > 250
    assert len(NO_AMOUNTS) > 250
    assert missed <= {*NOT_SEEN}
    assert len(missed) / len(AMOUNTS) < 3 / 60


@given(
    st.integers(101, 99_999),
    st.sampled_from(["{:,}.00", "{} exc", "{} inc vat", "quoted {}", "NTE {}", "{} quid", "LL approved {}", "{}k max", "{} all in", "cost us {}",
                     "{} plus vat", "budget is {:,}", "paid {} so far", "{} per visit", "{} pcm", "deposit of {}"]),
    st.sampled_from(_AROUND),
)  # fmt: skip
def test_no_digit_of_an_amount_is_left(amount: int, shape: str, around: str) -> None:
    text = around.format(shape.format(amount))
    left = [c for n, c in enumerate(text) if not any(a <= n < b for a, b in find_amounts(text))]

    assert sum(map(str.isdigit, left)) == sum(map(str.isdigit, around))


@given(
    st.integers(2, 999),
    st.sampled_from(["{}mm", "{} litres", "flat {}", "{} tiles", "{}kW", "room {}", "{} Elm Row", "job {}", "{} days", "{}k BTU", "error {}"]),
)  # fmt: skip
def test_what_is_measured_is_no_amount(number: int, shape: str) -> None:
    assert find_amounts(shape.format(number)) == []


@pytest.mark.parametrize(
    "unit", ["450 ", "paid ", "two fifty ", "a ", "1,", "quoted us about ", "£", "k", "4.", "hundred and ", "    ", "budget is ", "excess on policy "]
)  # fmt: skip
def test_a_long_text_is_read_once(unit: str) -> None:
    few, many = (unit * (length // len(unit)) for length in (2_500, 10_000))
    assert cpu_within(lambda: find_amounts(many), 9 * cpu(lambda: find_amounts(few), 2) + 0.02)
