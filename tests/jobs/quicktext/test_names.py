"""Addresses and firms in running text: the right one or a question, and no adjoining word lost."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.names_in_lines import GLUED_AND_ADDRESSED
from tests.jobs.quicktext.test_parser import NAMES as LISTS


def _index(*names: str) -> NameIndex:
    return NameIndex(Choice(n, name) for n, name in enumerate(names, 1))


NAMES = {**LISTS, "addresses": _index(
    "12 Elm Row, Leeds LS1 4AB", "112 Elm Row, Leeds LS1 4AB", "14 Elm Row, Leeds LS1 4AB",
    "Flat 12, 3 Elm Row, Leeds LS1 4AB", "Flat 2, 8 High Street, York YO1 2CD", "2 High Street, York YO1 2CD",
    "3 Oak Lane, High Wycombe HP11 1AA", "Rose Cottage, Mill Lane, York", "9 Quay Street, Leeds LS1 4ZZ",
    "5 Station Road, Leeds", "5 Station Road, York", "Oak House, Mill Lane, York", "St John's House, Church Lane, Leeds",
    "The Lodge, Park Road, Leeds", "4 The Green, Leeds LS6 1AA", "1 The Avenue, Leeds",
    "Flat 2/1, 220 Dumbarton Road, Glasgow G11 6AA", "Flat 1/1, 220 Dumbarton Road, Glasgow G11 6AA",
    "The Malthouse, Kirkgate, Leeds", "Flat 11, Tannery House, Leeds", "Flat 12, Tannery House, Leeds",
    "Apartment 3, The Wharf, Leeds", "22 Station Road, Leeds",
)}  # fmt: skip


@corpus(("text", "meant"), GLUED_AND_ADDRESSED.items())
def test_a_name_is_read_or_asked_about(text: str, meant: tuple[str | None, ...]) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    start = quick.values.get("date_works_start_date")
    chosen = [quick.values.get(name) for name in ("address_id", "priority_id", "contractor_id")]
    address, priority, contractor = (each.name if each else None for each in chosen)

    assert quick.values.get("job_title") == meant[0]
    assert (address, start and start.isoformat(), priority, contractor) == meant[1:]


_GLUES = st.sampled_from(
    ["/", "-", ".", "+", "—", "…", ":", "&", "|", ", ", " - ", ". ", "; ", "—", "→", "(", "\n"]
)
_NAMES = st.sampled_from(
    [
        "12 Elm Row",
        "at 12 Elm Row",
        "with Ace Gas",
        ", contractor: Ace Gas",
        ", priority: high",
        "tomorrow",
    ]
)
_WORDS = st.sampled_from(
    ["boiler", "friday", "Ring first", "tomorrow", "urgent", "damp", "ceiling down"]
)


@given(_NAMES, _GLUES, _WORDS)
def test_no_word_glued_to_a_name_is_lost(name: str, glue: str, word: str) -> None:
    quick = parse(f"leak {name}{glue}{word}", WEDNESDAY, NAMES)
    read = {fold(str(getattr(value, "name", value))) for value in quick.values.values()}
    seen = fold(" ".join([*read, *quick.notes]))

    if word in {"friday", "tomorrow"}:
        assert "date_works_start_date" in quick.values or fold(word) in seen
    else:
        assert all(part in seen for part in fold(word).split()), (quick.values, quick.notes)


_HOUSES = [
    (number, street)
    for number in (2, 12, 14, 21)
    for street in ("Elm Row", "High Street", "Oak Lane")
]
_FLATS = _index(
    *(f"{number} {street}, Leeds" for number, street in _HOUSES),
    *(
        f"Flat {flat}, {number} {street}, Leeds"
        for number, street in _HOUSES[3:9]
        for flat in (1, 2, 12)
    ),
)
_WRITTEN = st.sampled_from(
    [
        "flat {f}, {n} {s}",
        "flat {f} {n} {s}",
        "Flat {f} at {n} {s}",
        "{n} {s} flat {f}",
        "{n} {s}, Flat {f}",
        "Apt {f}, {n} {s}",
    ]
)
_BEFORE = st.sampled_from(
    ["leak at {}", "leak in {}", "{} leak", "boiler dead, {}, tomorrow", "{}: damp"]
)


@given(_WRITTEN, _BEFORE, st.sampled_from(_HOUSES), st.sampled_from([1, 2, 3, 12]))
def test_a_flat_is_that_flat_or_a_question(
    written: str, around: str, house: tuple[int, str], flat: int
) -> None:
    number, street = house
    text = around.format(written.format(f=flat, n=number, s=street))
    quick = parse(text, WEDNESDAY, {**NAMES, "addresses": _FLATS})
    address = quick.values.get("address_id")

    if address is None:
        assert quick.notes
    else:
        assert re.search(rf"Flat {flat}, {number} {street}", address.name), (text, address)


@given(st.integers(1, 30), st.integers(1, 30), st.sampled_from([" & ", " and ", ", ", "/", "-"]))
@example(12, 3, ", ")
def test_two_houses_are_asked_about(one: int, other: int, join: str) -> None:
    """`12, 3 Elm Row` is what the list calls a flat: that is filled in, with a note."""
    quick = parse(f"gutters at {one}{join}{other} Elm Row", WEDNESDAY, NAMES)

    flat = quick.values.get("address_id")
    assert flat is None or flat.name.startswith(f"Flat {one}, {other} Elm Row")
    assert quick.notes


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("toilet blocked 5 Station Road York asap please", "5 Station Road, York"),
        ("boiler pressure low, error F28, 12 elm row", "12 Elm Row, Leeds LS1 4AB"),
        (
            "leak at flat 2/1 220 Dumbarton Road, ring first",
            "Flat 2/1, 220 Dumbarton Road, Glasgow G11 6AA",
        ),
        ("Subject: No hot water - 12 Elm Row", "12 Elm Row, Leeds LS1 4AB"),
        ("[External] Re: no hot water at 12 Elm Row", "12 Elm Row, Leeds LS1 4AB"),
    ],
)
def test_more_words_around_an_address_change_nothing(text: str, address: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values["address_id"].name == address


def test_a_scottish_flat_of_an_unknown_street_is_no_day() -> None:
    quick = parse("leak at 9 Sauchiehall Street, 2/1", WEDNESDAY, NAMES)

    assert not {"date_works_start_date", "address_id"} & quick.values.keys()
    assert any("No address matches" in note for note in quick.notes)


@pytest.mark.parametrize(
    "text",
    ["don't use Ace Gas", "do not send Ace Gas", "leak, not Ace Gas", "anyone but Ace Gas", "instead of Ace Gas",
     "leak without Ace Gas", "leak, previously Ace Gas", "Ace Gas didn't turn up", "Ace Gas refused, find another",
     "Ace Gas no longer available", "leak, Ace Gas can't come", "never send it to Ace Gas", "Ace Gas are not coming"],
)  # fmt: skip
def test_a_firm_that_is_not_to_come_is_not_chosen(text: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert "contractor_id" not in quick.values
    assert "Ace Gas" in quick.values["job_title"]


@pytest.mark.parametrize(
    "text",
    ["leak, but Ace Gas can attend", "leak with Ace Gas, not urgent", "leak not urgent, with Ace Gas", "can't wait, Ace Gas",
     "boiler wasn't lit by Ace Gas", "not working, Ace Gas friday"],
)  # fmt: skip
def test_a_no_that_is_about_something_else_is_not_about_the_firm(text: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values["contractor_id"].name == "Ace Gas"


def test_the_question_about_several_addresses_names_each() -> None:
    [note, *_] = parse("leak at 12 elm row opposite 14 elm row", WEDNESDAY, NAMES).notes
    assert "12 elm row" in note
    assert "14 Elm Row" in note
    assert "“”" not in note
