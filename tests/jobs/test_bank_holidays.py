"""England's bank holidays, against the library that knows those of every country."""

import pytest

from bot.jobs.bank_holidays import bank_holidays


@pytest.mark.parametrize("year", range(2021, 2100))
def test_they_are_those_the_library_knows(year: int) -> None:
    from holidays import country_holidays  # noqa: PLC0415 - slow, and for this alone

    assert bank_holidays(year) == dict(country_holidays("GB", subdiv="ENG", years=year).items())
