"""What is moved to Access details, and what stays of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.private_questions.questions import new_asked, new_in_fields
from bot.jobs.private_text.find import find_private
from bot.jobs.private_text.warnings import moved, quoted
from tests.jobs.private_text.neighbours import ODD_CODES, ODD_CONTACTS
from tests.jobs.private_text.phrases import CODES, CONTACTS


@pytest.mark.parametrize(
    ("text", "rest", "access"),
    [
        ("Leak. Key safe 4471 by back door.", "Leak.", "Key safe 4471 by back door"),
        ("Leak, tenant is on 07700 900456", "Leak", "tenant is on 07700 900456"),
        ("Leak, please call Mrs Hall on 07700 900456, thanks", "Leak, please call Mrs Hall, thanks", "on 07700 900456"),
        ("Key safe 4471", "", "Key safe 4471"),
        ("Gate code 9038, alarm 1234. No heating", "No heating", "Gate code 9038, alarm 1234"),
        ("No heating\nemail jane@gmail.com\nBaby at home", "No heating\n\nBaby at home", "email jane@gmail.com"),
    ],
)  # fmt: skip
def test_the_rest_reads_on(text: str, rest: str, access: str) -> None:
    assert moved(text, find_private(text), "") == (rest, access)
    assert moved(text, find_private(text), "Dog \n") == (rest, f"Dog\n{access}")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Leak... key safe 4471", "Leak..."),
        ("Gap of .5m above the door, key safe 4471", "Gap of .5m above the door"),
        ("- fix tap\n- paint door\n- code 4471", "- fix tap\n- paint door"),
        ("- code 4471\n- fix tap", "- fix tap"),
        ("- fix tap\n- code 4471\n- paint door", "- fix tap\n\n- paint door"),
        ("To do:\n  1. tap\n  2. door, code 4471", "To do:\n  1. tap\n  2. door"),
        ("Two  gaps, alarm code 9038", "Two  gaps"),
        ("Leak, key safe 4471!", "Leak!"),
        ("Leak - key safe 4471", "Leak"),
        ("Leak. Key safe 4471, thanks", "Leak. thanks"),
        ("Leak, key safe 4471; thanks", "Leak; thanks"),
        ("... key safe 4471", ""),
    ],
)
def test_what_stands_elsewhere_stays_as_it_was_typed(text: str, rest: str) -> None:
    assert moved(text, find_private(text), "")[0] == rest


def test_once_moved_nothing_private_is_left() -> None:
    for text in (*CODES, *CONTACTS, *ODD_CODES, *ODD_CONTACTS):
        rest, access = moved(text, new_asked(text), "")

        assert access, text
        assert find_private(rest) == [], (text, rest)
        assert new_in_fields({"job_title": rest}, {}) == {}, (text, rest)


def test_only_what_is_new_is_asked_about() -> None:
    before = "Leak, key safe 4471"
    now = "Leak in kitchen, key safe 4471, alarm code 9038"

    assert new_asked(before, before) == []
    assert "9038" in quoted(now, new_asked(now, before))
    assert new_asked("Leak in loft. key safe 4471", before) == []


@pytest.mark.parametrize(
    ("before", "is_new"),
    [
        ("ref 77154 paid", True),
        ("ref 17715 paid", True),
        ("meter 771509 read", True),
        ("", True),
        ("cupboard 7715", False),
        ("old one was 7715, now", False),
        ("7715/2", False),
    ],
)
def test_a_number_within_another_one_was_not_there_before(before: str, is_new: bool) -> None:
    now = f"{before}, cupboard 7715"
    assert [now[each.start : each.end] for each in new_asked(now, before)] == ["7715"] * is_new


@given(st.text(max_size=200), st.text(max_size=50))
def test_no_word_is_lost(text: str, access: str) -> None:
    rest, now = moved(text, find_private(text), access)

    def letters(each: str) -> list[str]:
        return sorted(c for c in each if c.isalnum())

    assert letters(rest + now) == letters(text + access)
