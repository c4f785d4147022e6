"""PropOps's timestamps as Unix seconds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.timestamps import unix_seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:01:00Z", 60),
        ("1970-01-01T00:01:00", 60),
        ("1970-01-01 00:01", 60),
        ("1970-01-01T01:01:00+01:00", 60),
        ("1970-01-02", 86_400),
        ("yesterday", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
    ],
)
def test_a_timestamp_without_a_zone_is_utc(text: str, seconds: float | None) -> None:
    assert unix_seconds(text) == seconds


@given(st.text(max_size=30) | st.datetimes(timezones=st.none() | st.timezones()).map(str))
def test_no_text_is_an_exception(text: str) -> None:
    assert unix_seconds(text) is None or isinstance(unix_seconds(text), float)
