"""Days that are an end, never a start; days of what has been done; amounts with and without VAT, each at its field."""

from decimal import Decimal

from bot.jobs.quicktext.parser import parse, parse_update
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_START, _END = "date_works_start_date", "date_works_end_date"


@corpus(
    "text",
    [
        "bob, end of next week", "bob jones end of june", "ace gas - end of the month", "gutters, give to bob: end of july", "bob jones the end of next week",
    ],
)  # fmt: skip
def test_the_end_of_a_week_beside_somebody_is_asked_about_at_both_days(text: str) -> None:
    for quick in (parse(text, WEDNESDAY, NAMES), parse_update(text, WEDNESDAY, NAMES)):
        assert not {_START, _END} & set(quick.values)
        offered = {note.field: note.choices for note in quick.notes if note.field in {_START, _END}}
        assert set(offered) == {_START, _END}
        assert offered[_START] == offered[_END]


@corpus(
    ("text", "start", "end"),
    [
        ("repaint hall, end of July is fine", None, "2026-07-31"), ("repaint hall, end of next week would be ok", None, "2026-06-19"),
        ("repaint hall, start end of july", "2026-07-31", None), ("repaint hall, end of june", "2026-06-30", None),
        ("handrail loose, finish by bank hol 31 Aug", None, "2026-08-31"), ("handrail loose, by August bank holiday 31 Aug", None, "2026-08-31"),
        ("seal the bath, start mon finish mon", "2026-06-15", "2026-06-15"), ("window cracked. Due 19/6", None, "2026-06-19"),
        ("damp patch, start 15/6, due 19/6", "2026-06-15", "2026-06-19"), ("boiler service due 19/6", None, None),
        ("legionella check, to be completed by Fri 3rd July", None, "2026-07-03"), ("[10/06, 07:58] Ann Lee: tap drips", None, None),
    ],
)  # fmt: skip
def test_a_last_day_is_no_start(text: str, start: str | None, end: str | None) -> None:
    values = parse(text, WEDNESDAY, NAMES).values
    read = [values.get(name) for name in (_START, _END)]
    assert [str(each) if each else None for each in read] == [start, end]


@corpus(
    ("text", "word"),
    [
        ("bob cleared the blocked sink at 12 elm row on monday", "cleared"), ("they fixed the gate at 12 elm row on friday", "fixed"),
        ("zed has replaced the socket at 12 elm row tuesday", "replaced"),
    ],
)  # fmt: skip
def test_the_day_of_what_has_been_done_is_asked_about(text: str, word: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert _START not in quick.values
    assert any(f"because of “{word}”" in note and note.field == _START for note in quick.notes)


@corpus(
    "text",
    ["get the sink cleared at 12 elm row on monday", "bob to have the gate fixed monday", "can they get it fixed on monday, gate at 12 elm row"],
)  # fmt: skip
def test_the_day_of_what_is_to_be_done_is_filled_in(text: str) -> None:
    assert str(parse(text, WEDNESDAY, NAMES).values[_START]) == "2026-06-15"


def _offered(text: str, field: str) -> list[object]:
    notes = parse(text, WEDNESDAY, NAMES).notes
    return [each for note in notes if note.field == field for each in note.choices]


def test_amounts_are_offered_at_the_fields_they_may_be_for() -> None:
    text = "cistern at 12 elm row, £95+VAT = £114"
    assert _offered(text, "contractor_budget") == [Decimal(95)]
    assert _offered(text, "job_total_budget") == [Decimal(114)]
    assert _offered(text, "vat_percentage") == [Decimal(20)]


def test_without_vat_is_offered_as_such() -> None:
    text = "drawers at 12 elm row, £60 no vat"
    assert parse(text, WEDNESDAY, NAMES).values["job_total_budget"] == Decimal(60)
    assert _offered(text, "contractor_budget") == [Decimal(60)]
    assert _offered(text, "vat_percentage") == [Decimal(0)]
    assert _offered("drawers at 12 elm row, £60", "vat_percentage") == []


def test_a_cost_and_vat_is_the_contractors() -> None:
    values = parse("pat test at 12 elm row, cost 50 + vat", WEDNESDAY, NAMES).values
    assert (values["contractor_budget"], values["vat_percentage"]) == (Decimal(50), Decimal(20))
    assert "job_total_budget" not in values
