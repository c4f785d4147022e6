"""A sentence that sets nothing fills nothing, whatever the word is by which its value is read; a plain one beside it does."""

import pytest

from bot.jobs.quicktext.parser import parse, parse_update
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_VALUES = {
    "status closed": "status_id", "priority high": "priority_id", "contractor bob jones": "contractor_id", "assign to bob jones": "contractor_id",
    "agent sue park": "agent_id", "tenant ann lee": "tenants_ids", "budget 300": "job_total_budget", "contractor budget 250": "contractor_budget",
    "vat 20": "vat_percentage", "type plumbing": "job_type_id", "start 19/6": "date_works_start_date", "end 26/6": "date_works_end_date",
}  # fmt: skip


@pytest.mark.parametrize("read", [parse, parse_update])
@corpus(
    "frame",
    [
        "why is {}", "did you set {}", "{}?", "is the {} right?", "who put {}", "was it {}?", "shall we set {}?", "should it be {}", "has someone set {}",
        "don't set {}", "please don't set {}", "we never agreed {}", "nobody asked for {}",
        "if ann agrees {}", "if ann agrees, {}", "{} if it gets worse", "{} once it's paid", "unless ann objects {}", "when bob is back {}",
        "I thought {}", "i thought we had {}", "ann reckons {}", "apparently {}", "ann said {}", "bob told me {}", "maybe {}", "not sure about {}",
        "wondering about {}", "it had {} before", "it used to be {}", "it was down as {}",
    ],
)  # fmt: skip
def test_nothing_is_filled_in(read: object, frame: str) -> None:
    assert callable(read)
    for words, field in _VALUES.items():
        text = frame.format(words)
        if field.startswith("date_") and frame == "ann said {}":
            continue  # somebody who says when may be telling when the work is done
        assert field not in read(text, WEDNESDAY, NAMES).values, text


@corpus(
    ("text", "field"),
    [
        ("ann rang, set priority high please", "priority_id"), ("don't forget to set priority high", "priority_id"),
        ("couldn't get in, status awaiting parts", "status_id"), ("job was done last week, status closed", "status_id"),
        ("no need to rush, priority low", "priority_id"), ("what a mess, priority high", "priority_id"), ("should be priority high", "priority_id"),
        ("tenant thinks its damp, priority low", "priority_id"), ("if you can set priority high", "priority_id"),
        ("would you assign to bob jones?", "contractor_id"), ("contractor bob jones, if she's out use the key safe", "contractor_id"),
        ("tenant now ann lee, was jane smith", "tenants_ids"), ("bob jones, can you go fri?", "contractor_id"),
        ("who: bob jones", "contractor_id"), ("was high, now priority low", "priority_id"),
    ],
)  # fmt: skip
def test_what_is_plainly_set_is_filled_in(text: str, field: str) -> None:
    assert field in parse_update(text, WEDNESDAY, NAMES).values


@corpus(
    ("text", "field"),
    [
        ("is bob jones free thurs for a gate at 3 oak lane", "contractor_id"), ("light out, last time bob jones charged 95", "contractor_id"),
        ("quote for bathroom, contractor budget 2500 max tbc by ll", "contractor_budget"), ("are ace gas still doing this", "contractor_id"),
        ("tenant asked if zed electrical can come, 9 quay street", "contractor_id"), ("could bob jones look at 12 elm row, priority high", "contractor_id"),
    ],
)  # fmt: skip
def test_nor_by_other_words(text: str, field: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert field not in quick.values
    assert any(note.field == field and note.choices for note in quick.notes), quick.notes


@corpus(
    ("text", "field"),
    [
        ("ann lee has moved out, new tenant john smith", "tenants_ids"), ("new contractor bob jones", "contractor_id"), ("new vat 20", "vat_percentage"),
        ("new agent sue park", "agent_id"), ("new start 19/6", "date_works_start_date"), ("new end date 26/6", "date_works_end_date"),
        ("new date fri", "date_works_start_date"), ("new priority low", "priority_id"), ("new budget 300", "job_total_budget"),
    ],
)  # fmt: skip
def test_what_is_new_is_no_status(text: str, field: str) -> None:
    assert set(parse_update(text, WEDNESDAY, NAMES).values) == {field}


def test_what_is_left_open_is_offered_and_its_words_stay() -> None:
    quick = parse("I thought we had contractor bob jones", WEDNESDAY, NAMES)
    [note] = [each for each in quick.notes if each.field == "contractor_id"]
    assert note == "Contractor was left open because of “thought”: press it if it is meant."
    assert [getattr(choice, "name", "") for choice in note.choices] == ["Bob Jones"]
    assert quick.values["job_title"] == "I thought we had contractor bob jones"


def test_no_code_shows_in_what_is_said() -> None:
    quick = parse_update("if key safe 1234 works priority high", WEDNESDAY, NAMES)
    assert "priority_id" not in quick.values
    assert "1234" not in " ".join(quick.notes)
