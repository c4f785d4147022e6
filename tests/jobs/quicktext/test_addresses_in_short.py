"""Addresses that are typed short, spoken, or beside another one: offered; and where an address ends."""

from bot.jobs.model import Choice
from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_ELM_12, _ELM_112, _ELM_14 = "12 Elm Row, Leeds LS1 4AB", "112 Elm Row, Leeds LS1 4AB", "14 Elm Row, Leeds LS1 4AB"  # fmt: skip
_HIGH, _QUAY, _OAK = "Flat 2, 8 High Street, York YO1 2CD", "9 Quay Street, Leeds LS1 4ZZ", "3 Oak Lane, High Wycombe HP11 1AA"  # fmt: skip
_STATION = ["5 Station Road, Leeds", "5 Station Road, York"]


@corpus(
    ("text", "names"),
    [
        ("kitchen light, 112 elm, monday", [_ELM_112]), ("lights out, 14 elm, since sat", [_ELM_14]), ("shower tray re 9 quay", [_QUAY]),
        ("5 station boiler dead", _STATION), ("tap dripping at quay st", [_QUAY]), ("pat test at flat 2 high st", [_HIGH]),
        ("no hot water oak lane wycombe", [_OAK]), ("squeaky door, high st flat", [_HIGH]), ("bathroom light gone 12 elm road", [_ELM_12]),
        ("fourteen elm row the thermostat is stuck", [_ELM_14]), ("flat two eight high street the tap came off", [_HIGH]),
        ("one hundred and twelve elm row the light flickers", [_ELM_112]), ("nine quay street sink blocked", [_QUAY]),
        ("five station road trip switch keeps going", _STATION),
        ("same as last time at 14 elm row but this one's for number 12, toilet leaks", [_ELM_14, _ELM_12]),
        ("14 elm row rang about next door's leak (no 12)", [_ELM_14, _ELM_12]), ("12 elm row - or is it 112? light buzzing", [_ELM_12, _ELM_112]),
    ],
)  # fmt: skip
def test_it_is_offered(text: str, names: list[str]) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert "address_id" not in quick.values
    notes = [note for note in quick.notes if note.field == "address_id"]
    offered = [each.name for note in notes for each in note.choices if isinstance(each, Choice)]
    assert offered == names


@corpus(
    "text",
    ["112 screws for the hall", "replace 12 elements", "two taps drip", "fit 3 oak doors in the lounge", "9 quality locks", "five lights out"],
)  # fmt: skip
def test_a_number_and_a_word_alone_are_no_address(text: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert "address_id" not in quick.values
    assert not any(note.field == "address_id" and len(note.choices) > 1 for note in quick.notes)


@corpus(
    ("text", "name", "title"),
    [
        ("flat 2 8 high street york friday", _HIGH, None), ("tap flat 2 8 high st york yo1 friday", _HIGH, "Tap"),
        ("gate 3 oak lane, high wycombe, hp11 1aa", _OAK, "Gate"), ("gate 3 oak lane high wycombe hp11, high", _OAK, "Gate"),
        ("gate 3 oak lane high", _OAK, "Gate"), ("5 Station Road York YO24 - seat loose", _STATION[1], "Seat loose"),
        ("gate 12 elm row york stone path", _ELM_12, "Gate york stone path"), ("rose cottage york, gate", "Rose Cottage, Mill Lane, York", "Gate"),
        ("gate 12 elm row b4 friday", _ELM_12, "Gate b4 friday"), ("fuse box in consumer unit at 3 oak lane", _OAK, "Fuse box in consumer unit"),
        ("12 elm row, no 5 radiators warm", _ELM_12, "No 5 radiators warm"),
    ],
)  # fmt: skip
def test_its_town_and_its_postcode_belong_to_it(text: str, name: str, title: str | None) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert quick.values["address_id"].name == name, quick.notes
    assert quick.values.get("job_title") == title


def test_the_town_hides_no_day_price_or_firm() -> None:
    quick = parse("flat 2 8 high street york friday £450 Ace Gas", WEDNESDAY, NAMES)
    assert str(quick.values["date_works_start_date"]) == "2026-06-12"
    assert quick.values["contractor_id"].name == "Ace Gas"
    assert str(quick.values["job_total_budget"]) == "450.00"
    assert quick.words["address_id"].endswith("york")


@corpus(
    ("text", "name"),
    [
        ("12 elm row ls9", _ELM_12), ("12 elm row, leeds ls9 leak", _ELM_12), ("leak at 12 Elm Row LS9 2AB", _ELM_12), ("12 elm row m1 2ab", _ELM_12),
        ("flat 2 8 high street york yo10 tap", _HIGH), ("3 oak lane hp12 door", _OAK),
    ],
)  # fmt: skip
def test_an_address_with_another_postcode_is_offered(text: str, name: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert "address_id" not in quick.values
    [note] = [each for each in quick.notes if each.field == "address_id"]
    assert [getattr(each, "name", "") for each in note.choices] == [name]


@corpus(
    "text",
    [
        "12 elm row ls1 leak", "12 elm row ls1 4ab leak", "12 elm row e119 boiler", "12 elm row co2 alarm", "12 elm row, leeds, LS1 leak",
    ],
)  # fmt: skip
def test_its_own_postcode_or_a_fault_is_no_other(text: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values["address_id"].name == _ELM_12
