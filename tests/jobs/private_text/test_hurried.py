"""Hurried lines: no part of what opens something is left, and numbers that open nothing stay."""

import re

from bot.jobs.private_text.find import find_private
from tests.jobs.private_text import hurried
from tests.jobs.private_text.test_neighbours import left

CODES = (*hurried.FIRST_CODES, *hurried.SECOND_CODES, *hurried.THIRD_CODES)
NUMBERS = (*hurried.FIRST_NUMBERS, *hurried.SECOND_NUMBERS, *hurried.THIRD_NUMBERS)


def told(marked: str) -> list[str]:
    """The parts of a code that are left in a line whose codes stand in `{…}`."""
    text = marked.replace("{", "").replace("}", "")
    rest = left(text, find_private(text))
    parts = re.findall(r"\{([^}]*)\}", marked)
    return [part for part in parts if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", rest)]


def test_no_part_of_a_code_is_left() -> None:
    assert {line: told(line) for line in CODES if told(line)} == {}


def test_numbers_that_open_nothing_stay() -> None:
    assert [line for line in NUMBERS if find_private(line)] == []


def test_it_is_so_in_the_middle_of_other_words() -> None:
    lines = [
        around.format(line) for line in CODES for around in ("Leak.\n{}\nThanks", "{}. Ring first")
    ]
    assert {line: told(line) for line in lines if told(line)} == {}
