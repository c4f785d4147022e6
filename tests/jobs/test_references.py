"""Jobs named as people name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.references import JobReference, named, split
from tests.corpus import corpus

UUID = "0b5e6f3a-aaaa-4000-8000-00000000abcd"

SPELLED = [
    "JOB-061", "job-061", "JOB–061", "JOB—061", "JOB−061", "JOB-061.", "JOB-061,", "JOB-061:", '"JOB-061"',
    "“JOB-061”", "‘JOB-061’", "(JOB-061)", "[JOB-061]", "*JOB-061*", "_JOB-061_", "`JOB-061`", "~JOB-061~",
    "JOB-061\u200b", "\u2060JOB-061", "JOB\u00ad-061", "JOB061", "job61", "Job61", "JOB 61", "JOB 061", "Job no 61",
    "JOB - 061", "JOB #61", "JOB_061", "JOB/061", "JOB.061", "JOB-61", "JOB-0061", "JOB\u00a061", "ＪＯＢ－０６１",
    "JOB-061's", "JOB-061?", "JOB-061!", "#JOB-061", "https://propops.example.com/jobs/JOB-061",
    "<https://propops.example.com/jobs/JOB-061|JOB-061>", "https://propops.example.com/jobs/JOB-061/edit?tab=1",
    "&quot;JOB-061&quot;",
]  # fmt: skip
NUMBERS = [
    "61",
    "061",
    "0061",
    "#61",
    "no 61",
    "no. 61",
    "No.61",
    "number 61",
    "ref 61",
    "61.",
    "“61”",
    "６１",
]


@corpus("typed", [*SPELLED, *NUMBERS])
def test_they_all_mean_the_one_job(typed: str) -> None:
    reference, rest = split(typed)
    assert reference.means("JOB-061")
    assert not reference.means("JOB-006")
    assert not reference.means("JOB-610")
    assert rest == ""


@corpus("typed", SPELLED)
@corpus("rest", ["status complete", "start: next friday £250", "R&amp;D – “as is”"])
def test_what_follows_stays_as_it_was_typed(typed: str, rest: str) -> None:
    reference, after = split(f"  {typed}   {rest} ")
    assert reference.means("JOB-061")
    assert after == rest


@pytest.mark.parametrize(
    "typed",
    [
        UUID,
        UUID.upper(),
        f"<https://x.example/jobs/{UUID}|open>",
        f"https://x.example/#/job?id={UUID}",
    ],
)
def test_a_uuid_is_found_wherever_it_stands(typed: str) -> None:
    assert split(f"{typed} JOB-061") == (JobReference(UUID, UUID), "JOB-061")


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("WO/2024/0012", "WO-2024-12"),
        ("2024-17", "2024/017"),
        ("R12a", "R-12-A"),
        ("10061", "10061"),
    ],
)
def test_other_spellings_of_references(typed: str, ref: str) -> None:
    assert split(typed)[0].means(ref)


def test_letters_that_are_there_count() -> None:
    assert not split("WO-61")[0].means("JOB-061")
    assert split("WO-61")[0].same_number("JOB-061")
    assert not split("JOB-62")[0].same_number("JOB-061")


def test_a_number_is_spelled_as_the_references_that_are_there() -> None:
    refs = ["JOB-003", "JOB-1204", "WO12", "plain"]
    assert split("61")[0].spellings(refs) == ("JOB-061", "JOB-0061", "WO61")
    assert split("job 61")[0].spellings(refs) == ("JOB-061", "JOB-0061")
    assert split("boiler")[0].spellings(refs) == ()


@pytest.mark.parametrize(
    "typed", ["boiler", "boiler broken at 12 elm row", "flat", "", "?", "…", "leak3days now"]
)
def test_other_words_are_no_job(typed: str) -> None:
    assert not split(typed)[0].is_likely


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error_and_its_end_is_kept(typed: str) -> None:
    reference, rest = split(typed)
    assert len(reference.word) <= 250
    assert typed.strip().endswith(rest)
    assert reference.means(reference.word) or not reference.runs


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("job JOB-061 tenant rang", "tenant rang"),
        ("job JOB‑061 tenant rang", "tenant rang"),
        ("Job ref JOB−061 tenant rang", "tenant rang"),
        ("№61 tenant rang", "tenant rang"),
        ("<https://go.example.com/abc|JOB-061> tenant rang", "tenant rang"),
        ("job 61", ""),
    ],
)
def test_the_word_job_before_a_reference_is_no_part_of_it_nor_of_the_rest(
    typed: str, rest: str
) -> None:
    reference, left = split(typed)
    assert reference.means("JOB-061")
    assert left == rest


@pytest.mark.parametrize("dash", ["-", "‐", "‑", "‒", "–", "—", "−", "－"])
@pytest.mark.parametrize("line", ["job JOB{}061!", "Ace Gas to JOB{}061", "status of JOB{}061"])
def test_a_reference_has_any_dash_wherever_it_stands(line: str, dash: str) -> None:
    found = named(line.format(dash))
    assert found is not None
    assert found[0].means("JOB-061")


@pytest.mark.parametrize(
    "typed", ["<https://go.example.com/abc|see the plan> leak", "job lot leak"]
)
def test_a_label_that_is_no_reference_is_none(typed: str) -> None:
    assert not split(typed)[0].is_likely
