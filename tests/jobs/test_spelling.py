"""What somebody most likely meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.spelling import known_ref, nearest

COMMANDS = ("new", "update", "show", "find", "mine", "history", "restore", "files", "notify",
            "delete", "link", "unlink", "whoami", "help")  # fmt: skip
REFS = ("JOB-001", "JOB-002", "JOB-010", "JOB-1042", "WO-7")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("nwe", "new"),
        ("NEW", "new"),
        ("updat", "update"),
        ("upadte", "update"),
        ("hisotry", "history"),
        ("shwo", "show"),
        ("serch", None),
        ("whoiam", "whoami"),
        ("restor", "restore"),
        ("unlnk", "unlink"),
        ("hlp", "help"),
        ("boiler", None),
        ("zzzz", None),
        ("", None),
    ],
)
def test_the_nearest_command_is_named_and_a_stranger_is_not(word: str, meant: str | None) -> None:
    assert nearest(word, COMMANDS) == meant


def test_how_near_can_be_said() -> None:
    assert nearest("JOB-003", REFS, within=1) == "JOB-001"
    assert nearest("JOB-999", REFS, within=1) is None


@given(st.sampled_from(COMMANDS))
def test_a_known_word_is_its_own_nearest(word: str) -> None:
    assert nearest(word.upper(), COMMANDS) == word


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("JOB-001", "JOB-001"),
        ("job-001", "JOB-001"),
        ("job1", "JOB-001"),
        ("JOB 001", "JOB-001"),
        ("job#1", "JOB-001"),
        ("JOB-01", "JOB-001"),
        ("JOB-0001", "JOB-001"),
        ("1", "JOB-001"),
        ("#10", "JOB-010"),
        ("1042", "JOB-1042"),
        ("7", "WO-7"),
        ("wo7", "WO-7"),
        ("wo1", None),
        ("3", None),
        ("JOB-", None),
        ("job one", None),
        ("", None),
    ],
)
def test_a_reference_written_another_way_is_known(text: str, ref: str | None) -> None:
    assert known_ref(text, REFS) == ref


def test_a_number_two_references_carry_is_nobodys() -> None:
    assert known_ref("7", ["JOB-007", "WO-7"]) is None
    assert known_ref("job 7", ["JOB-007", "WO-7"]) == "JOB-007"
