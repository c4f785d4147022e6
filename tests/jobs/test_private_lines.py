"""Whole lines as people write them: every private word is asked about, hardly any other is, and a move leaves none behind."""

import re

import pytest

from bot.jobs.private_questions.questions import new_in_fields, question, suspicion
from bot.jobs.private_text.find import PrivateSpan
from bot.jobs.private_text.key_places import key_places
from bot.jobs.private_text.warnings import moved
from tests.jobs.private_text import as_they_come, nothing_told, told_in_words
from tests.steps import cpu_within

PRIVATE = (*as_they_come.PRIVATE, *told_in_words.PRIVATE)
HARMLESS = (*as_they_come.HARMLESS, *nothing_told.HARMLESS)
ASKED_ALL_THE_SAME = (*as_they_come.ASKED_ALL_THE_SAME, *nothing_told.ASKED_ALL_THE_SAME)


def asked(text: str) -> list[PrivateSpan]:
    """What a form that is sent asks about, the text in its title or in its description."""
    found = new_in_fields({"job_title": text}, {}).get("job_title", [])
    assert new_in_fields({"job_description": text}, {}).get("job_description", []) == found
    return found


def parts(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where in it what stands in `{…}` is."""
    spans, text = [], ""
    for n, piece in enumerate(re.split(r"[{}]", marked)):
        if n % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


def missed(marked: str) -> list[str]:
    """What in `{…}` has a letter or a figure that is not asked about."""
    text, spans = parts(marked)
    covered = {at for each in asked(text) for at in range(each.start, each.end)}
    return [
        text[start:end]
        for start, end in spans
        if any(text[at].isalnum() and at not in covered for at in range(start, end))
    ]


def test_every_private_word_is_asked_about() -> None:
    assert {line: missed(line) for line in PRIVATE if missed(line)} == {}
    assert [line for line in told_in_words.NOT_TOLD if not missed(line)] == []


def test_nothing_else_is_asked_about() -> None:
    assert {line: asked(line) for line in HARMLESS if asked(line)} == {}
    assert [line for line in ASKED_ALL_THE_SAME if not asked(line)] == []
    assert len(ASKED_ALL_THE_SAME) * 10 < len(HARMLESS)
    for line in PRIVATE:
        text, spans = parts(line)
        for each in asked(text):
            assert any(start < each.end and each.start < end for start, end in spans), line


def test_a_move_takes_every_private_word_along() -> None:
    for line in PRIVATE:
        text, spans = parts(line)
        rest, access = moved(text, asked(text), "")
        assert asked(rest) == [], (line, rest)
        for start, end in spans:
            words = " ".join(text[start:end].split())
            assert words not in rest, (line, rest)
            assert all(word in access for word in re.findall(r"\w+", words)), (line, access)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tap. Key under the mat", "This tells where a key is: “Key under the mat”."),
        (
            "Leak 7715. Key under the mat",
            "Does “7715” open anything? This tells where a key is: “Key under the mat”.",
        ),
    ],
)
def test_a_place_of_a_key_is_asked_about_in_its_own_words(text: str, said: str) -> None:
    found = asked(text)
    assert suspicion(text, found) == said
    shown = "it" if len(found) == 1 else "them"
    assert question(text, found).endswith(f"send again to keep {shown} here: cards show {shown}.")


def test_cards_show_where_a_key_is_that_was_kept_beside_a_code() -> None:
    text = "Key under the mat, gate code 9038, blue one 7715"
    assert question(text, asked(text)).endswith("cards show only the number and where the key is.")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("key is in your shed", "key is in your shed"),
        ("spare kept on your porch beam", "spare kept on your porch beam"),
        ("your key is in his bin cupboard", "your key is in his bin cupboard"),
        ("leave your spare key under my mat", "leave your spare key under my mat"),
        ("key is in your office", ""),
        ("your key is in the lock", ""),
        ("key in the lock", ""),
        ("key in the lock of the shed", ""),
        ("key in the meter", ""),
        ("key in the meter box", "key in the meter box"),
        ("key is under the mat then ring", "key is under the mat"),
        ("get key from behind the gate post", "key from behind the gate post"),
        ("radiator key under the sink", ""),
        ("Key safe under the porch", ""),
        ("key behind the bin, ask in the office", "key behind the bin"),
        ("key on hook in the office", ""),
        ("has a spare, it is usually on a nail", "it is usually on a nail"),
        ("in the shed there's a key", "in the shed there's a key"),
        ("turn the key under the cover", ""),
    ],
)
def test_where_a_key_lies(text: str, where: str) -> None:
    assert [text[start:end] for start, end in key_places(text)] == ([where] if where else [])


@pytest.mark.parametrize(
    "unit",
    [
        "key ",
        "key in the ",
        "the key is it is under ",
        "usual place ",
        "under the a is a ",
        "a dot a at a dot ",
        "one dot one at one dot com ",
        "passphrase a b c ",
        "key A1-B2 ",
        "gate is the number ",
        "her a a number a, ",
        "gas 4417 ",
        "cert no 44 ",
        "12-14-",
        "A then 1 ",
    ],
)
def test_three_thousand_characters_are_read_at_once(unit: str) -> None:
    text = (unit * 3_000)[:3_000]
    assert cpu_within(lambda: asked(text), 0.6), unit
