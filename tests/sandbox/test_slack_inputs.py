"""What a client shows in an input at first."""

from typing import Any

from tests.sandbox.one_person import PRIYA, OnePerson, form, plain


async def test_every_kind_of_input_starts_in_slacks_shape(person: OnePerson) -> None:
    one = {"text": plain("One"), "value": "1"}
    shown = {"text": {**plain("One"), "emoji": True}, "value": "1"}
    kinds: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = [
        (
            {"type": kind},
            {"value": None},
            {"initial_value": given},
            {"value": given},
        )
        for kind, given in [
            ("plain_text_input", "x"),
            ("email_text_input", "a@b.test"),
            ("url_text_input", "https://x.test"),
        ]
    ]
    kinds += [
        (
            {"type": "number_input", "is_decimal_allowed": True},
            {"value": None},
            {"initial_value": "1.5"},
            {"value": "1.5"},
        ),
        (
            {"type": "datepicker"},
            {"selected_date": None},
            {"initial_date": "2026-06-01"},
            {"selected_date": "2026-06-01"},
        ),
        (
            {"type": "timepicker"},
            {"selected_time": None},
            {"initial_time": "09:30"},
            {"selected_time": "09:30"},
        ),
        (
            {"type": "datetimepicker"},
            {"selected_date_time": None},
            {"initial_date_time": 1_800_000_000},
            {"selected_date_time": 1_800_000_000},
        ),
        (
            {"type": "external_select"},
            {"selected_option": None},
            {"initial_option": one},
            {"selected_option": shown},
        ),
        (
            {"type": "checkboxes", "options": [one]},
            {"selected_options": []},
            {"initial_options": [one]},
            {"selected_options": [shown]},
        ),
        (
            {"type": "multi_static_select", "options": [one]},
            {"selected_options": []},
            {"initial_options": [one]},
            {"selected_options": [shown]},
        ),
        (
            {"type": "users_select"},
            {"selected_user": None},
            {"initial_user": PRIYA},
            {"selected_user": PRIYA},
        ),
        (
            {"type": "multi_conversations_select"},
            {"selected_conversations": []},
            {"initial_conversations": ["C1"]},
            {"selected_conversations": ["C1"]},
        ),
    ]
    for element, empty, initial, full in kinds:
        for given, expected in [({}, empty), (initial, full)]:
            block = {
                "type": "input",
                "block_id": "it",
                "label": plain("It"),
                "element": {**element, **given, "action_id": "value"},
            }
            view = await person.open({**form(), "blocks": [block]})
            assert view.state == {"it": {"value": {"type": element["type"], **expected}}}
