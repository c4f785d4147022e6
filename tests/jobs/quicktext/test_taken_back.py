"""A value that is taken back, or one of two, is never filled in: the field stays open, with a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.quicktext.parser import parse, parse_update
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_FIRM, _PRIORITY, _STATUS = "contractor_id", "priority_id", "status_id"


@corpus(
    ("text", "field"),
    [
        ("leak, contractor: not Ace Gas", _FIRM), ("contractor Ace Gas can't, use someone else", _FIRM),
        ("boiler, not low priority", _PRIORITY), ("boiler high priority not needed", _PRIORITY), ("boiler high or urgent", _PRIORITY),
        # neighbours
        ("leak, contractor: anyone but Ace Gas", _FIRM), ("leak, contractor: Ace Gas or Bob Jones", _FIRM),
        ("leak, contractor: Ace Gas / Bob Jones", _FIRM), ("leak contractor Ace Gas or Bob Jones", _FIRM),
        ("leak, contractor: Ace Gas can't come", _FIRM), ("don't use contractor Ace Gas", _FIRM),
        ("leak, assign to Ace Gas, no wait, Bob Jones", _FIRM), ("leak with Ace Gas or Bob Jones", _FIRM),
        ("Ace Gas fully booked, leak", _FIRM), ("leak contractor not Ace Gas", _FIRM), ("leak, Ace Gas, but they can't", _FIRM),
        ("boiler, priority: high or urgent", _PRIORITY), ("boiler, priority: not high", _PRIORITY), ("boiler priority not urgent", _PRIORITY),
        ("boiler urgent/high", _PRIORITY), ("boiler, high - no wait, low", _PRIORITY), ("boiler, priority high, sorry, low", _PRIORITY),
        ("boiler, isn't high priority", _PRIORITY), ("boiler not urgent", _PRIORITY), ("boiler no longer urgent", _PRIORITY),
        ("boiler, priority: high? no", _PRIORITY), ("boiler never urgent", _PRIORITY), ("boiler high and urgent", _PRIORITY),
        ("boiler, urgent to high", _PRIORITY), ("boiler, priority: high, priority: low", _PRIORITY),
        ("leak, contractor: Ace Gas (not available)", _FIRM), ("leak with Ace Gas - they're closed", _FIRM), ("leak, contractor: Ace Gas?", _FIRM),
        ("leak with anyone except Ace Gas", _FIRM), ("Ace Gas if available, else Bob Jones", _FIRM), ("cancel Ace Gas, use Bob Jones", _FIRM),
        ("boiler, urgent or not?", _PRIORITY), ("boiler, is it urgent", _PRIORITY), ("boiler, priority: low to normal", _PRIORITY),
        ("boiler, priority high?", _PRIORITY), ("boiler, high? or urgent", _PRIORITY), ("boiler not a high priority", _PRIORITY),
        ("leak, status: not complete", _STATUS), ("leak, status: complete or closed", _STATUS), ("leak status not closed", _STATUS),
    ],
)  # fmt: skip
def test_a_value_taken_back_leaves_its_field_open_with_a_note(text: str, field: str) -> None:
    for quick in (parse(text, WEDNESDAY, NAMES), parse_update(text, WEDNESDAY, NAMES)):
        assert field not in quick.values, quick.notes
        assert any(note.field == field for note in quick.notes), quick.notes


@pytest.mark.parametrize(
    ("text", "field", "name"),
    [
        ("leak, contractor: Ace Gas, not urgent", _FIRM, "Ace Gas"), ("leak with Ace Gas not urgent", _FIRM, "Ace Gas"),
        ("boiler not firing, high", _PRIORITY, "High"), ("high, tenant can't be in before 9", _PRIORITY, "High"),
        ("boiler won't light, urgent", _PRIORITY, "Urgent"), ("URGENT not working", _PRIORITY, "Urgent"),
        ("no heating urgent", _PRIORITY, "Urgent"), ("tenant with Ace Gas, urgent", _FIRM, "Ace Gas"),
        ("leak contractor Ace Gas, if not in ring", _FIRM, "Ace Gas"), ("not high, low", _PRIORITY, "Low"),
        ("leak, status: in progress, not high", _STATUS, "In progress"), ("leak with Bob Jones, not Ace Gas", _FIRM, "Bob Jones"),
        ("leak, contractor: Bob Jones not Ace Plumbing", _FIRM, "Bob Jones"), ("leak contractor Bob Jones instead of Ace Gas", _FIRM, "Bob Jones"),
    ],
)  # fmt: skip
def test_a_no_about_something_else_changes_nothing(text: str, field: str, name: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values[field].name == name


def test_a_tenant_who_is_out_is_still_the_tenant() -> None:
    quick = parse("leak, tenant Ann Lee isn't in before 4", WEDNESDAY, NAMES)
    assert [each.name for each in quick.values["tenants_ids"]] == ["Ann Lee"]


_NOES = st.sampled_from(
    ["not {}", "never {}", "anything but {}", "no longer {}", "isn't {}", "{}? no", "{} or {other}", "{}/{other}", "{}, no wait, {other}",
     "{}, sorry, {other}", "{} and {other}", "{other} or {}", "instead of {}", "rather than {}"]
)  # fmt: skip
_LABELS = st.sampled_from(
    [
        "boiler, priority: {}",
        "boiler, priority {}",
        "boiler {}",
        "{} boiler",
        "boiler ({}) please",
        "boiler, {}, friday",
    ]
)
_LEVELS = ("urgent", "high", "normal", "low")


@given(_NOES, _LABELS, st.sampled_from(_LEVELS), st.sampled_from(_LEVELS))
def test_no_priority_is_read_silently_out_of_a_no_or_two(
    no: str, around: str, level: str, other: str
) -> None:
    if level == other:
        return
    text = around.format(no.format(level, other=other))
    quick = parse(text, WEDNESDAY, NAMES)
    read = quick.values.get(_PRIORITY)

    if read is not None:
        assert any(note.field == _PRIORITY for note in quick.notes), (text, read)


@given(
    st.sampled_from(["leak, contractor: {}", "leak contractor {}", "leak with {}", "leak, {}, friday", "assign to {}"]),
    st.sampled_from(["not Ace Gas", "Ace Gas can't", "Ace Gas cannot come", "anyone but Ace Gas", "Ace Gas or Bob Jones", "Ace Gas/Bob Jones",
                     "Ace Gas unavailable", "Ace Gas, no, Bob Jones", "Bob Jones instead of Ace Gas", "Ace Gas won't do it"]),
    st.booleans(),
)  # fmt: skip
def test_no_contractor_is_read_out_of_a_no_or_two(around: str, firm: str, update: bool) -> None:
    text = around.format(firm)
    quick = (parse_update if update else parse)(text, WEDNESDAY, NAMES)

    assert getattr(quick.values.get(_FIRM), "name", "") in {"", "Bob Jones"}, text
    assert _FIRM not in quick.values or "instead" in firm, text
