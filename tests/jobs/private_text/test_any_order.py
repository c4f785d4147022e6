"""Codes whatever stands first, whatever parts them from their label, and however it is spelled."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_text.find import find_private
from bot.jobs.quicktext.parser import parse
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_CODE_LABELS = [
    "code",
    "door code",
    "gate code",
    "pin",
    "combo",
    "combination",
    "passcode",
    "cod",
    "kode",
    "cde",
    "pascode",
    "cmbo",
    "combnation",
]
_OTHER_LABELS = [
    "key safe",
    "keysafe",
    "keypad",
    "lockbox",
    "alarm",
    "gate",
    "padlock",
    "keysaf",
    "alrm",
    "padlok",
    "garage",
    "shed",
    "side gate",
    "portal",
]
_DIGITS = st.from_regex(r"[3-9][0-9]{3,5}", fullmatch=True)
_SEPARATORS = st.sampled_from([" ", ": ", " is ", " = ", " - ", " #", ":", " is now ", " - now "])
_SINGLE = st.sampled_from(
    [
        "leak, {}",
        "{}, leak",
        "leak - {} - ring first",
        "leak at 12 Elm Row. {}",
        "{} (leak at 12 Elm Row)",
    ]
)
_REVERSED = st.sampled_from(
    [
        "{d} is the {l}",
        "{d} opens the {l}",
        "{d} for the {l}",
        "{l} ({d})",
        "the {l} one is {d}",
        "use {d} for the {l}",
    ]
)
_FEW = settings(max_examples=40)
"""A line is read in milliseconds, but there are thousands of lines in this room."""


def _shown(text: str) -> str:
    """What a channel would see, without the address."""
    values = parse(text, WEDNESDAY, NAMES).values
    seen = f"{values.get('job_title', '')} {values.get('job_description', '')}"
    assert not {"job_total_budget", "contractor_budget"} & set(values), text
    return re.sub(r"(?i)12 elm row", "", seen)


@_FEW
@given(st.sampled_from(_CODE_LABELS + _OTHER_LABELS), _SEPARATORS, _DIGITS, _SINGLE)
def test_a_code_after_its_label_is_never_shown(
    label: str, mark: str, number: str, around: str
) -> None:
    text = around.format(f"{label}{mark}{number}")
    assert not re.search(r"\d", _shown(text)), text


@_FEW
@given(
    st.sampled_from([*_OTHER_LABELS[:7], "garage", "shed", "code", "door code"]),
    _DIGITS,
    _REVERSED,
    _SINGLE,
)
def test_a_code_before_its_label_is_never_shown(
    label: str, number: str, order: str, around: str
) -> None:
    text = around.format(order.format(d=number, l=label))
    assert not re.search(r"\d", _shown(text)), text


@_FEW
@given(
    st.sampled_from(_CODE_LABELS[:7]),
    st.sampled_from([" £", ": £", " is £", " =£"]),
    _DIGITS,
    _SINGLE,
)
def test_a_label_of_a_code_beats_the_sign_of_pounds(
    label: str, mark: str, number: str, around: str
) -> None:
    text = around.format(f"{label}{mark}{number}")
    assert not re.search(r"\d", _shown(text)), text


@_FEW
@given(
    st.sampled_from(
        ["fit key safe", "new gate", "replace alarm", "keypad", "shed door", "combination lock"]
    ),
    st.integers(20, 9000),
)
def test_money_for_a_lock_is_money(thing: str, pounds: int) -> None:
    values = parse(f"{thing} £{pounds}", WEDNESDAY, NAMES).values
    assert values.get("job_total_budget") == pounds
    assert "access_details" not in values


@_FEW
@given(
    st.from_regex(r"[0-9]{4,6}", fullmatch=True),
    st.sampled_from([" ", "-"]),
    st.sampled_from(["leak, its {}", "panel needed, {}", "thing is {} thanks"]),
)
def test_figures_spelled_out_in_a_row_are_a_code(number: str, mark: str, around: str) -> None:
    steps = {int(b) - int(a) for a, b in itertools.pairwise(number)}
    text = around.format(mark.join(number))
    if steps != {1}:
        assert not re.search(r"\d", _shown(text)), text


@pytest.mark.parametrize(
    "text",
    ["fish cod 447 g", "error mode 4471", "core 4471 boiler", "flats 2 4 6 8 no heating", "doors 1 2 3 4 stick", "cod fillet order 4471", "combi 4471 model",
     "size 5 - 3 - 2 - 1 off", "bus 1 2 3 4"],
)  # fmt: skip
def test_what_only_looks_so_is_left_alone(text: str) -> None:
    assert find_private(text) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("buzzer by the side gate is 44", ["44"]),
        ("portal login 471", ["471"]),
        ("use 44 on the gate", ["44"]),
        ("gate 12 sticking", []),
        ("44 doors to paint", []),
        ("leak in flat 44, gate stuck", []),
        ("labour 1200 materials 400", []),
    ],
)
def test_a_short_number_near_what_opens_is_asked_about(text: str, asked: list[str]) -> None:
    found = [each for each in find_asked(text) if each.kind == "number"]
    assert [text[each.start : each.end] for each in found] == asked
