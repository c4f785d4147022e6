"""A bare number is an amount where it neither counts what comes after it nor names what stands before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.bare_amounts import find_all_amounts, find_bare_amounts
from tests.jobs.amounts_in_text import AMOUNTS, NO_AMOUNTS, NOT_SEEN
from tests.jobs.bare_amounts_in_text import BARE, COUNTED_OR_NAMED
from tests.steps import cpu, cpu_within


def left(text: str) -> str:
    hidden = {n for start, end in find_all_amounts(text) for n in range(start, end)}
    return "".join(each for n, each in enumerate(text) if n not in hidden)


@pytest.mark.parametrize(
    "around", ["{}", "Boiler dead. {}", "{}, ring first", "Leak in kitchen.\n{}\nThanks"]
)
def test_a_number_that_stands_alone_is_an_amount(around: str) -> None:
    around_it = sum(map(str.isdigit, around))
    shown = [left(around.format(each)) for each in BARE]

    assert [each for each in shown if sum(map(str.isdigit, each)) > around_it] == []


@pytest.mark.parametrize(
    "around", ["{}", "Boiler dead. {}", "{}, ring first", "Leak in kitchen.\n{}\nThanks"]
)
def test_one_that_counts_or_names_is_none(around: str) -> None:
    texts = [around.format(each) for each in (*COUNTED_OR_NAMED, *NO_AMOUNTS)]

    assert [each for each in texts if left(each) != each] == []


def test_those_with_words_of_money_are_found_too() -> None:
    assert [each for each in AMOUNTS if left(each) == each and each not in NOT_SEEN] == []


@given(st.integers(100, 199_999).filter(lambda n: not 1950 <= n < 2040), st.sampled_from(
    ["{} sounds high", "can't do {}", "{:,} is a lot", "is {} ok", "make it {}", "{} or less", "no more than {}, they said", "LL won't go to {}"]
))  # fmt: skip
def test_whatever_its_size(number: int, words: str) -> None:
    assert not any(map(str.isdigit, left(words.format(number))))


@given(st.text(alphabet="0123456789 ,.-/:;ak£no\n", max_size=120))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = find_all_amounts(text)
    ends = [0, *(end for _, end in spans)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(start >= ends[n] for n, (start, _) in enumerate(spans))


@pytest.mark.parametrize(
    "unit",
    [
        "450 ",
        "450, ",
        "450/",
        "is 450 ok ",
        "14, ",
        "no 450 and ",
        "450 a b c ",
        "(450) ",
        "1,",
        "a: ",
    ],
)
def test_a_long_text_is_read_once(unit: str) -> None:
    few, many = (unit * (length // len(unit)) for length in (2_500, 10_000))
    assert cpu_within(
        lambda: find_bare_amounts(many), 9 * cpu(lambda: find_bare_amounts(few), 2) + 0.02
    )
