"""Values that the words around them leave in doubt: the field stays open, with a note."""

import pytest

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import parse, parse_update
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES as LISTS


def _index(*names: str) -> NameIndex:
    return NameIndex(Choice(n, name) for n, name in enumerate(names, 1))


NAMES = {
    **LISTS,
    "addresses": _index(
        "12 Elm Row, Leeds", "12A Elm Row, Leeds", "14 Elm Row, Leeds", "61 Elm Row, Leeds",
        "Flat 11, Tannery House, Leeds", "Flat 12, Tannery House, Leeds", "Flat 3, The Oaks, Leeds",
    ),
    "contractors": _index("Ace Gas", "Bob Jones", "Dave Walker"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("address: 12", "address_id"),
        ("address: 12 or 14 elm row", "address_id"),
        ("address: 12 & 14 elm row", "address_id"),
        ("gutters at 12 then 14 elm row", "address_id"),
        ("flats 11 & 12 tannery house no power", "address_id"),
        ("leak between flat 11 and 12 tannery house", "address_id"),
        ("contractor: Walker and son", "contractor_id"),
        ("Ace Gas quote was £900, get another", "contractor_id"),
        ("priority: high, low", "priority_id"),
        ("priority: high → low", "priority_id"),
        ("priority: high-ish", "priority_id"),
        ("status: done for now", "status_id"),
        ("start: 12/6??", "date_works_start_date"),
        ("start: friday?", "date_works_start_date"),
        ("start: friday cancelled", "date_works_start_date"),
        ("start: Ace Gas fri", "date_works_start_date"),
        ("budget: not £80", "job_total_budget"),
        ("budget: 250 tbc", "job_total_budget"),
        ("budget: 250 labour, 80 parts", "job_total_budget"),
        ("budget: £80, £90", "job_total_budget"),
        ("budget: 250 -> 300", "job_total_budget"),
        ("start: fri -> mon", "date_works_start_date"),
        ("start: fri, LL to confirm", "date_works_start_date"),
        ("contractor: Ace Gas if free", "contractor_id"),
        ("roof slipped tiles, Bob Jones saw it last week", "contractor_id"),
        ("contractor: Ace Gas, tbc", "contractor_id"),
        ("contractor: Ace Gas or whoever", "contractor_id"),
        ("contractor Bob Jones tbc", "contractor_id"),
        ("Ace Gas unless busy, service boiler", "contractor_id"),
        ("landlord Bob Jones approved a new hob", "contractor_id"),
        ("Bob Jones has keys, tap drips", "contractor_id"),
        ("boiler condemned by Ace Gas", "contractor_id"),
        ("rubbish after Ace Gas visit", "contractor_id"),
        ("Ace Gas van blocks the drive", "contractor_id"),
        ("tap drips. thanks, Bob Jones", "contractor_id"),
        ("agent: Sue Park left", "agent_id"),
        ("agent: Sue Park or Northern Lets", "agent_id"),
        ("tenant: John Smith?", "tenants_ids"),
        ("tenant: John Smith or Jane Smith", "tenants_ids"),
        ("status: done, but leaks", "status_id"),
        ("status: done (except sink)", "status_id"),
        ("priority: high unless fixed", "priority_id"),
    ],
)
@pytest.mark.parametrize("update", [False, True], ids=["new", "update"])
def test_the_field_is_left_open_with_a_note(text: str, field: str, *, update: bool) -> None:
    quick = parse_update(text, WEDNESDAY, NAMES) if update else parse(text, WEDNESDAY, NAMES)

    assert field not in quick.values
    assert any(note.field == field for note in quick.notes)


@pytest.mark.parametrize(
    "text",
    ["done, but not sink", "fixed, came back again", "cancel, no wait", "complete, snags left", "complete?", "done by friday", "done on friday", "done friday", "take Ace Gas off if they are late", "start: remove friday"],
)  # fmt: skip
def test_an_update_does_not_count_what_is_not_certain(text: str) -> None:
    fields = {"status_id", "contractor_id"}
    fields |= {"date_works_start_date"} if "remove" in text else set()
    quick = parse_update(text, WEDNESDAY, NAMES)

    assert not fields & quick.values.keys()
    assert quick.notes


@pytest.mark.parametrize(
    ("text", "status"), [("all done thanks", "Complete"), ("close it", "Closed"), ("done", "Complete")]
)  # fmt: skip
def test_a_word_for_a_status_is_one(text: str, status: str) -> None:
    assert parse_update(text, WEDNESDAY, NAMES).values["status_id"].name == status


@pytest.mark.parametrize(
    "text",
    ["semi urgent, sink slow", "would be urgent if baby there", "urgent last week, fine now", "in an emergency call me, tap drips",
     "tenant nearly locked out, lock stiff", "urgent but it isn't", "tap drips, nothing urgent", "tap drips unless it becomes urgent", "tap drips, doesn't seem urgent", "tap drips, far from urgent"],
)  # fmt: skip
def test_what_is_not_said_to_be_urgent_is_not(text: str) -> None:
    assert "priority_id" not in parse(text, WEDNESDAY, NAMES).values


@pytest.mark.parametrize(
    "text", ["f3 the oaks toilet blocked", "Flat3 The Oaks no light", "the oaks flat 3 leak", "flt 3 the oaks leak"]
)  # fmt: skip
def test_a_flat_is_found_however_it_is_written(text: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values["address_id"].name == "Flat 3, The Oaks, Leeds"


def test_both_houses_are_offered() -> None:
    [note] = [
        each for each in parse("gutters at 12 & 14 elm row", WEDNESDAY, NAMES).notes if each.choices
    ]
    assert [choice.name for choice in note.choices if isinstance(choice, Choice)] == [
        "12 Elm Row, Leeds",
        "14 Elm Row, Leeds",
    ]


def test_an_amount_without_vat_may_have_it_in_brackets() -> None:
    values = parse("new hob £650 (ex vat)", WEDNESDAY, NAMES).values
    assert "job_total_budget" not in values


def test_days_with_their_number_are_a_range() -> None:
    values = parse("retile bathroom mon 15 - wed 17", WEDNESDAY, NAMES).values
    assert str(values["date_works_start_date"]) == "2026-06-15"
    assert str(values["date_works_end_date"]) == "2026-06-17"


@pytest.mark.parametrize(
    ("text", "name"),
    [("to be fixed by Ace Gas", "Ace Gas"), ("get the tap fixed by Bob Jones", "Bob Jones"), ("tap drips, Bob Jones", "Bob Jones"),
     ("contractor: Bob Jones, keys with LL", "Bob Jones")],
)  # fmt: skip
def test_who_is_to_do_the_work_is_the_contractor(text: str, name: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values["contractor_id"].name == name


@pytest.mark.parametrize(
    "text", ["done, tenant happy", "complete, invoice to follow", "done, not invoiced", "sorted!"]
)
def test_what_follows_need_not_take_a_status_back(text: str) -> None:
    assert parse_update(text, WEDNESDAY, NAMES).values["status_id"].name == "Complete"


@pytest.mark.parametrize(
    "text",
    ["From: Sue Park\nDate: Thu, 11 June 2026\nSubject: tap\n\nTap drips", "On Thu, 11 June 2026 at 08:00, Sue Park wrote:\nTap drips",
     "Sent: Thursday, 11 June 2026 08:12\nTo: Repairs\nTap drips"],
)  # fmt: skip
def test_when_a_mail_was_sent_is_no_start(text: str) -> None:
    assert "date_works_start_date" not in parse(text, WEDNESDAY, NAMES).values


def test_the_label_of_a_day_is_one_where_no_mail_is() -> None:
    values = parse("Date: 11 June 2026\nTap drips", WEDNESDAY, NAMES).values
    assert str(values["date_works_start_date"]) == "2026-06-11"
