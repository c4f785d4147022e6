"""The side panel: what may be changed in it, Slack's limits, and that nothing private is ever in it."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.model import Choice, Job
from bot.sandbox.slack.entities import checked_entities
from bot.views import job_panel, panel_reader
from bot.views.job_entity import job_entity
from bot.views.job_panel import EDITABLE, KEYS
from tests.views.samples import JOB, LISTS, STORMS, worst_choices, worst_job

URL = "https://propops.example.com/jobs/1"
CANARY = "Canary"
TODAY = date(2026, 11, 26)


def panel(job: Job = JOB, *, money: bool = True, lists: Any = None) -> dict[str, Any]:
    entity = job_entity(job, url=URL, money=money)
    assert entity is not None
    return job_panel.editable(entity, job, LISTS if lists is None else lists, money=money)


def fields(made: dict[str, Any]) -> dict[str, Any]:
    payload = made["entity_payload"]
    return {**payload["fields"], **{each["key"]: each for each in payload["custom_fields"]}}


@pytest.mark.parametrize("storm", STORMS)
@pytest.mark.parametrize("money", [True, False])
def test_slack_takes_it_without_a_warning(storm: str, money: bool) -> None:
    lists = {name: worst_choices(storm) for name in LISTS}
    checked = checked_entities([panel(worst_job(storm), money=money, lists=lists)])
    assert checked.complaints == []


@pytest.mark.parametrize("job", [JOB, Job(uuid="u-1")])
def test_a_job_of_any_kind_is_taken(job: Job) -> None:
    assert checked_entities([panel(job)]).complaints == []


def test_every_field_that_may_be_changed_is_there_even_where_it_is_not_set() -> None:
    shown = fields(panel(Job(uuid="u-1", status_id=1, status_name="Open")))
    for name in EDITABLE:
        key = KEYS[name] if KEYS[name] in shown else name
        assert shown[key]["edit"]["enabled"], name


def test_a_long_list_is_searched_and_a_list_that_did_not_come_is_not_offered() -> None:
    many = [Choice(at, f"Status {at}") for at in range(1, 200)]
    shown = fields(panel(lists={"statuses": many}))
    assert shown["status"]["edit"]["select"]["fetch_options_dynamically"] is True
    assert "edit" not in shown["priority"]


def test_without_money_there_is_no_amount_to_see_or_to_change() -> None:
    shown = json.dumps(panel(money=False))
    assert "budget" not in shown
    assert "250" not in shown


_words = st.text(alphabet="abc 0123456789é🙂<>&*@", max_size=30)
_jobs = st.builds(
    Job,
    uuid=st.just("u-1"),
    job_ref=st.just("JOB-001"),
    job_title=_words,
    job_description=_words,
    full_address=_words,
    status_id=st.none() | st.integers(1, 4),
    status_name=st.sampled_from(["", "New", "In progress"]),
    priority_id=st.none() | st.integers(1, 4),
    contractor_id=st.none() | st.integers(1, 4),
    contractor_name=st.sampled_from(["", "Ace Gas"]),
    date_works_start_date=st.sampled_from(["", "2026-11-27", "nonsense"]),
    date_works_end_date=st.sampled_from(["", "2026-11-28"]),
    job_total_budget=st.none() | st.decimals(0, 9_999_999, places=2),
    tenants_ids=st.none() | st.tuples(st.integers(1, 9)),
    access_details=st.just(f"{CANARY} key safe"),
    private_contact_name=st.just(f"{CANARY} Person"),
    private_contact_email=st.just(f"{CANARY}@example.com"),
)


@given(job=_jobs, money=st.booleans(), lists=st.sampled_from([LISTS, {}]))
def test_no_private_field_is_in_any_panel(job: Job, money: bool, lists: Any) -> None:
    made = panel(job, money=money, lists=lists)
    assert CANARY not in json.dumps(made)
    assert checked_entities([made]).complaints == []
    if not money:
        assert "job_total_budget" not in fields(made)


@given(job=_jobs, code=st.integers(1000, 999_999))
def test_a_code_that_somebody_typed_is_in_no_panel(job: Job, code: int) -> None:
    told = job.model_copy(update={"job_title": f"Leak, key safe {code}", "job_description": ""})
    assert f"safe {code}" not in json.dumps(panel(told))


@given(job=_jobs)
def test_what_comes_back_untouched_changes_nothing(job: Job) -> None:
    """Slack may send all inputs: what each began with is read as that."""
    state: dict[str, Any] = {}
    for key, field in fields(panel(job)).items():
        edit = field.get("edit")
        if edit is None:
            continue
        if "select" in edit:
            current = edit["select"].get("current_value")
            option = {"text": {"text": "x"}, "value": current} if current else None
            state[key] = {f"{key}.input": {"selected_option": option}}
        elif field["type"] == "slack#/types/date":
            state[key] = {f"{key}.input": {"selected_date": field["value"]}}
        else:
            state[key] = {f"{key}.input": {"value": field["value"]}}
    saved = panel_reader.read_saved(state, TODAY)
    assert saved.wrong == {}
    for name, block in saved.values.items():
        held = getattr(job, name)
        (element,) = block.values()
        option = element.get("selected_option")
        came = option["value"] if option else element.get("selected_date", element.get("value"))
        if name == "job_total_budget":
            assert bool(came) == (held is not None)
        elif name != "date_works_start_date" or held != "nonsense":
            assert str(came or "") == str(held or "") or (option is None and not came)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.dictionaries(
    st.sampled_from(["status", "due_date", "status.input", "selected_option", "value"]), inner)
))  # fmt: skip
def test_whatever_comes_back_is_read_without_a_crash(values: Any) -> None:
    panel_reader.read_saved(values, TODAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-12-01", "2026-12-01"), ("1/12", "2026-12-01"), ("tomorrow", "2026-11-27")],
)
def test_a_day_in_words_is_read_as_everywhere(typed: str, day: str) -> None:
    key = "date_works_start_date"
    saved = panel_reader.read_saved({key: {f"{key}.input": {"value": typed}}}, TODAY)
    assert saved.values[key][key]["selected_date"] == day


@pytest.mark.parametrize(
    ("key", "element"),
    [
        ("assignee", {"type": "users_select", "selected_user": "U1"}),
        ("due_date", {"type": "datetimepicker", "selected_date_time": 1_764_000_000}),
    ],
)
def test_an_input_of_another_kind_empties_nothing(key: str, element: dict[str, Any]) -> None:
    saved = panel_reader.read_saved({key: {f"{key}.input": element}}, TODAY)
    assert saved.values == {}
    assert list(saved.wrong.values()) == [panel_reader.OTHER_INPUT]
    nothing = {part: held if part == "type" else None for part, held in element.items()}
    assert panel_reader.read_saved({key: {f"{key}.input": nothing}}, TODAY).wrong == {}
