"""A corpus that is one test says which of its rows fail, and why."""

from collections.abc import Callable

import pytest

from tests.corpus import corpus


def said_by(test: Callable[..., None]) -> str:
    with pytest.raises(pytest.fail.Exception) as failed:
        test()
    return str(failed.value)


def test_every_row_that_fails_is_listed_and_the_others_are_not() -> None:
    @corpus(("text", "number"), {"one": 1, "two": 3, "three": 3, "four": 5}.items())
    def counted(text: str, number: int) -> None:
        assert ["one", "two", "three", "four"].index(text) + 1 == number

    said = said_by(counted)
    assert said.startswith("2 of 4 rows fail")
    assert "('two', 3):\nassert (1 + 1) == 3" in said
    assert "('four', 5)" in said
    assert "'one'" not in said.split("('two'")[0]


def test_an_error_is_told_with_its_traceback() -> None:
    @corpus("text", ["7", "seven"])
    def read(text: str) -> None:
        int(text)

    assert "'seven':\nTraceback" in said_by(read)


def test_two_of_them_are_every_pair() -> None:
    seen = []

    @corpus("one", "ab")
    @corpus("other", [1, 2])
    def pair(one: str, other: int) -> None:
        seen.append(f"{one}{other}")

    pair()
    assert seen == ["a1", "a2", "b1", "b2"]


def test_no_row_is_no_test() -> None:
    @corpus("text", [])
    def read(text: str) -> None: ...

    assert said_by(read) == "0 of 0 rows fail\n\n"
