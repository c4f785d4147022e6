"""Finding names: the best first, house numbers whole, typing errors forgiven only when nothing matches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold

_ADDRESSES = (
    "112 Elm Row, Leeds LS1 4AB",
    "12 Elm Row, Leeds LS1 4AB",
    "12a Elm Row, Leeds LS1 4AB",
    "Flat 12, 3 Elm Row, Leeds LS1 4AB",
    "Flat 2, 12 Elm Row, Leeds LS1 4AB",
    "2 Elm Road, York YO1 2CD",
    "10 Elm Road, York YO1 2CD",
    "5 Station Road, Leeds LS2 9JT",
    "5 Station Road, York YO24 1AB",
    "St John's Cottage, Mill Lane, York YO1 9ZZ",
    "Café Zoë, 1 Château Street, Hull HU1 1AA",
    "7 Rosemary Terrace, Stoke-on-Trent ST1 5AB",
)


def _index(*names: str) -> NameIndex:
    return NameIndex(Choice(n, name) for n, name in enumerate(names, 1))


_WORD = st.sampled_from(
    [
        "elm",
        "oak",
        "row",
        "road",
        "leeds",
        "york",
        "flat",
        "1",
        "2",
        "12",
        "112",
        "ace",
        "gas",
        "st",
        "john's",
        "bob",
        "o'neil",
    ]
)
_NAME = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)
PLACES = _index(*_ADDRESSES)


def _found(text: str, limit: int = 100) -> list[str]:
    return [choice.name for choice in PLACES.find(text, limit)]


def test_a_house_number_is_whole_and_its_own_house_comes_first() -> None:
    assert _found("12 elm") == [
        "12 Elm Row, Leeds LS1 4AB",
        "Flat 2, 12 Elm Row, Leeds LS1 4AB",
        "Flat 12, 3 Elm Row, Leeds LS1 4AB",
    ]


def test_a_number_being_typed_finds_the_numbers_it_begins() -> None:
    assert _found("12")[:2] == ["12 Elm Row, Leeds LS1 4AB", "12a Elm Row, Leeds LS1 4AB"]
    assert "112 Elm Row, Leeds LS1 4AB" not in _found("12")


def test_small_numbers_come_before_bigger_ones() -> None:
    assert _found("elm road york") == ["2 Elm Road, York YO1 2CD", "10 Elm Road, York YO1 2CD"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("row elm 112", "112 Elm Row, Leeds LS1 4AB"),
        ("mill la", "St John's Cottage, Mill Lane, York YO1 9ZZ"),
        ("st johns", "St John's Cottage, Mill Lane, York YO1 9ZZ"),
        ("st john’s", "St John's Cottage, Mill Lane, York YO1 9ZZ"),
        ("saint johns", "St John's Cottage, Mill Lane, York YO1 9ZZ"),
        ("cafe zoe", "Café Zoë, 1 Château Street, Hull HU1 1AA"),
        ("CHÂTEAU ST", "Café Zoë, 1 Château Street, Hull HU1 1AA"),
        ("chateau street", "Café Zoë, 1 Château Street, Hull HU1 1AA"),
        ("stoke on trent", "7 Rosemary Terrace, Stoke-on-Trent ST1 5AB"),
        ("yo241ab", "5 Station Road, York YO24 1AB"),
        ("YO24 1AB", "5 Station Road, York YO24 1AB"),
        ("5 station rd york", "5 Station Road, York YO24 1AB"),
        ("rosemery", "7 Rosemary Terrace, Stoke-on-Trent ST1 5AB"),
        ("7 rosmary terace", "7 Rosemary Terrace, Stoke-on-Trent ST1 5AB"),
        ("roesmary", "7 Rosemary Terrace, Stoke-on-Trent ST1 5AB"),
        ("7 rosemary terrace hanley", "7 Rosemary Terrace, Stoke-on-Trent ST1 5AB"),
    ],
)
def test_the_first_hit_is_what_was_meant(text: str, name: str) -> None:
    assert _found(text)[0] == name


def test_a_slip_in_a_number_is_not_forgiven() -> None:
    assert _found("8 rosemary") == []


def test_what_is_spelt_right_never_brings_near_spellings() -> None:
    index = _index("Ace Gas", "Axe Gas")
    assert [choice.name for choice in index.find("ace")] == ["Ace Gas"]


def test_the_detail_is_searched_too() -> None:
    index = NameIndex(
        [Choice(7, "Bob Jones", "bob@example.com"), Choice(8, "Rob Jones", "Plumbing")]
    )
    assert [choice.id for choice in index.find("plumb")] == [8]


def test_nothing_typed_shows_the_first_ones() -> None:
    assert len(_found("", 5)) == 5
    assert len(_found("  ,.", 100)) == len(_ADDRESSES)


def test_no_more_than_asked_for() -> None:
    assert len(_found("l", 3)) == 3
    assert len(_found("elm", 2)) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12 Elm Row", "12 Elm Row, Leeds LS1 4AB"),
        ("12 elm row leeds", "12 Elm Row, Leeds LS1 4AB"),
        ("112 elm row", "112 Elm Row, Leeds LS1 4AB"),
        ("flat 12 3 elm row", "Flat 12, 3 Elm Row, Leeds LS1 4AB"),
        ("7 rosemary", "7 Rosemary Terrace, Stoke-on-Trent ST1 5AB"),
        ("5 Station Road, York", "5 Station Road, York YO24 1AB"),
        ("5 station rd york", "5 Station Road, York YO24 1AB"),
        ("yo241ab", "5 Station Road, York YO24 1AB"),
        ("5 station road", None),
        ("elm row", None),
        ("8 elm row", None),
        ("rosemery", None),
        ("rose", None),
        ("", None),
    ],
)
def test_one_is_only_what_cannot_be_mistaken(text: str, name: str | None) -> None:
    choice = PLACES.one(text)
    assert (choice.name if choice else None) == name


def test_two_of_the_same_name_are_never_one() -> None:
    assert NameIndex([Choice(1, "Ace Gas"), Choice(2, "Ace Gas")]).one("ace gas") is None


def test_the_whole_name_wins_over_longer_ones() -> None:
    choice = _index("Gas", "Gas safety").one("gas")
    assert choice is not None
    assert choice.name == "Gas"


def test_a_word_that_does_not_follow_narrows_nothing() -> None:
    index = _index("Ace Gas", "Ace Plumbing", "Roofing by Ace")
    used, found = index.longest(["ace", "roofing"])
    assert used == 1
    assert {choice.name for choice in found} == {"Ace Gas", "Ace Plumbing", "Roofing by Ace"}


@given(st.lists(_NAME, max_size=20), st.lists(_WORD, min_size=1, max_size=5).map(" ".join))
def test_one_is_the_only_name_that_holds_the_words_in_order(names: list[str], text: str) -> None:
    words = fold(text).split()
    used, found = _index(*names).longest(words)
    pattern = r"\b.*\b".join(map(re.escape, words[:used]))
    holding = [name for name in names if re.search(rf"\b{pattern}\b", fold(name))]
    assert {choice.name for choice in found} <= set(holding)
    if used == 1 and not words[0].isdigit():
        exact = [name for name in holding if fold(name) == words[0]]
        assert len(found) == len(exact or holding)


def test_by_id_and_length() -> None:
    assert len(PLACES) == len(_ADDRESSES)
    assert PLACES.by_id(2) == Choice(2, "12 Elm Row, Leeds LS1 4AB")
    assert PLACES.by_id(999) is None


def test_an_empty_index_finds_nothing() -> None:
    index = NameIndex([])
    assert (len(index), index.find("a"), index.find(""), index.one("a")) == (0, [], [], None)


def test_folding() -> None:
    assert fold("  Zoë's—CAFÉ & Bar,\tLtd. ") == "zoes cafe and bar ltd"


@given(st.lists(_NAME, max_size=30), st.lists(_WORD, min_size=1, max_size=3).map(" ".join))
def test_every_word_somewhere_is_found_and_nothing_else_first(names: list[str], text: str) -> None:
    """Against a plain scan: every name that holds all the words is among the hits."""
    index = _index(*names)
    asked = fold(text).split()
    hits = [choice.name for choice in index.find(text)]
    for name in names:
        if set(asked) <= set(fold(name).split()):
            assert name in hits
    exact = [name for name in hits if f"{fold(name)} ".startswith(f"{fold(text)} ")]
    assert hits[: len(exact)] == exact


@given(st.lists(_NAME, max_size=20), st.text(max_size=20))
def test_find_and_one_take_anything(names: list[str], text: str) -> None:
    index = _index(*names)
    choice = index.one(text)
    assert choice is None or choice in index.find(text)


def test_a_row_that_comes_twice_is_one() -> None:
    index = NameIndex([Choice(1, "Ace Gas"), Choice(2, "Bob"), Choice(1, "Ace Gas")])

    assert len(index) == 2
    assert index.find("ace") == [Choice(1, "Ace Gas")]
    assert index.one("ace gas") == Choice(1, "Ace Gas")
