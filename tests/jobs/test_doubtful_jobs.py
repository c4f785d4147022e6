"""Lines that may be about more than one job, or that begin with a number of something else: nobody guesses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.doubtful_jobs import Doubt, another_command, doubt, last_number
from bot.jobs.references import split

_BUDGET, _CONTRACTOR = "budget: ", "contractor: "


@pytest.mark.parametrize(
    ("typed", "value", "jobs"),
    [
        ("61 & 62", "", [("61", ""), ("62", "")]),
        ("61, 62 and 16", "", [("61", ""), ("62", ""), ("16", "")]),
        ("61 62", "", [("61", ""), ("62", "")]),
        ("61+62", "", [("61", ""), ("62", "")]),
        ("61 &amp; 62", "", [("61", ""), ("62", "")]),
        ("jobs 61 and 62 please", "", [("61", "please"), ("62", "please")]),
        ("61 62 status done", "", [("61", "status done"), ("62", "status done")]),
        ("61, 62: complete", "", [("61", "complete"), ("62", "complete")]),
        ("JOB-061 JOB-062 complete", "", [("JOB-061", "complete"), ("JOB-062", "complete")]),
        ("61 & 62 to Ace Gas", _CONTRACTOR, [("61", "to Ace Gas"), ("62", "to Ace Gas")]),
        ("61 then 62", "", [("61", ""), ("62", "")]),
        ("61 62 16", "", [("61", ""), ("62", ""), ("16", "")]),
        ("61 62 Ace Gas", _CONTRACTOR, [("61", "Ace Gas"), ("62", "Ace Gas")]),
        ("61, 62 £250", _BUDGET, [("61", "£250"), ("62", "£250")]),
        ("61 250, 62 300", _BUDGET, [("61", "250"), ("62", "300")]),
        ("61 to Bob and 62 to Dave", _CONTRACTOR, [("61", "to Bob"), ("62", "to Dave")]),
    ],
)
def test_each_of_several_jobs(typed: str, value: str, jobs: list[tuple[str, str]]) -> None:
    assert doubt(typed, value) == Doubt(jobs, several=True)


@pytest.mark.parametrize(
    ("typed", "value", "jobs"),
    [
        ("250 for 61", _BUDGET, [("61", "250"), ("250", "61")]),
        ("250 on job 61", _BUDGET, [("61", "250"), ("250", "job 61")]),
        ("250 budget for 61", "", [("61", "budget 250"), ("250", "budget 61")]),
        ("a1 drains to 61", _CONTRACTOR, [("61", "a1 drains"), ("a1", "drains to 61")]),
        ("12 elm row", "", [("#12", "elm row")]),
        ("12 elm row called again", "", [("#12", "elm row called again")]),
        ("2 keys handed back 61", "", [("#2", "keys handed back 61")]),
        ("20 minutes late again", "", [("#20", "minutes late again")]),
    ],
)
def test_one_of_two_or_perhaps_none(typed: str, value: str, jobs: list[tuple[str, str]]) -> None:
    assert doubt(typed, value) == Doubt(jobs)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("61", ""), ("61 not 62", ""), ("61 (not 62)", ""), ("61 250", _BUDGET), ("61 to 250", _BUDGET),
        ("61 12 june", ""), ("61 16 elm row", ""), ("61 to 12 june", "start: "), ("61 to 12", "start: "),
        ("61: 62 is the same leak", ""), ("61, 2 men needed", ""), ("61 a1 drains", _CONTRACTOR), ("#12 elm row", ""),
        ("61 duplicate of 62", ""), ("JOB-061 to Ace Gas", _CONTRACTOR), ("250 quid agreed for 61", ""),
        ("61 ring Mrs Lane", ""), ("2 men to 61", _CONTRACTOR), ("boiler at 12 elm row", ""), ("", ""),
    ],
)  # fmt: skip
def test_one_job_is_clear(typed: str, value: str) -> None:
    assert doubt(typed, value) is None


@given(
    st.lists(st.integers(1, 99_999), min_size=2, max_size=5, unique=True),
    st.sampled_from([" & ", " and ", ", ", " + ", "+", "&", ", and "]),
    st.sampled_from(["{}", "job {}", "#{}", "JOB-{:03}"]),
    st.sampled_from(["", " status complete", " please", " to Ace Gas"]),
)
def test_no_job_of_a_list_is_passed_over(
    numbers: list[int], joint: str, spelt: str, rest: str
) -> None:
    found = doubt(joint.join(spelt.format(number) for number in numbers) + rest)
    assert found is not None
    assert found.several
    said = [split(job)[0].runs[-1] for job, _ in found.jobs]
    assert said == [str(number) for number in numbers]


@given(st.text(max_size=200), st.sampled_from(["", _BUDGET, "start: "]))
def test_any_text_is_looked_at_without_an_error(typed: str, value: str) -> None:
    found = doubt(typed, value)
    assert found is None or found.jobs


@pytest.mark.parametrize(
    ("typed", "jobs"),
    [
        ("ace gas 50", [("50", "ace gas")]),
               ("the tenant about the visit 61", [("61", "the tenant about the visit")]),
        ("flat 12", None), ("ace gas about flat 12", None), ("50", None), ("50 ace gas", None), ("61 62", None),
        ("ace gas about 50", None), ("JOB-061 call 2", None), ("ace gas", None), ("", None), ("a " * 500 + "5", None),
    ],
)  # fmt: skip
def test_a_number_at_the_end_is_asked_about(typed: str, jobs: list[tuple[str, str]] | None) -> None:
    assert last_number(typed) == (None if jobs is None else Doubt(jobs))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("JOB061 JOB062", ""), ("job61 & 62", ""), ("no 61 and no 62", ""), ("number 61 and 62", ""), ("out 61 and 62", ""),
        ("both jobs 61 62", ""), ("61; 62", ""), ("61. 62.", ""), ("61 n 62", ""), ("61 / 62", ""), ("61 and also 62", ""),
        ("61 as well as 62", ""), ("61 and the 62 one", ""), ("61 and62", ""), ("61 to 62", ""), ("61 - 62", ""),
        ("https://p.example/jobs/JOB-061 and https://p.example/jobs/JOB-062", ""), ("Bob Jones to job 61 and job 62", _CONTRACTOR),
        ("61 Bob Jones & 62 Dave Walker", _CONTRACTOR), ("61 Bob Jones 62 Dave Walker", _CONTRACTOR), ("61 high 62 low", "priority: "),
        ("61 high and 62 low", "priority: "), ("61 done; 62 on hold", "status: "), ("61 250 62 300", _BUDGET), ("61 £250 and 62 £300", _BUDGET),
        ("61 fri, 62 mon", "start: "), ("61 fri 62 mon", "start: "),
    ],
)  # fmt: skip
def test_the_second_job_is_seen_however_it_is_joined(typed: str, value: str) -> None:
    found = doubt(typed, value)
    assert found is not None
    assert found.several
    assert [split(job)[0].runs[-1] for job, _ in found.jobs] == ["61", "62"]


@pytest.mark.parametrize(
    ("typed", "jobs"),
    [
        ("61 to 64", ["61", "62", "63", "64"]), ("61 - 80", ["61", "80"]), ("jobs 61 thru 63", ["61", "62", "63"]), ("61-63 ta x", ["61", "62", "63"]),
        ("3 sockets dead on 61", ["61", "3"]), ("4 slates missing 61", ["61", "4"]),
    ],
)  # fmt: skip
def test_jobs_of_a_range_and_numbers_of_things(typed: str, jobs: list[str]) -> None:
    found = doubt(typed)
    assert found is not None
    assert [job for job, _ in found.jobs] == jobs


def test_a_round_sum_before_a_number_may_be_the_budget() -> None:
    assert doubt("250 61", _BUDGET) == Doubt([("61", "250"), ("250", "61")])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("61 - 62 still open", ""), ("61 to 12 june", ""), ("61 to 3pm", ""), ("61 2 rads not 3", ""), ("61 start 12/6 end 14/6", ""),
        ("61 - 12 june", "start: "), ("61 mon 15", "start: "), ("61 Bob Jones 12 june", _CONTRACTOR), ("61 Bob Jones, 2 visits", _CONTRACTOR),
        ("61 Bob at 12", _CONTRACTOR), ("61 1 250", _BUDGET), ("61 £1 250", _BUDGET), ("61 high, 2 kids in flat", "priority: "),
        ("61 same leak as job 62", ""), ("61 use 62 instead", ""), ("61 tenants away", ""), ("61 62 stays open", ""),
    ],
)  # fmt: skip
def test_other_numbers_are_no_second_job(typed: str, value: str) -> None:
    assert doubt(typed, value) is None


@pytest.mark.parametrize(
    ("typed", "jobs", "words"),
    [
        ("61 and reopen 62", [("61", ""), ("62", "")], ["close", "reopen"]),
        ("61 and set 62 urgent", [("61", ""), ("62", "urgent")], ["close", "set"]),
        ("61, update 62 to high", [("61", ""), ("62", "to high")], ["close", "update"]),
        ("61 asap then chase 62", [("61", "asap"), ("62", "")], ["close", "chase"]),
    ],
)  # fmt: skip
def test_a_second_command_is_seen(
    typed: str, jobs: list[tuple[str, str]], words: list[str]
) -> None:
    assert another_command("close", typed) == Doubt(jobs, several=True, words=words)


@pytest.mark.parametrize("typed", ["61", "61 til 62 done", "61 set 2 keys aside", "boiler", ""])
def test_there_is_no_second_command(typed: str) -> None:
    assert another_command("close", typed) is None
