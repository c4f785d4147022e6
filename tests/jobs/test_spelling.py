"""Spelling suggestions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.spelling import nearest

COMMANDS = ("new", "update", "show", "find", "mine", "history", "restore", "files", "notify",
            "delete", "link", "unlink", "whoami", "help")  # fmt: skip
REFS = ("JOB-001", "JOB-002", "JOB-010", "JOB-1042", "WO-7")


@pytest.mark.parametrize(
    ("word", "expected"),
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
def test_the_nearest_command_is_named_and_a_stranger_is_not(
    word: str, expected: str | None
) -> None:
    assert nearest(word, COMMANDS) == expected


def test_how_near_can_be_said() -> None:
    assert nearest("JOB-003", REFS, within=1) == "JOB-001"
    assert nearest("JOB-999", REFS, within=1) is None


@given(st.sampled_from(COMMANDS))
def test_a_known_word_is_its_own_nearest(word: str) -> None:
    assert nearest(word.upper(), COMMANDS) == word
