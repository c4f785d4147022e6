"""The board as a pure function: a row is there exactly while its cause is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs import board
from bot.jobs.board import (
    GROUPS,
    Asked,
    Causes,
    Pending,
    Snooze,
    snoozed_until,
    state_of,
    undone,
)
from bot.jobs.model import Job
from bot.jobs.next_step import Rules, Told
from bot.jobs.statuses import StatusNames
from bot.jobs.working_time import working_hours_after

LONDON = ZoneInfo("Europe/London")
YEAR = datetime(2026, 3, 1), datetime(2026, 11, 30)  # noqa: DTZ001 - hypothesis adds none
NAMES = StatusNames.of(("Complete", "Closed"), ("Assigned", "In Progress"))
RULES = Rules(NAMES, 8.0, LONDON)
NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC).timestamp()
"""Half an hour before the clocks go forward, on a Sunday."""
STATUSES = ("New", "assigned", "In progress", "Complete", "CLOSED", "")
days = st.one_of(
    st.just(""), st.dates(date(2026, 3, 20), date(2026, 4, 8)).map(lambda day: day.isoformat())
)
moments = st.floats(NOW - 20 * 86400, NOW, allow_nan=False)
uuids = st.sampled_from([f"u-{number}" for number in range(6)])
job = st.builds(
    Job,
    uuid=uuids,
    status_name=st.sampled_from(STATUSES),
    contractor_id=st.sampled_from([None, 1, 2]),
    date_works_start_date=days,
    date_works_end_date=days,
    created_at=st.sampled_from(["", "2026-03-01T09:00:00Z"]),
)
jobs = st.lists(job, unique_by=lambda each: each.uuid)
tolds = st.dictionaries(uuids, st.builds(Told, st.sampled_from([None, 1, 2]), moments))
pendings = st.lists(
    st.builds(
        Pending, uuids, st.sampled_from(["unknown", "draft"]), st.just("Update job"), moments
    ),
    unique_by=lambda each: each.id,
)
asked = st.lists(
    st.builds(Asked, uuids, st.integers(1, 3), st.just("Update job"), st.just("Tom"), moments),
    unique_by=lambda each: each.change,
)
snoozes = st.lists(
    st.builds(
        Snooze,
        st.builds("{}:{}".format, st.sampled_from(list(GROUPS)), uuids),
        st.floats(NOW - 86400, NOW + 86400, allow_nan=False),
        st.sampled_from(["", "1", "unknown", "draft"]),
    ),
    unique_by=lambda each: each.key,
)
causes = st.builds(Causes, jobs, asked, pendings, tolds, st.frozensets(uuids), snoozes)


def wanted(there: Causes, now: float, *, everybody: bool) -> dict[str, str]:
    """Key → state of each row there has to be, by the words of the contract."""
    rows = {f"approval:{each.change}": str(each.round) for each in there.asked}
    rows |= {f"stuck:{each.id}": each.kind for each in there.pending}
    for each in there.jobs:
        if each.status_name.casefold() in {"complete", "closed"}:
            continue
        if not (everybody or each.uuid in there.mine):
            continue
        if not each.contractor_id:
            rows[f"contractor:{each.uuid}"] = state_of(each)
        told = there.told.get(each.uuid)
        accepted = each.status_name.casefold() in {"assigned", "in progress"}
        if told and each.contractor_id and told.contractor_id == each.contractor_id:
            late = now >= working_hours_after(told.at, 8, LONDON)
            if late and not accepted:
                rows[f"accept:{each.uuid}"] = state_of(each)
        last = each.date_works_end_date or each.date_works_start_date
        if last and date.fromisoformat(last) < datetime.fromtimestamp(now, LONDON).date():
            rows[f"visit:{each.uuid}"] = state_of(each)
    asleep = {each.key: each.state for each in there.snoozes if each.until > now}
    return {key: state for key, state in rows.items() if asleep.get(key) != state}


@given(causes, st.booleans(), st.floats(0, 30 * 86400))
def test_a_row_is_there_exactly_while_its_cause_is(
    there: Causes, everybody: bool, later: float
) -> None:
    shown = board.board(there, RULES, NOW + later, everybody=everybody)
    assert {row.key: row.state for row in shown.rows} == wanted(
        there, NOW + later, everybody=everybody
    )
    assert len({row.key for row in shown.rows}) == len(shown.rows)


@given(causes, st.booleans())
def test_groups_come_in_order_and_in_each_the_longest_waiting_first(
    there: Causes, everybody: bool
) -> None:
    shown = board.board(there, RULES, NOW, everybody=everybody).rows
    order = list(GROUPS)
    places = [(order.index(row.group), row.since or NOW) for row in shown]
    assert places == sorted(places)


@given(causes, st.booleans())
def test_what_is_snoozed_is_counted_and_nothing_else_is_missing(
    there: Causes, everybody: bool
) -> None:
    shown = board.board(there, RULES, NOW, everybody=everybody)
    awake = board.board(replace(there, snoozes=()), RULES, NOW, everybody=everybody)
    assert len(shown.rows) + len(shown.asleep) == len(awake.rows)


@pytest.mark.parametrize(
    "change",
    [
        {"status_name": "In progress"},
        {"contractor_id": 2},
        {"date_works_end_date": "2026-03-22"},
        {"date_works_start_date": "2026-03-21"},
    ],
)
def test_a_change_that_matters_ends_a_snooze_and_no_other_does(change: Mapping[str, Any]) -> None:
    late = Job(uuid="u-1", status_name="New", contractor_id=1, date_works_start_date="2026-03-20")
    snooze = Snooze("visit:u-1", NOW + 1000, state_of(late))
    there = Causes([late], mine={"u-1"}, snoozes=[snooze])
    assert len(board.board(there, RULES, NOW, everybody=False).asleep) == 1
    renamed = late.model_copy(update={"job_title": "Another", "updated_at": "2026-03-28"})
    still = board.board(replace(there, jobs=[renamed]), RULES, NOW, everybody=False)
    assert len(still.asleep) == 1
    moved = late.model_copy(update=dict(change))
    awake = board.board(replace(there, jobs=[moved]), RULES, NOW, everybody=False)
    assert [row.key for row in awake.rows] == ["visit:u-1"]


def test_what_a_change_has_undone_stays_so() -> None:
    job = Job(uuid="u-1", status_name="New", contractor_id=1)
    snooze = Snooze("visit:u-1", NOW + 1000, state_of(job), NOW)
    there, moved = {"u-1": job}, {"u-1": job.model_copy(update={"contractor_id": 2})}
    assert undone([snooze], moved, NOW + 1, whole=False) == [snooze]
    assert undone([snooze], there, NOW + 1, whole=True) == []
    assert undone([snooze], moved, NOW - 1, whole=True) == [], "put off after the jobs were read"
    assert undone([snooze], {}, NOW + 1, whole=True) == [snooze], "closed, or out of sight"
    assert undone([snooze], {}, NOW + 1, whole=False) == [], "it may be among those not read"
    draft = Snooze("stuck:d-1", NOW + 1000, "draft", NOW)
    assert undone([draft], {}, NOW + 1, whole=True) == []


@given(
    st.sampled_from(["tomorrow", "monday", "week"]),
    st.datetimes(*YEAR),
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    st.times(),
)
def test_a_snooze_ends_on_a_day_to_come_at_that_time(
    choice: Any, moment: datetime, zone_name: str, at: time
) -> None:
    zone = ZoneInfo(zone_name)
    now = moment.replace(tzinfo=zone).timestamp()
    until = snoozed_until(choice, now, zone, at)
    today, day = (datetime.fromtimestamp(each, zone).date() for each in (now, until))
    assert until > now
    ahead = (day - today).days
    if choice == "monday":
        assert day.weekday() == 0
        assert 1 <= ahead <= 7
    else:
        assert ahead == {"tomorrow": 1, "week": 7}[choice]
