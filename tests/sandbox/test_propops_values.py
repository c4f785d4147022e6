"""Values that the sandbox PropOps takes, whatever they are."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.propops.fields import FIELDS, checked, from_form, is_date, is_email, total
from bot.sandbox.propops.options import utc_now
from bot.sandbox.propops.refusal import Refusal
from bot.sandbox.propops.seed_jobs import seeded
from tests.sandbox.test_propops_strict import SAID

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


AGENCY = seeded(1, utc_now)


@given(st.dictionaries(st.sampled_from([*FIELDS]), JSON, max_size=4))
def test_any_json_is_either_taken_as_it_is_or_refused(body: dict[str, Any]) -> None:
    try:
        outcome: dict[str, Any] | Refusal = checked(body, AGENCY)
    except Refusal as refusal:
        outcome = refusal
    if isinstance(outcome, Refusal):
        assert outcome.status == 400
        assert outcome.text.removeprefix(SAID) in body
    else:
        assert outcome == body


@given(st.dictionaries(st.sampled_from([*FIELDS, "commit_id"]), st.text(max_size=30)))
def test_any_form_has_a_typed_reading(form: dict[str, str]) -> None:
    assert set(from_form(form)) == set(form)


@given(st.text(max_size=12))
def test_only_real_days_in_iso_form_are_dates(text: str) -> None:
    assert not is_date(text) or len(text) == 10


@given(st.dates())
def test_every_day_is_a_date(day: Any) -> None:
    assert is_date(day.isoformat())


@given(st.emails(domains=st.just("mail.example")))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_ordinary_addresses_pass(address: str) -> None:
    assert is_email(address)


@given(st.decimals(0, 99999, places=2), st.integers(0, 100))
def test_a_total_never_falls_below_the_budget(budget: Any, vat: int) -> None:
    amount = total(float(budget), vat)
    assert amount is not None
    assert amount >= float(budget)
    assert round(amount, 2) == amount
