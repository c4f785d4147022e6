"""Bank cards, sort codes with their accounts, National Insurance numbers: found, told by name, moved away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.private_text.find import find_private
from bot.jobs.private_text.warnings import kinds, moved
from bot.jobs.quicktext.parser import parse
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_BANK = (
    "card 4242 4242 4242 4242", "4242424242424242", "4111-1111-1111-1111 exp 04/27 cvv 123", "tenant's card no 378282246310005", "debit card: 5555555555554444",
    "2223003122003222", "sort code 20-00-00 account 55779911", "sort code: 200000 acc no 55779911", "sortcode 20 00 00, a/c 55779911",
    "sort code 12-06-26 acc 55779911", "20-00-00 55779911", "12-06-26 account 55779911", "acc 55779911 sort code 20-00-00", "account 55779911, 20-00-00", "account no. 55779911 sort 20-00-00",
    "bank account 55779911", "bank details 55779911", "GB29 NWBK 6016 1331 9268 19", "IBAN GB29NWBK60161331926819", "sort code 20-00-00",
)  # fmt: skip
_INSURANCE = (
    "NI number QQ 12 34 56 C", "AB123456C", "AB 12 34 56 C", "nino ab123456c", "National Insurance: AB-12-34-56-C", "NI AB123456C", "n.i. no ab 12 34 56 c",
)  # fmt: skip
_TOLD = {"bank": "a bank or card number", "insurance": "a National Insurance number"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [*((each, "bank") for each in _BANK), *((each, "insurance") for each in _INSURANCE)],
)
def test_it_is_moved_out_of_a_title_and_called_by_its_name(words: str, kind: str) -> None:
    text = f"Boiler dead, {words}, ring first"
    found = find_private(text)
    quick = parse(text, WEDNESDAY, NAMES)
    seen = f"{quick.values['job_title']} {quick.values['job_description']}"

    assert [each.kind for each in found] == [kind]
    assert kinds(found) == _TOLD[kind]
    assert not any(c.isdigit() for c in seen), seen
    assert not any(c.isdigit() for c in moved(text, found, "")[0])
    assert words[-4:] in quick.values["access_details"]
    assert "date_works_start_date" not in quick.values
    assert any(note.startswith(f"A{_TOLD[kind][1:]} was moved") for note in quick.notes)


@given(
    st.sampled_from(["4", "51", "2221", "6011"]),
    st.text("0123456789", min_size=15, max_size=15),
    st.sampled_from(["", " ", "-"]),
)
def test_a_card_is_told_from_other_long_numbers_by_its_check_digit(
    issuer: str, rest: str, mark: str
) -> None:
    body = f"{issuer}{rest}"[:15]
    check = next(digit for digit in "0123456789" if _checks(body + digit))
    groups = [f"{body}{check}"[at : at + 4] for at in range(0, 16, 4)]
    wrong = [*groups[:3], groups[3][:3] + str((int(check) + 1) % 10)]

    assert [each.kind for each in find_private(f"leak, {mark.join(groups)}")] == ["bank"]
    assert "bank" not in {each.kind for each in find_private(f"leak, {mark.join(wrong)}")}


def _checks(number: str) -> bool:
    """Luhn, the other way about: by the table of doubled digits."""
    odd, even = number[-1::-2], number[-2::-2]
    return (sum(map(int, odd)) + sum(int("0246813579"[int(each)]) for each in even)) % 10 == 0
