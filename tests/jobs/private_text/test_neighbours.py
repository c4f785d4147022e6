"""What is spelled oddly is found whole, what only looks like it is left alone; both rates are measured."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.private_text.find import PrivateSpan, find_private
from tests.jobs.private_text.neighbours import NOT_TOLD, ODD_CODES, ODD_CONTACTS, ONLY_NUMBERS
from tests.jobs.private_text.phrases import CODES, CONTACTS, ORDINARY
from tests.steps import cpu, cpu_within

_TOLD = re.compile(
    r"\d\d|\b\d\b.*\b\d\b|rover|seven|hundred|nine|gmail|fluffy|bluebell|hunter|summer",
    re.IGNORECASE,
)
_WORDS = ("Boiler not firing, {}", "{} - ring first", "Leak in kitchen.\n{}\nThanks", "URGENT {}!")


def left(text: str, spans: list[PrivateSpan]) -> str:
    """The text without what was found."""
    parts, at = [], 0
    for each in spans:
        parts.append(text[at : each.start])
        at = each.end
    return "".join([*parts, text[at:]])


def test_an_odd_spelling_is_found_whole() -> None:
    rest = {text: left(text, find_private(text)) for text in (*ODD_CODES, *ODD_CONTACTS)}

    assert [text for text, each in rest.items() if each == text] == []
    told = {text: each for text, each in rest.items() if _TOLD.search(each.replace("JOB-12", ""))}
    assert told == {}


@pytest.mark.parametrize("around", _WORDS)
def test_it_is_found_in_the_middle_of_other_words(around: str) -> None:
    texts = [around.format(text.strip()) for text in (*ODD_CODES, *ODD_CONTACTS)]
    assert [text for text in texts if not find_private(text)] == []


def test_the_rates_of_both_mistakes() -> None:
    private = [*CODES, *CONTACTS, *ODD_CODES, *ODD_CONTACTS, *NOT_TOLD]
    missed = [text for text in private if not find_private(text)]
    ordinary = [*ORDINARY, *ONLY_NUMBERS]
    flagged = [text for text in ordinary if find_private(text)]

    assert len(private) > 350
    assert len(ordinary) > 330
    assert set(missed) <= set(NOT_TOLD)
    assert len(missed) / len(private) < 0.03
    assert flagged == []


_SEEN_AS_DIGITS = [
    str.maketrans("0123456789", each)
    for each in ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⓪①②③④⑤⑥⑦⑧⑨")
]
_BETWEEN = st.sampled_from(
    ["", " ", "-", "·", "|", "_", "~", "–", "—", "\u200b", "\u2009", ".", "*", "\u00ad"]
)
_TRIGGERS = st.sampled_from(
    [
        "code",
        "key safe",
        "keysafe:",
        "door code is",
        "gate code =",
        "pin:",
        "alarm code",
        "lockbox -",
        "KS",
        "combo",
    ]
)
_DIGITS = st.text("123456789", min_size=4, max_size=6)


@given(_TRIGGERS, _DIGITS, _BETWEEN, st.sampled_from(_SEEN_AS_DIGITS), st.sampled_from(_WORDS))
def test_no_digit_of_a_code_is_left_whatever_it_is_written_in(
    trigger: str, number: str, between: str, script: dict[int, int], around: str
) -> None:
    code = between.join(number).translate(script)
    text = around.format(f"{trigger} {code}")

    assert not any(c.isdigit() for c in left(text, find_private(text))), (text, find_private(text))


@given(
    st.text("0123456789", min_size=9, max_size=9),
    st.sampled_from(["", " ", "-", ".", "·", "–", "_", "|", "\u200b", "\u00a0"]),
    st.sampled_from(["07{}", "+447{}", "00447{}", "(07{})"]),
    st.sampled_from(_SEEN_AS_DIGITS),
    st.sampled_from(["{}", "tenant/{}", "ring {} after 5", "Jane:{}", "a\n{}\nb"]),
)
def test_a_mobile_number_is_found_whatever_parts_it(
    rest: str, between: str, shape: str, script: dict[int, int], around: str
) -> None:
    number = shape.format(f"{rest[:3]}{between}{rest[3:6]}{between}{rest[6:]}").translate(script)
    text = around.format(number)
    found = find_private(text)

    assert any(each.kind == "phone" for each in found), text
    assert sum(c.isdigit() for c in left(text, found)) <= ("after 5" in around)


_NAMES = st.from_regex(r"[a-z]{2,9}(\.[a-z]{2,9})?", fullmatch=True)


@given(
    _NAMES,
    st.sampled_from(["gmail", "hotmail", "elmlets"]),
    st.sampled_from(["@", " @ ", "(at)", " [at] ", "{at}", "＠", "@\u200b", "_at_"]),
    st.sampled_from([".", " . ", "(dot)", " [dot] ", " dot ", "．"]),
)
def test_an_address_is_found_however_it_is_hidden(name: str, host: str, at: str, dot: str) -> None:
    text = f"Leak, write to {name}{at}{host}{dot}com"
    found = find_private(text)

    assert [each.kind for each in found] == ["email"], text
    assert host not in left(text, found)


@given(
    st.integers(1, 9999), st.sampled_from(["Elm Row", "Acacia Avenue", "Station Road"]),
    st.sampled_from(["Vaillant {}", "boiler part {}", "£{}", "invoice {}", "WO-{}", "quote no {}", "model {}", "flat {}", "meter reading {}"]),
    st.integers(100, 9999),
)  # fmt: skip
def test_houses_models_prices_and_references_are_left_alone(
    house: int, street: str, thing: str, number: int
) -> None:
    assert find_private(f"Gate broken at {house} {street}, {thing.format(number)}") == []


@pytest.mark.parametrize(
    "unit",
    ["dot ", "a dot ", "oh ", "seven ", "4·", "4\n", "code 4,4,", "safe ", "a at ", "0.", "> 4", "４", "x@", "Rover1 gate ",
     "it's 4471 and ", "4471 for bins ", "door is 4471 ", "Key in a box 4471 ", "<4>", "07", "7/", "code\n4", "_", "- - ", "1 - "],
)  # fmt: skip
def test_odd_texts_are_read_once(unit: str) -> None:
    few, many = (unit * (length // len(unit)) for length in (3_000, 12_000))
    assert cpu_within(lambda: find_private(many), 9 * cpu(lambda: find_private(few), 2) + 0.01)
