"""What a line says of somebody or something else is no value of the job: the field stays open, and what is named can be pressed."""

import pytest

from bot.jobs.quicktext.parser import parse, parse_update
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_FIRM, _PRIORITY, _STATUS, _TYPE = "contractor_id", "priority_id", "status_id", "job_type_id"
_ADDRESS, _START, _END, _TOTAL = "address_id", "date_works_start_date", "date_works_end_date", "job_total_budget"  # fmt: skip


@corpus(
    ("text", "field"),
    [
        ("gas smell, next door had Ace Gas out last winter", _FIRM), ("did Zed Electrical ever send the cert for job 22", _FIRM),
        ("ring Bob Jones and see if he'd be up for the gutter", _FIRM), ("Access Locks charged us for the wrong door", _FIRM),
        ("Ace Gas quoted 480 plus vat", _FIRM), ("Ace Gas are on JOB-057, this one has nobody", _FIRM),
        ("prices for the roof\nBob Jones 1,850\nanother guy 1400", _FIRM), ("leak in loft bob jones usually does this block", _FIRM),
        ("pay ace gas £220 for the tap", _FIRM), ("tenant knows bob jones, gutter blocked", _FIRM),
        ("neighbour at 14 Elm Row moans about the hedge", _ADDRESS), ("keys are at 5 Station Road Leeds, tap drips", _ADDRESS),
        ("8 High Street communal light out", _ADDRESS), ("neighbours at 112 elm row have damp from our gutter", _ADDRESS),
        ("tenant reckons it's urgent, squeaky door", _PRIORITY), ("squeaky door, she says urgent", _PRIORITY),
        ("tidy up, not a gas job", _TYPE), ("gas meter cupboard needs a lock", _TYPE), ("electrical cupboard door off its hinge", _TYPE),
        ("carpet laid on the 18th, radiator off the wall before that", _START), ("tenant says don't come friday", _START),
        ("could do Monday if its any use", _START), ("expiry of current cert - 27/06/2026", _START),
        ("tenant's brother Bob Jones will be in, lock stiff", _FIRM), ("ace gas attending 16th", _START),
        ("Bob Jones from next door says the fence is down", _FIRM), ("send bob joness to look at the tap", _FIRM),
        ("Station Road in York, number 5: cooker hood dropped", _ADDRESS), ("Three Oak Lane, gate won't shut", _ADDRESS),
        ("top flat 8 high street damp", _ADDRESS), ("tenant insists this is an emergency, dripping tap", _PRIORITY),
        ("Subject: gate quote\n£250 for the gate", _TOTAL), ("boiler this monday", _START),
        ("quote is in at £1,275, waiting for the owner", _TOTAL), ("leak, ref £80", _TOTAL),
    ],
)  # fmt: skip
def test_it_is_left_open_and_offered(text: str, field: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert field not in quick.values, quick.values
    assert any(note.field == field and note.choices for note in quick.notes), quick.notes


@corpus(
    ("text", "field", "name"),
    [
        ("no elec in kitchen 14 elm row zed electrical asap pls", _FIRM, "Zed Electrical"), ("ace gas to look at boiler 12 elm row fri", _FIRM, "Ace Gas"),
        ("get bob jones on the fence asap", _FIRM, "Bob Jones"), ("given to zed electrical", _FIRM, "Zed Electrical"),
        ("not Ace Gas but Bob Jones", _FIRM, "Bob Jones"), ("lost keys 14 elm row", _ADDRESS, "14 Elm Row, Leeds LS1 4AB"),
        ("tenant moved out of 14 elm row, full clean", _ADDRESS, "14 Elm Row, Leeds LS1 4AB"),
        ("moved from 9 quay street to 3 oak lane, wardrobe stuck", _ADDRESS, "3 Oak Lane, High Wycombe HP11 1AA"),
        ("collect keys from 9 Quay Street, then look at 112 Elm Row", _ADDRESS, "112 Elm Row, Leeds LS1 4AB"),
        ("she says urgent, keep it on low", _PRIORITY, "Low"), ("tap drips, make it low", _PRIORITY, "Low"),
        ("she thinks urgent, I'd say normal", _PRIORITY, "Normal"), ("tenant says flooding in kitchen", _PRIORITY, "Urgent"),
        ("high, not urgent", _PRIORITY, "High"), ("mark high and send ace plumbing, leak", _PRIORITY, "High"), ("has gone to Access Locks now instead of Bob Jones", _FIRM, "Access Locks"),
        ("drop from urgent to normal", _PRIORITY, "Normal"), ("raise it as normal for the time being", _PRIORITY, "Normal"),
        ("gas cooker leaking", _TYPE, "Gas"), ("electrical fault in hall", _TYPE, "Electrical"),
        ("electrical cupboard sparking, electrical fault", _TYPE, "Electrical"),
    ],
)  # fmt: skip
def test_what_is_plainly_said_is_filled_in(text: str, field: str, name: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).values[field].name == name


@corpus(
    ("text", "field", "offered"),
    [
        ("contractor: Zed Electrical, budget 200. Ignore the budget bit", _TOTAL, "200.00"),
        ("no wait don't, it leaks again status: complete", _STATUS, "Complete"),
        ("Sorry, no, don't - it drips again status: complete", _STATUS, "Complete"),
        ("close it, actually leave it open", _STATUS, "Closed"), ("£200, scratch that landlord does it", _TOTAL, "200.00"),
        ("start monday. forget the date, not agreed", _START, "2026-06-15"),
        ("Bob Jones tomorrow, actually no leave it, log it", _FIRM, "Bob Jones"),
        ("Bob Jones tomorrow, actually no leave it, log it", _START, "2026-06-11"),
    ],
)  # fmt: skip
def test_what_is_withdrawn_is_offered_only(text: str, field: str, offered: str) -> None:
    quick = parse_update(text, WEDNESDAY, NAMES)
    assert field not in quick.values
    choices = [each for note in quick.notes if note.field == field for each in note.choices]
    assert [str(getattr(each, "name", each)) for each in choices] == [offered]


@pytest.mark.parametrize(
    "text", ["no, leave it with Ace Gas", "Ace Gas, no don't ring the tenant", "Ace Gas, ignore the dog"]
)  # fmt: skip
def test_what_withdraws_nothing_changes_nothing(text: str) -> None:
    assert parse_update(text, WEDNESDAY, NAMES).values[_FIRM].name == "Ace Gas"


@corpus(
    ("text", "values"),
    [
        ("Contractor - Ace Gas, Start - 16/06/2026, Due - 19/06/2026, Budget - £340",
         {_FIRM: "Ace Gas", _START: "2026-06-16", _END: "2026-06-19", _TOTAL: "340.00"}),
        ("Works order - WO/7714\nInvoice ref - INV-0932", {"works_order_ref": "WO/7714", "invoice_no": "INV-0932"}),
        ("Due: 30 June", {_END: "2026-06-30"}), ("WO ref: WO-2291 / inv: still waiting", {"works_order_ref": "WO-2291"}),
        ("rent due: 30 June", {}), ("total budget up from 1.2k to 1.5k", {_TOTAL: "1500.00"}), ("budget's 1500", {_TOTAL: "1500.00"}),
        ("Old contractor: Bob Jones, New contractor: Ace Gas", {_FIRM: "Ace Gas"}), ("Start date - 22/06, Finish date - 24/06", {_START: "2026-06-22", _END: "2026-06-24"}),
        ("type should be electrical not general", {_TYPE: "Electrical"}), ("set to awaiting parts", {_STATUS: "Awaiting parts"}),
        ("he's on site so in progress 👍", {_STATUS: "In progress"}), ("not awaiting parts now", {}), ("was in progress last week", {}),
        ("vat's 5% on this one not 20", {"vat_percentage": "5"}), ("their invoice ref is ZE-4471", {"invoice_no": "ZE-4471"}),
        ("LL happy with £340", {_TOTAL: "340.00"}), ("status still in progress", {_STATUS: "In progress"}),
        ("budget not 300 but 200", {_TOTAL: "200.00"}), ("budget now 1.2k not 1k", {_TOTAL: "1200.00"}),
        ("wrong house, it's 112 elm row not 12", {_ADDRESS: "112 Elm Row, Leeds LS1 4AB"}), ("done 12 elm row yesterday", {}),
        ("12 elm row", {_ADDRESS: "12 Elm Row, Leeds LS1 4AB"}), ("contractor: a gas", {}), ("contractor: B Jones", {_FIRM: "Bob Jones"}),
    ],
)  # fmt: skip
def test_labels_and_what_a_budget_becomes(text: str, values: dict[str, str]) -> None:
    read = parse_update(text, WEDNESDAY, NAMES).values
    assert {name: str(getattr(each, "name", each)) for name, each in read.items()} == values
