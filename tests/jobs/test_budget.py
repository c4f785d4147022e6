from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.budget import sum_line, total, total_warnings

money = st.decimals(min_value=0, max_value=10_000_000, places=2)
rates = st.decimals(min_value=0, max_value=100, places=2)


@pytest.mark.parametrize(
    ("budget", "vat", "due"),
    [("180", "20", "216.00"), ("0.05", "10", "0.06"), ("0.03", "50", "0.05"), ("99.99", "0", "99.99"),
     ("100.10", "17.5", "117.62")],
)  # fmt: skip
def test_a_total_is_rounded_half_up_to_pence(budget: str, vat: str, due: str) -> None:
    assert str(total(Decimal(budget), Decimal(vat))) == due


def test_no_rate_is_assumed() -> None:
    assert total(Decimal(180), None) is None
    assert total(None, Decimal(20)) is None
    assert sum_line("180", None) == ""


@pytest.mark.parametrize("odd", ["", "x", "-5", "1e30", None, "NaN"])
def test_a_half_typed_number_has_no_total(odd: Any) -> None:
    assert sum_line(odd, "20") == ""


def test_the_sum_reads_as_a_sum() -> None:
    assert sum_line("180", "20") == "£216.00 = £180.00 + 20% VAT"


@given(money, rates)
def test_a_total_that_follows_is_never_doubted(budget: Decimal, vat: Decimal) -> None:
    values = {
        "contractor_budget": budget,
        "vat_percentage": vat,
        "total_amount": total(budget, vat),
    }
    assert total_warnings(values) == {}


def test_a_total_that_does_not_follow_is_asked_about_on_its_field() -> None:
    values = {
        "contractor_budget": Decimal(180),
        "vat_percentage": Decimal(20),
        "total_amount": Decimal(200),
    }
    assert total_warnings(values) == {
        "total_amount": "£216.00 expected: £180.00 + 20% VAT. Send again to keep £200.00."
    }


def test_a_budget_below_what_the_contractor_gets_is_asked_about() -> None:
    values = {"job_total_budget": Decimal(200), "contractor_budget": Decimal(180)}
    assert total_warnings(values) == {}
    assert total_warnings(values | {"vat_percentage": Decimal(20)}) == {
        "job_total_budget": "That is less than the contractor's £216.00. "
        "Send again to keep £200.00."
    }
    assert "job_total_budget" in total_warnings(values | {"total_amount": Decimal("200.01")})
    assert total_warnings({}) == {}
