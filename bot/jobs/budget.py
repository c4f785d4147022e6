"""Budget, VAT and total of a job: the total that follows, and amounts that look like a mistake."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.jobs.display import as_number, percent, pounds

_PENNY = Decimal("0.01")


def total(contractor_budget: Decimal | None, vat: Decimal | None) -> Decimal | None:
    """Contractor budget plus VAT in whole pence, halves up (api/financial).

    None unless both are known: the rate that an instance assumes by itself is undocumented.
    """
    if contractor_budget is None or vat is None:
        return None
    return (contractor_budget * (1 + vat / 100)).quantize(_PENNY, ROUND_HALF_UP)


def sum_line(contractor_budget: Any, vat: Any) -> str:
    """`£216.00 = £180.00 + 20% VAT`, from numbers or text; empty unless both are known."""
    budget, rate = as_number(contractor_budget), as_number(vat)
    if budget is None or rate is None or not (0 <= budget < 10**12 and 0 <= rate <= 100):
        return ""
    return f"{pounds(total(budget, rate) or 0)} = {pounds(budget)} + {percent(rate)} VAT"


def total_warnings(values: Mapping[str, Any]) -> dict[str, str]:
    """Field → a question about money that does not add up; one more send keeps it as it is."""
    budget, vat = (
        as_number(values.get("contractor_budget")),
        as_number(values.get("vat_percentage")),
    )
    typed_total, client_budget = (
        as_number(values.get("total_amount")),
        as_number(values.get("job_total_budget")),
    )
    expected = total(budget, vat)
    warnings = {}
    if typed_total is not None and expected is not None and typed_total != expected:
        warnings["total_amount"] = (
            f"{pounds(expected)} expected: {pounds(budget or 0)} + {percent(vat or 0)} VAT. "
            f"Send again to keep {pounds(typed_total)}."
        )
    contractor_gets = next(
        (amount for amount in (typed_total, expected, budget) if amount is not None), None
    )
    if (
        client_budget is not None
        and contractor_gets is not None
        and client_budget < contractor_gets
    ):
        warnings["job_total_budget"] = (
            f"That is less than the contractor's {pounds(contractor_gets)}. "
            f"Send again to keep {pounds(client_budget)}."
        )
    return warnings
