"""What each kind of element lets a person enter, with no bot behind it."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack import Member, NotPossible, SandboxSlack, View
from bot.sandbox.slack.forms import lacking

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def shown(element: Json, **more: Any) -> tuple[Member, View]:
    """A modal with this one input `it`."""
    slack = SandboxSlack()
    priya = slack.member("priya")
    block = {
        "type": "input",
        "block_id": "it",
        "label": plain("It"),
        "element": {"action_id": "value", **element},
        **more,
    }
    source = {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": [block]}
    return priya, slack.workspace.open_view(priya.id, source)


THREE = [option("One"), option("Two"), option("Three")]
GROUPS = [
    {"label": plain("Few"), "options": THREE[:1]},
    {"label": plain("Many"), "options": THREE[1:]},
]


@pytest.mark.parametrize(
    ("element", "wanted", "value"),
    [
        ({"type": "plain_text_input", "multiline": True}, "a\nb", "a\nb"),
        ({"type": "number_input", "is_decimal_allowed": True}, 1.5, "1.5"),
        ({"type": "email_text_input"}, "a@b.test", "a@b.test"),
        ({"type": "static_select", "options": THREE}, "Two", "two"),
        ({"type": "static_select", "option_groups": GROUPS}, "three", "three"),
        ({"type": "radio_buttons", "options": THREE}, "One", "one"),
        ({"type": "checkboxes", "options": THREE}, ["One", "Three"], ["one", "three"]),
        ({"type": "checkboxes", "options": THREE}, "One", ["one"]),
        ({"type": "multi_static_select", "options": THREE}, ["Two"], ["two"]),
        ({"type": "datepicker"}, date(2026, 6, 1), "2026-06-01"),
        ({"type": "datepicker"}, "2026-06-01", "2026-06-01"),
        ({"type": "timepicker"}, time(9, 5), "09:05"),
        ({"type": "timepicker"}, "09:05:00", "09:05"),
        ({"type": "datetimepicker"}, datetime(2027, 1, 1, tzinfo=UTC), 1_798_761_600),
        ({"type": "datetimepicker"}, "1798761600", 1_798_761_600),
        ({"type": "users_select"}, "tom", "U0TOM00001"),
        ({"type": "multi_users_select"}, ["Tom Reilly", "approver"], ["U0TOM00001", "U0DANA0001"]),
        ({"type": "channels_select"}, "#general", "C0GENERAL1"),
        ({"type": "multi_conversations_select"}, "general", ["C0GENERAL1"]),
    ],
)
async def test_what_can_be_entered(element: Json, wanted: Any, value: Any) -> None:
    priya, view = shown(element)
    await priya.fill(view, it=wanted)
    assert view.value("it") == value
    assert lacking(view) == {}
    await priya.fill(view, it=None)
    assert view.value("it") == ([] if isinstance(value, list) else None)
    assert lacking(view) == {"it": "is required"}


async def test_a_member_can_be_chosen_as_such() -> None:
    priya, view = shown({"type": "users_select"})
    await priya.fill(view, it=priya)
    assert view.value("it") == priya.id


@pytest.mark.parametrize(
    ("element", "wanted", "why"),
    [
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole numbers only"),
        ({"type": "number_input", "is_decimal_allowed": True}, "1,000", "not a number"),
        (
            {"type": "multi_static_select", "options": THREE, "max_selected_items": 1},
            ["One", "Two"],
            "takes 1 at most",
        ),
        ({"type": "checkboxes", "options": THREE}, ["Four"], "there: One, Two, Three"),
        ({"type": "static_select", "options": THREE}, 3, "3 is not offered"),
        ({"type": "timepicker"}, "noon", "timepicker cannot give"),
        ({"type": "datetimepicker"}, "soon", "datetimepicker cannot give"),
        ({"type": "users_select"}, "zed", "nobody here"),
        ({"type": "channels_select"}, "nowhere", "no channel"),
        ({"type": "external_select"}, "ab", "searches from 3 characters"),
    ],
)
async def test_what_cannot_be_entered(element: Json, wanted: Any, why: str) -> None:
    priya, view = shown(element)
    with pytest.raises(NotPossible, match=why):
        await priya.fill(view, it=wanted)


@pytest.mark.parametrize(
    ("element", "entered", "complaint"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "needs 3 characters"),
        ({"type": "email_text_input"}, "a at b", "is not an e-mail address"),
        ({"type": "url_text_input"}, "x.test", "is not a URL"),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "9"},
            "9.5",
            "must lie between 9.5 and 9",
        ),
    ],
)
async def test_what_cannot_be_sent(element: Json, entered: str, complaint: str) -> None:
    priya, view = shown(element)
    await priya.fill(view, it=entered)
    assert lacking(view) == {"it": complaint}


async def test_an_optional_input_may_stay_empty() -> None:
    _, view = shown({"type": "plain_text_input", "min_length": 3}, optional=True)
    assert lacking(view) == {}


async def test_a_modal_without_submit_cannot_be_sent() -> None:
    slack = SandboxSlack()
    priya = slack.member("priya")
    source: Json = {"type": "modal", "title": plain("Wait"), "blocks": []}
    view = slack.workspace.open_view(priya.id, source)
    with pytest.raises(NotPossible, match="'Wait' has no submit button"):
        await priya.submit(view)


async def test_nothing_to_fill_in_says_so() -> None:
    slack = SandboxSlack()
    priya = slack.member("priya")
    section = {"type": "section", "block_id": "words", "text": plain("Words")}
    source: Json = {"type": "modal", "title": plain("Read"), "blocks": [section]}
    view = slack.workspace.open_view(priya.id, source)
    with pytest.raises(NotPossible, match="nothing to fill in"):
        await priya.fill(view, words="x")


@given(st.text(max_size=12))
async def test_exactly_max_length_fits(text: str) -> None:
    priya, view = shown({"type": "plain_text_input", "max_length": 10, "multiline": True})
    if len(text) <= 10:
        await priya.fill(view, it=text)
        assert view.value("it") == (text or None)
    else:
        with pytest.raises(NotPossible):
            await priya.fill(view, it=text)
