"""What PropOps repeats of private values is not passed on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.redaction import private_values, redact
from tests.steps import cpu_within

SAFE = "Key safe 7788 by the bins"


@pytest.mark.parametrize(
    "said",
    [
        f"Value '{SAFE}' is too long for access_details",
        f"Value '{SAFE.upper()}' is too long",
        "Value 'Key safe 7788 by th…' is too long",
        "Refused: O&#x27;Hara &amp; Son",
    ],
)
def test_no_value_is_repeated(said: str) -> None:
    values = private_values({"access_details": SAFE, "private_contact_name": "O'Hara & Son"})
    told = redact(said, values)
    assert "7788" not in told
    assert "Hara" not in told
    assert "…" in told


def test_what_is_not_private_stays() -> None:
    assert private_values({"job_title": "Leak in the loft"}) == set()
    assert redact("Job title is too long.", private_values({"access_details": SAFE})) == (
        "Job title is too long."
    )


TEXTS = st.text(min_size=3, max_size=60).map(str.strip)


@given(TEXTS.filter(lambda text: len(text) >= 3 and "…" not in text), st.text(max_size=40))
def test_a_whole_value_never_comes_through(value: str, around: str) -> None:
    told = redact(f"{around}{value}{around}", private_values({"access_details": value}))
    assert value not in told


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("abcabcabcZ", "told abcabcabcabcZ so"),  # two beginnings that overlap
        ("Key safe 7788 by the bins", "Key safe Key safe 7788 by"),
        ("STRASSE 7788 left", "İİİ strasse 7788 LEFT"),
    ],
)
def test_overlapping_beginnings_leave_no_end_of_a_value(value: str, said: str) -> None:
    told = redact(said, {value})
    assert "Z" not in told
    assert "7788" not in told
    assert "left" not in told.lower()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Key & safe 12 by the bins ", "Nothing of the kind. "),
        ("aaaaaab ", "aaaaab "),
        ("aaaaaab ", "aaaaaac "),
        ("ab", "ba"),
        ("a", "a"),
    ],
)
def test_long_values_are_looked_for_in_little_time(written: str, said: str) -> None:
    """Every line of the longest text a form takes, in the longest refusal that is shown."""
    lines = "\n".join(f"{(written * 290)[:290]} {n}" for n in range(10))
    values = private_values({"access_details": lines}, {"access_details": f"{lines}!"})
    assert cpu_within(lambda: redact((said * 300)[:299] + "!", values), 0.25)
