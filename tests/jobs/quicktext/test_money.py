"""Money in running text and after a label: the whole number, or none of it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from bot.jobs.quicktext.parser import parse
from bot.jobs.validation import percent, pounds
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.money_in_lines import MONEY_IN_LINES
from tests.jobs.quicktext.test_parser import NAMES


@corpus(("text", "meant"), MONEY_IN_LINES.items())
def test_an_amount_is_read_whole_or_left_open(text: str, meant: tuple[str | None, ...]) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    fields = ("job_total_budget", "contractor_budget", "vat_percentage")

    assert (
        tuple(str(quick.values[name]) if name in quick.values else None for name in fields) == meant
    )
    if meant == (None, None, None):
        digits = [part for part in text.replace(".", " ").split() if part.isdigit()]
        assert all(
            part in f"{quick.values['job_title']} {quick.notes}{quick.values}" for part in digits
        )


_AMOUNTS = st.decimals(Decimal(1), Decimal(900_000), places=2)
_GROUPING = st.sampled_from(["", ",", " ", "'"])
_FRAMES = st.sampled_from(
    [
        "leak £{}",
        "leak £{}, friday",
        "leak budget: {}",
        "leak budget £{}",
        "leak {} pounds",
        "leak up to £{} max",
        "leak £{} budget",
    ]
)


@given(_AMOUNTS, _GROUPING, _FRAMES, st.booleans())
def test_an_amount_comes_back_however_its_thousands_are_parted(
    amount: Decimal, mark: str, frame: str, pence: bool
) -> None:
    whole = f"{amount:,.2f}" if pence else f"{int(amount):,}"
    values = parse(frame.format(whole.replace(",", mark)), WEDNESDAY, NAMES).values

    assert values["job_total_budget"] == (amount if pence else int(amount))


_WRONG = st.sampled_from(
    ["{},{:02}", "{}.{:02},5", "{},{:02},", "{} {:02}", "{}'{:02}", "{}.{:02}5", "{}.{:02}.1"]
)


@given(
    st.integers(1, 999),
    st.integers(10, 99),
    _WRONG,
    st.sampled_from(["leak £{}", "leak budget: £{}", "leak budget: {}"]),
)
def test_what_is_no_amount_is_never_read_by_its_beginning(
    whole: int, rest: int, wrong: str, frame: str
) -> None:
    quick = parse(frame.format(wrong.format(whole, rest)), WEDNESDAY, NAMES)

    assert quick.values.get("job_total_budget") in {None, Decimal(f"{whole}.{rest}")}
    if "," not in wrong.rstrip(","):
        assert "job_total_budget" not in quick.values
    assert quick.notes or "job_total_budget" in quick.values


@pytest.mark.parametrize(
    "typed", ["250,50", "1.250,50", "1,25", "12,5000", "1 250", "£", "1,2,3", "2k", ",5"]
)
@pytest.mark.parametrize("read", [pounds, percent])
def test_a_box_of_the_form_asks_where_a_number_is_unclear(typed: str, read: Any) -> None:
    with pytest.raises(PydanticCustomError):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,250.50", "1250.50"),
        ("£1,250", "1250"),
        ("12,345,6", ""),
        ("250", "250"),
        ("1,000,000", "1000000"),
    ],
)
def test_commas_part_thousands_only(typed: str, value: str) -> None:
    if value:
        assert pounds(typed) == Decimal(value)
    else:
        with pytest.raises(PydanticCustomError):
            pounds(typed)
