from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.display import as_number, day, display, facts, period, plain, pounds
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice, Job
from tests.jobs import edited_copy
from tests.views.samples import JOB, SECRETS

anything = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.lists(st.integers()),
    st.dates(),
)


@pytest.mark.parametrize(
    ("name", "value", "reads"),
    [
        ("job_total_budget", Decimal("1250.5"), "£1,250.50"),
        ("job_total_budget", 250, "£250.00"),
        ("job_total_budget", "0", "£0.00"),
        ("total_amount", Decimal(-5), "-£5.00"),
        ("vat_percentage", 20.0, "20%"),
        ("vat_percentage", Decimal("17.50"), "17.5%"),
        ("date_works_start_date", "2026-06-12", "Fri 12 June 2026"),
        ("date_works_start_date", date(2026, 2, 1), "Sun 1 February 2026"),
        ("date_works_start_date", "2026-06-12T00:00:00Z", "Fri 12 June 2026"),
        ("date_works_start_date", "soon", "soon"),
        ("contractor_id", 20, "Ace Gas"),
        ("contractor_id", Choice(7, "Bright Sparks"), "Bright Sparks"),
        ("agent_id", 9, "No. 9"),
        ("tenants_ids", [1], "1 tenant"),
        ("tenants_ids", (1, 2), "2 tenants"),
        ("tenants_ids", [], "—"),
        ("quote_no", " QT-001 ", "QT-001"),
        ("quote_no", "", "—"),
        ("quote_no", None, "—"),
        ("job_description", "<p>No <b>heat</b></p>", "No heat"),
        ("job_description", "No heat\n\nSlack ref S-ABCDEFGHIJKL", "No heat"),
        ("access_details", "Key safe 1234", "•••"),
        ("private_contact_email", "a@b.example", "•••"),
        ("access_details", "", "—"),
    ],
)
def test_a_value_reads_as_people_write_it(name: str, value: Any, reads: str) -> None:
    assert display(name, value, {"contractor_id": "Ace Gas"}) == reads


@pytest.mark.parametrize(
    ("start", "end", "reads"),
    [
        ("2026-11-26", "", "Thu 26 Nov"),
        ("2026-11-26", "2026-11-26", "Thu 26 Nov"),
        ("2026-11-26", "2026-11-27", "Thu 26 to Fri 27 Nov"),
        ("2026-11-30", "2026-12-01", "Mon 30 Nov to Tue 1 Dec"),
        ("2026-12-30", "2027-01-02", "Wed 30 Dec to Sat 2 Jan 2027"),
        ("2027-01-01", "2027-01-11", "Fri 1 to Mon 11 Jan 2027"),
        ("", "2026-11-27", "until Fri 27 Nov"),
        ("soon", "2026-11-27", "soon to Fri 27 Nov"),
        ("", "", ""),
    ],
)
def test_a_period_is_told_in_short_days(start: str, end: str, reads: str) -> None:
    assert period(start, end, 2026) == reads


@given(st.sampled_from(list(FIELDS)), anything)
def test_showing_never_fails_and_is_never_empty(name: str, value: Any) -> None:
    assert display(name, value)


def test_facts_are_the_card_fields_that_are_set_in_form_order() -> None:
    assert facts(JOB) == [
        ("Address", "12 Elm Row, Leeds, LS1 1AA"),
        ("Priority", "High"),
        ("Status", "Open"),
        ("Type", "Gas & Heating"),
        ("Contractor", "Ace Gas"),
        ("Letting agent", "Lets & Co"),
        ("Works start", "Fri 12 June 2026"),
        ("Total budget", "£250.00"),
        ("Contractor budget", "£180.00"),
    ]
    assert facts(Job(uuid="u")) == []


def test_a_read_only_fact_is_a_line_in_the_model_and_one_in_the_table(tmp_path: Path) -> None:
    copy = edited_copy.edited_copy(
        tmp_path,
        ("bot/jobs/model.py", "    full_address: str", '    ley_line_name: str = ""'),
        (
            "bot/jobs/display.py",
            "    # none so far",
            '    Fact("Ley line", lambda job, _: job.ley_line_name),',
        ),
    )
    code = """
import json
from bot.jobs.display import facts
from bot.propops.parse.jobs import job
from bot.views.job_details import job_details

jobs = [job({"uuid": "u-1", "ley_line_name": name}) for name in ("Leeds", None)]
shown = ["Ley line: Leeds" in job_details(each, None).text for each in jobs]
print(json.dumps([[facts(each) for each in jobs], shown]))
"""
    assert edited_copy.answers(copy, code) == [[[["Ley line", "Leeds"]], []], [True, False]]


def test_facts_never_tell_what_is_sensitive() -> None:
    said = str(facts(JOB))
    assert not any(secret in said for secret in SECRETS)


def test_an_id_is_a_fact_only_under_its_name() -> None:
    job = Job(uuid="u", contractor_id=20, time_range_id=3)
    assert facts(job) == []
    assert facts(job, {"time_range_id": "Morning"}) == [("Time of day", "Morning")]


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_a_number_as_typed_is_the_same_number(number: Decimal) -> None:
    assert as_number(plain(number)) == number


def test_a_round_number_has_no_idle_noughts() -> None:
    assert [plain(Decimal(text)) for text in ("250.00", "1E+2", "0.0", "17.50")] == [
        "250",
        "100",
        "0",
        "17.5",
    ]


@given(anything)
def test_what_is_no_number_and_no_day_comes_back(value: Any) -> None:
    assert isinstance(pounds(value), str)
    assert isinstance(day(value), str)
