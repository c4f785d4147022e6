"""What its form alone explains is asked about where something that opens is told beside it."""

import pytest

from bot.jobs.private_questions.find import find_asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("its 44.17", "44.17"),
        ("number 44.17 for the side", "44.17"),
        ("padlock 44.50", "44.50"),
        ("dial left at 1745", "1745"),
        ("padlock at 1745", "1745"),
        ("by the Worcester 4417", "4417"),
        ("key is behind the Vaillant 4417", "key is behind the Vaillant 4417"),
        ("tag 417 for the gate", "417"),
        ("let yourself in, number's 33.17", "33.17"),
        ("pad: £4417", "4417"),
        ("gate: £450", ""),
        ("new padlock 19.99", ""),
        ("R1+R2 12.63 ohms", ""),
        ("boiler pressure 14.63", ""),
        ("arrived 10.05, gate open", ""),
        ("meet at the gate at 1730", ""),
        ("gate broken, tenant home at 1730", ""),
        ("alarm went off at 0315", ""),
        ("Worcester 4417 leaking", ""),
        ("moved in Sept 2021", ""),
        ("key tag 412 in office", ""),
    ],
)
def test_a_lookalike_is_asked_about_beside_what_opens(text: str, asked: str) -> None:
    assert [text[each.start : each.end].strip("£") for each in find_asked(text)] == [asked] * bool(
        asked
    )


@pytest.mark.parametrize("text", ["gate 44.15", "gate code at 1745", "combination 19.95"])
def test_right_after_its_word_it_is_a_code(text: str) -> None:
    assert [each.kind for each in find_asked(text)] == ["code"]
