"""Codes, phone numbers and e-mail addresses: none reaches a title, and nothing else is taken for one."""

import itertools
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.private_questions.questions import new_in_fields
from bot.jobs.private_text.find import find_private
from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.private_text.phrases import CODES, CONTACTS, DOUBTFUL, ORDINARY
from tests.jobs.quicktext.test_parser import NAMES
from tests.steps import cpu, cpu_within

_TOLD = re.compile(r"\d|Rover|ABCD|hunter|bluebell|gmail|four|rover|C Y Z", re.IGNORECASE)


@corpus("text", CODES)
def test_a_code_goes_to_access_details_and_to_nothing_a_channel_sees(text: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)

    assert not _TOLD.search(re.sub("buzz 4|flat 12", "", quick.values.get("job_title", "")))
    assert not re.search(r"1234|4471|5678|2580|bluebell", quick.values.get("job_description", ""))
    assert quick.values["access_details"]
    assert "date_works_start_date" not in quick.values or "friday" in text
    assert not re.search(r"1234|4471|5678", " ".join(quick.notes))


@pytest.mark.parametrize("text", CONTACTS)
def test_a_contact_goes_to_access_details_with_a_word_about_it(text: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)

    assert not _TOLD.search(quick.values["job_title"])
    assert any("Access details" in note for note in quick.notes)
    assert {each.kind for each in find_private(text)} <= {"phone", "email"}


@corpus("text", ORDINARY)
def test_an_ordinary_number_is_no_code(text: str) -> None:
    assert "access_details" not in parse(text, WEDNESDAY, NAMES).values


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_number_that_nothing_explains_is_pointed_out(text: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)

    title = str(quick.values.get("job_title") or "")
    assert new_in_fields({"job_title": title}, {}) or "access_details" in quick.values


_TRIGGERS = st.sampled_from(
    ["key safe", "keysafe", "key-safe", "lockbox", "KS", "k/safe", "keypad", "code", "door code", "gate code is",
     "alarm", "alarm code", "front door code:", "padlock", "combo", "combination", "pin", "passcode", "entry code",
     "key safe by the back door", "key safe in the porch:", "code for the gate is", "the code has changed to",
     "password", "punch in", "concierge code", "intercom", "access", "communal entrance code -", "Key Safe No."]
)  # fmt: skip
_DIGITS = st.text("0123456789", min_size=4, max_size=6)
_SHAPES = st.sampled_from(
    ["{d}", "{d}#", "*{d}", "C{d}Y", "({d})", "{s}", "{h}", "{t}", "{d} & 7391", "{d}/7391"]
)
_BEFORE = st.sampled_from(
    [
        "leak, ",
        "leak ",
        "Boiler not firing at 12 Elm Row, ",
        "leak in flat 9. ",
        "no heating; ",
        "URGENT leak - ",
        "",
    ]
)
_AFTER = st.sampled_from(
    ["", ", friday", " then hash", " for the office", ". Ring first", ", £250", " please", ")"]
)


@given(_BEFORE, _TRIGGERS, _DIGITS, _SHAPES, _AFTER)
def test_no_part_of_a_code_is_ever_in_a_title(
    before: str, trigger: str, number: str, shape: str, after: str
) -> None:
    code = shape.format(d=number, s=" ".join(number), h="-".join(number), t="*".join(number))
    quick = parse(f"{before}{trigger} {code}{after}", WEDNESDAY, NAMES)
    seen = f"{quick.values.get('job_title', '')} {quick.values.get('job_description', '')}"
    kept = re.sub(r"(?i)flat 9|12 elm row|£250", "", seen)

    assert not re.search(r"\d", kept), (quick.values, quick.notes)
    assert isinstance(quick.values.get("date_works_start_date", WEDNESDAY), date)


_JOBS = st.sampled_from(
    ["replace door", "gate sticking", "alarm going off", "fit key safe", "lock change", "boiler service", "intercom dead",
     "new keypad", "garage door stuck", "entry system down", "change locks", "door closer", "alarm service"]
)  # fmt: skip
_ORDINARY = st.sampled_from(
    ["at 12 Elm Row", "at {n} Acacia Avenue", "in flat {n}", "quote {m}", "quote no {m}", "job {m}", "£{n}", "{d}/6",
     "{d} june", "tomorrow", "invoice {m}", "WO-{m}", "{n}mm", "x {d}", "order {m}", "9am", "9-5", "unit {n}", "JOB-{m}"]
)  # fmt: skip


@given(
    _JOBS,
    st.lists(_ORDINARY, min_size=1, max_size=3),
    st.integers(11, 28),
    st.integers(100, 320),
    st.integers(1000, 9999),
)
def test_addresses_days_money_and_references_are_no_codes(
    job: str, parts: list[str], day: int, house: int, reference: int
) -> None:
    text = f"{job} {' '.join(parts)}".format(d=day, n=house, m=reference)

    assert "access_details" not in parse(text, WEDNESDAY, NAMES).values, text


@given(st.text(max_size=200))
def test_any_text_is_answered_with_spans_in_order(text: str) -> None:
    spans = [(each.start, each.end) for each in find_private(text)]

    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("unit", ["-", "*", "-a", "#", "/1", ".", "1-", "+", "&_"])
def test_no_word_is_tried_in_every_way(unit: str) -> None:
    word = "1" + unit * (400 // len(unit)) + "!"
    assert cpu_within(lambda: find_private(f"Leak, door code {word}"), 0.05)


@pytest.mark.parametrize(
    "unit",
    ["code 1234 ", "key safe ", "the code is ", "pin: 1 2 3 4, ", "(code 1234) ", "'", "one ", "12 Elm Row "],
)  # fmt: skip
def test_a_long_text_is_read_once(unit: str) -> None:
    few, many = (unit * (length // len(unit)) for length in (3_000, 12_000))
    assert cpu_within(lambda: find_private(many), 9 * cpu(lambda: find_private(few), 2) + 0.002)


@pytest.mark.parametrize(
    "text",
    ["box is 4471", "use 4471 on the pad", "4471 on the box", "to open: 4471", "keys in box by meter, 4 8 1 5",
     "KS code is same as last time 7-7-2-1", "key safe, same as before, 4471", "code will be texted, it was 4471",
     "the code is the tenant's birthday 0406"],
)  # fmt: skip
def test_a_code_told_late_or_in_passing_is_one(text: str) -> None:
    assert [each.kind for each in find_private(text)] == ["code"]


@pytest.mark.parametrize(
    "text",
    ["PO box 1234", "fuse box 2231", "box of 2400 tiles", "code of practice same as 2015", "error code was 4471",
     "firmware 1.6.26 on the panel", "product code same as last time 44812", "job code was 1234", "48 on the box"],
)  # fmt: skip
def test_a_box_or_another_code_is_none(text: str) -> None:
    assert find_private(text) == []


@pytest.mark.parametrize(
    "text", ["Keys:\n- 4471\n- 5582\nleak", "Access:\n> 4471\n5582", "Keys:\n• 4471\n• 5582"]
)
def test_codes_in_a_list_below_what_they_open(text: str) -> None:
    spans = find_private(text)
    found = "".join(text[each.start : each.end] for each in spans)
    assert "4471" in found
    assert "5582" in found
