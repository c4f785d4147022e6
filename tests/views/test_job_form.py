"""The job form as a coordinator sees it."""

from typing import Any

import pytest
from inline_snapshot import snapshot

from bot.jobs.display import names_in
from bot.jobs.fields import Lookup, Pick
from bot.jobs.form_values import form_values
from bot.jobs.forms import FIELDS, RARE, REQUIRED
from bot.jobs.model import Choice
from bot.jobs.updates import on_form
from bot.sandbox.outline import outline_view
from bot.views import form_redraw, modals
from bot.views.modals import FormView
from tests.views.samples import JOB, LISTS, SECRETS, much
from tests.views.slack_rules import broken_view
from tests.views.test_form_reader import NEEDED, state

Block = dict[str, Any]

BEGAN = form_values(on_form(JOB), names_in(JOB))


def drawn(form: FormView) -> dict[str, Any]:
    view: dict[str, Any] = modals.draw(form)
    assert broken_view(view) == []
    return view


def inputs(view: dict[str, Any]) -> dict[str, Block]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_a_new_job_from_typed_text() -> None:
    form = FormView(
        "create",
        "New job",
        {
            "job_title": "Boiler not firing",
            "priority_id": Choice(2, "High"),
            "status_id": Choice(1, "Open"),
            "contractor_budget": "180",
            "vat_percentage": "20",
        },
        LISTS,
        {"n": 1},
        notes=["I couldn't place “Bob”."],
        problems={"address_id": "PropOps said no: unknown address."},
        new={"job_title", "priority_id"},
    )
    assert outline_view(drawn(form)) == snapshot("""\
┌ New job
· I couldn't place “Bob”.
Title*: [Boiler not firing]
    From what you typed.
Description*: [‹What is wrong, and what the contractor should know›]
⚠️ PropOps said no: unknown address.
Address*: [‹Type a street, name or postcode› ▾]
Priority*: [High ▾]
    From what you typed.
Status*: [Open ▾]
Type*: [  ▾]
# People
Contractor: [‹Type a name› ▾]
    PropOps may e-mail them when you send this.
Letting agent: [‹Type a name› ▾]
    PropOps may e-mail them when you send this.
Tenants: [‹Type a name› ▾]
# Dates
Works start: [ ]
Works end: [ ]
# Money
Total budget (£): [ ]
    What the client pays, VAT included.
Contractor budget (£): [180]
    What the contractor gets, before VAT.
VAT (%): [20]
Contractor total (£): [ ]
    Leave empty: PropOps works it out from contractor budget and VAT.
· £216.00 = £180.00 + 20% VAT
# Access
Access details: [ ]
    Key safes, alarms, dogs. Never shown in a channel.
[More fields]
└ [Cancel] [Create job]\
""")


def test_changing_a_job() -> None:
    form = FormView(
        "update",
        "Update job",
        BEGAN | {"priority_id": Choice(1, "Low")},
        LISTS,
        job=JOB,
        new={"priority_id"},
    )
    assert outline_view(drawn(form)) == snapshot("""\
┌ Update job
JOB-001 · Boiler not firing
Title*: [Boiler not firing]
Description*: [No hot water since Monday.
    \n\
    Tenant works nights.]
Address*: [12 Elm Row, Leeds, LS1 1AA ▾]
Priority*: [Low ▾]
    Was: High.
Status*: [Open ▾]
Type*: [Gas & Heating ▾]
# People
Contractor: [Ace Gas ▾]
    PropOps may e-mail them when you send this.
Letting agent: [Lets & Co ▾]
    PropOps may e-mail them when you send this.
Tenants: [‹Type a name› ▾]
    Leave empty to keep those PropOps has.
# Dates
Works start: [12 Jun 2026]
Works end: [ ]
# Money
Total budget (£): [250]
    What the client pays, VAT included.
Contractor budget (£): [180]
    What the contractor gets, before VAT.
VAT (%): [20]
Contractor total (£): [ ]
    Leave empty: PropOps works it out from contractor budget and VAT.
· £216.00 = £180.00 + 20% VAT
# Access
Access details: [ ]
    Leave empty to keep what PropOps has. Key safes, alarms, dogs. Never shown in a channel.
Private contact: [ ]
    Leave empty to keep what PropOps has. Never shown in a channel.
Private contact e-mail: [ ]
    Leave empty to keep what PropOps has. Never shown in a channel.
# References
Works order ref: [ ]
Quote number: [ ]
Invoice number: [ ]
· PropOps may e-mail the contractor and agent about changes.
└ [Cancel] [Save changes]\
""")


def test_every_field_has_one_input_named_after_it() -> None:
    options = {**LISTS, "time_ranges": [Choice(1, "Morning")]}
    short = drawn(FormView("create", "New job", options=options))
    assert list(inputs(short)) == [name for name in FIELDS if name not in RARE]
    view = form_redraw.unfold(from_slack(short))
    assert list(inputs(view)) == list(FIELDS)
    assert list(inputs(drawn(FormView("update", "Update job", options=options)))) == list(FIELDS)
    for name, block in inputs(view).items():
        assert block["element"]["action_id"] == name
        assert block["optional"] is (name not in REQUIRED)
    assert view["callback_id"] == "job.create"
    assert [*inputs(view)][: len(REQUIRED)] == list(REQUIRED)


def test_the_time_of_day_is_asked_only_where_its_list_is_known() -> None:
    assert "time_range_id" not in inputs(drawn(FormView("create", "New job", options=LISTS)))


def test_hidden_fields_are_not_asked() -> None:
    form = FormView("create", "New job", hidden={"quote_no"})
    assert "quote_no" not in inputs(drawn(form))
    assert "quote_no" not in modals.on_form(form)


def test_a_list_is_searched_when_it_is_long_or_could_not_be_read() -> None:
    many = [Choice(at, f"Status {at}") for at in range(1, 102)]
    view = inputs(drawn(FormView("create", "New job", options={**LISTS, "statuses": many})))
    assert view["status_id"]["element"]["type"] == "external_select"
    assert view["priority_id"]["element"]["type"] == "static_select"
    assert inputs(drawn(FormView("create", "New job")))["priority_id"]["element"]["type"] == (
        "external_select"
    )


def test_a_chosen_thing_that_left_the_list_can_still_stay_chosen() -> None:
    form = FormView("update", "Update", {"status_id": Choice(9, "Archived")}, LISTS)
    element = inputs(drawn(form))["status_id"]["element"]
    assert element["initial_option"]["text"]["text"] == "Archived"
    assert element["initial_option"] in element["options"]


def test_the_list_names_a_chosen_thing_its_own_way() -> None:
    form = FormView("update", "Update", {"status_id": Choice(1, "open (old name)")}, LISTS)
    element = inputs(drawn(form))["status_id"]["element"]
    assert element["initial_option"]["text"]["text"] == "Open"


def test_a_text_too_long_for_slack_is_left_out_and_stays_in_propops() -> None:
    form = FormView("update", "Update", {"job_description": much("marks", 3_001)})
    view = drawn(form)
    assert "job_description" not in inputs(view)
    assert "Description: too much to edit in Slack. It stays as it is in PropOps." in outline_view(
        view
    )


def test_a_title_longer_than_ours_may_be_is_shown_whole() -> None:
    title = "x" * 400
    element = inputs(drawn(FormView("update", "Update", {"job_title": title})))["job_title"][
        "element"
    ]
    assert element["initial_value"] == title
    assert element["max_length"] == 400


def test_a_form_about_a_job_never_gives_out_what_is_private() -> None:
    view = str(
        drawn(
            FormView(
                "update",
                "Update",
                BEGAN,
                LISTS,
                job=JOB,
                new=set(FIELDS),
            )
        )
    )
    assert not any(secret in view for secret in SECRETS)


@pytest.mark.parametrize("action", ["create", "update"])
def test_every_input_tells_us_at_once_since_a_closed_form_says_nothing(action: Any) -> None:
    view = drawn(FormView(action, "Job"))
    assert view["notify_on_close"]
    for name, block in inputs(view).items():
        assert block["dispatch_action"], name
        if "text" in block["element"]["type"] or "number" in block["element"]["type"]:
            config = block["element"]["dispatch_action_config"]
            assert config == {"trigger_actions_on": ["on_character_entered"]}, name


def from_slack(view: dict[str, Any], **entered: Any) -> dict[str, Any]:
    """The view as Slack sends it back with an action."""
    typed = {name: value for name, value in state(**entered).items() if name in inputs(view)}
    return {**view, "id": "V1", "hash": "h", "team_id": "T1", "state": {"values": typed}}


def test_the_total_follows_what_is_typed_and_nothing_typed_is_lost() -> None:
    form = FormView("create", "New job", options=LISTS, metadata={"n": 1}, notes=["Hello"])
    sent = from_slack(drawn(form), **NEEDED, contractor_budget="180", vat_percentage="20")
    again = modals.redraw(sent)

    assert broken_view(again) == []
    text = outline_view(again)
    assert "£216.00 = £180.00 + 20% VAT" in text
    assert "Title*: [ Boiler not firing ]" in text
    assert "Address*: [12 Elm Row ▾]" in text
    assert "Hello" in text
    assert list(inputs(again)) == list(inputs(sent))
    assert "id" not in again
    assert "state" not in again

    emptied = modals.redraw(from_slack(again, **NEEDED, contractor_budget="180"))
    assert "£216.00" not in outline_view(emptied)
    assert "VAT (%): [20]" not in outline_view(emptied)


def test_new_problems_replace_the_old_ones_above_their_fields() -> None:
    form = FormView("create", "New job", problems={"quote_no": "Old trouble."}, revision=2)
    sent = from_slack(form_redraw.unfold(from_slack(drawn(form))), quote_no="Q")
    assert "Old trouble" in outline_view(modals.redraw(sent))
    lines = outline_view(modals.redraw(sent, {"invoice_no": "New trouble."})).splitlines()
    assert lines[lines.index("⚠️ New trouble.") + 1].startswith("Invoice number")
    assert not any("Old trouble" in line for line in lines)


def test_every_choice_is_asked_for_by_the_name_of_its_field() -> None:
    chosen = {name for name, entry in FIELDS.items() if isinstance(entry.kind, Pick | Lookup)}
    view = inputs(drawn(FormView("create", "New job", options={"time_ranges": [Choice(1, "AM")]})))
    kinds = {name: block["element"]["type"] for name, block in view.items() if name in chosen}
    assert set(kinds) == chosen
    assert all(kind.endswith("_select") for kind in kinds.values())
