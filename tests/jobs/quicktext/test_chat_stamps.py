"""What a chat puts before a message says nothing about the work, and is kept in the description."""

import pytest

from bot.jobs.quicktext.parser import parse
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES


@pytest.mark.parametrize(
    "stamp",
    [
        "[14:02, 10/06/2026] Priya: ",
        "[10/06/2026, 14:02:11] Priya K: ",
        "10/06/2026, 14:02 - Priya: ",
        "[14:02] ",
        "10/06/26, 2:02 pm - ~Priya: ",
    ],
)
def test_a_stamp_is_neither_a_day_nor_a_title(stamp: str) -> None:
    values = parse(f"{stamp}boiler off at 12 elm row", WEDNESDAY, NAMES).values

    assert values["job_title"] == "Boiler off"
    assert "date_works_start_date" not in values
    assert values["job_description"] == f"{stamp}boiler off at 12 elm row"


def test_a_day_at_the_beginning_is_no_stamp() -> None:
    values = parse("12/6 - boiler off", WEDNESDAY, NAMES).values
    assert str(values["date_works_start_date"]) == "2026-06-12"
