"""Keys pressed together, figures by their place, letters on wheels: found whole, and only beside what has them."""

import pytest

from bot.jobs.private_questions.entered import entered
from bot.jobs.private_text.find import find_private
from tests.steps import cpu_within


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The digilock takes C, then 2, then 4 and 6 together, then Y; 1st floor", "C, then 2, then 4 and 6 together, then Y"),
        ("set Digi to 2 & 5 tog., 1, 4", "2 & 5 tog., 1, 4"),
        ("digi: hold 1 and 5, then 3", "1 and 5, then 3"),
        ("starts 44, ends 17, for the gate", "starts 44, ends 17"),
        ("lockbox opens w/ L-E-A-F", "L-E-A-F"),
        ("the code? Lemon-tree-5", "Lemon-tree-5"),
        ("A77B works for both", "A77B works for both"),
        ("press 2 and 4 together then 1", "2 and 4 together then 1"),
        ("Lock box 1st digit 5, 2nd 0, 3rd 9, 4th 9.", "1st digit 5, 2nd 0, 3rd 9, 4th 9"),
        ("first is 4, second is 7, third 1", "first is 4, second is 7, third 1"),
        ("Garage blk. 7, padlock 4 wheels: FISH.", "FISH"),
        ("letter padlock word is FISH", "FISH"),
        ("Coded lock to boiler house: X 4 0 2 6, boiler is a Baxi", "X 4 0 2 6"),
        ("building code thing is A19Z at 40 marsh lane", "building code thing is A19Z"),
    ],
)  # fmt: skip
def test_it_is_found_whole(text: str, code: str) -> None:
    assert [text[each.start : each.end] for each in find_private(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "flats 2 and 4 together share a boiler",
        "locks on flats 2 and 4 together, 1 day",
        "the E-I-C-R is due",
        "door A-B-C labels",
        "block A12B opens 8am",
        "the code? Sorry, no idea",
        "carer comes 0900 and 1730",
        "Keys back, FOB no 0087712 missing",
        "gate work starts 10, ends 12",
        "course starts 44, ends 17",
        "fit 2 and 3 together, 4 pm",
        "1st floor 2 rads, 2nd floor 3 rads, 3rd floor 5 rads",
        "PADLOCK 4 WHEELS BROKEN",
        "padlock wheels NOT turning",
        "lead is code 4, 300 wide",
        "Codelocks CL255 latch",
        "MPAN 20 0011 2233 448",
        "worcester serial FD 934 7738100219",
        "wifi name is BT-X7KM29",
    ],
)
def test_what_only_looks_like_it_is_none(text: str) -> None:
    assert find_private(text) == []


@pytest.mark.parametrize("text", ["serial 07700 900123", "mprn 07700900123", "call 7700 900123"])
def test_a_mobile_number_is_one_whatever_is_before_it(text: str) -> None:
    assert [each.kind for each in find_private(text)] == ["phone"]


@pytest.mark.parametrize("unit", ["1 & 2, ", "press 1 and ", "1st 1, ", "padlock wheels ", "starts 44 ", "digi hold 1 and 2 ", "lock word ", "RAL 7016 and ", "serial no 1 "])  # fmt: skip
def test_three_thousand_characters_are_read_at_once(unit: str) -> None:
    text = (unit * 3_000)[:3_000]
    assert cpu_within(lambda: find_private(text), 0.3), unit


@pytest.mark.parametrize(
    "text",
    [
        "the gate is 77",
        "the door 12, 34 then push",
        "use 77 for the gate",
        "turn the padlock to 77",
        "opens with 77",
        "77 opens the gate",
        "77 gets you in",
        "THE GATE IS 77",
    ],
)
def test_each_way_to_say_what_opens_is_looked_for(text: str) -> None:
    """Most of them only where something that opens is named."""
    assert entered(text, [], [])
