"""The sentences that tell what looks private: of one, of several, of several kinds at once."""

import pytest

from bot.jobs.private_questions.questions import question
from bot.jobs.private_text.find import find_private
from bot.jobs.private_text.warnings import kinds, them
from bot.jobs.quicktext.unlabelled import contact_warnings, contacts_moved

PHONE, OTHER = "call 07700 900456", "or 07700 900457"
EMAIL, BANK, NINO, CODE = (
    "jane@gmail.com",
    "sort code 20-00-00 acc 55779911",
    "NI number QQ 12 34 56 C",
    "key safe 4471",
)
MOVED: list[tuple[list[str], str]] = [
    ([PHONE], "A phone number was moved"),
    ([EMAIL], "An e-mail address was moved"),
    ([BANK], "A bank or card number was moved"),
    ([NINO], "A National Insurance number was moved"),
    ([PHONE, OTHER], "Phone numbers were moved"),
    ([EMAIL, "tom@gmail.com"], "E-mail addresses were moved"),
    ([PHONE, EMAIL], "A phone number and an e-mail address were moved"),
    ([EMAIL, PHONE, OTHER], "Phone numbers and an e-mail address were moved"),
    ([PHONE, BANK], "A phone number and a bank or card number were moved"),
    ([PHONE, EMAIL, NINO],
     "A phone number, an e-mail address and a National Insurance number were moved"),
    ([PHONE, EMAIL, BANK, NINO],
     "A phone number, an e-mail address, a bank or card number and a National Insurance number were moved"),
    (["ask the neighbour"], "What looks private was moved"),
]  # fmt: skip


@pytest.mark.parametrize(("contacts", "begins"), MOVED)
def test_what_was_moved_is_told_in_one_sentence(contacts: list[str], begins: str) -> None:
    told = contacts_moved(contacts)
    assert told == f"{begins} to Access details, which no channel shows: please check."


@pytest.mark.parametrize(
    ("text", "words", "it"),
    [
        (CODE, "a code", "it"),
        (f"{CODE}, {PHONE}", "a code and a phone number", "them"),
        (f"{PHONE} {OTHER}", "phone numbers", "them"),
        (f"{CODE}, {PHONE}, {EMAIL}", "a code, a phone number and an e-mail address", "them"),
    ],
)
def test_what_was_found_is_named_and_spoken_of_in_the_same_number(
    text: str, words: str, it: str
) -> None:
    found = find_private(text)
    assert (kinds(found), them(found)) == (words, it)
    asked = question(text, found)
    assert f"has {words} in it" in asked
    assert asked.endswith(
        f"Please move {it} to Access details, or send again to keep {it} here: cards won't show {it}."
    )


def test_of_a_title() -> None:
    sees = "and everyone in the channel sees the title: please move"
    assert contact_warnings("Leak") == []
    assert contact_warnings(f"Leak, {PHONE}") == [
        f"The title holds a phone number, {sees} it to the private contact or access details."
    ]
    assert contact_warnings(f"Leak, {PHONE}, {EMAIL}") == [
        f"The title holds a phone number and an e-mail address, {sees} them to the private contact or access details."
    ]
