"""What Slack refuses in blocks and views, and what it takes."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View as SdkView

from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.shapes import Place
from bot.sandbox.slack.surfaces import checked_blocks, checked_metadata, checked_view

Json = dict[str, Any]


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Text") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str = "One", value: str = "1", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number), str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": options(2), **more}


def typed(**more: Any) -> Json:
    return {"type": "plain_text_input", **more}


def number(**more: Any) -> Json:
    return {"type": "number_input", "is_decimal_allowed": False, **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def confirm(**more: Any) -> Json:
    parts = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}
    return {**parts, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("Title"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


def refused_blocks(blocks: Any) -> list[str]:
    with pytest.raises(SlackRefused) as caught:
        checked_blocks(blocks)
    assert caught.value.error in {"invalid_blocks", "invalid_blocks_format"}
    return caught.value.messages


def refused_view(view: Any, place: Place = "modal") -> list[str]:
    with pytest.raises(SlackRefused) as caught:
        checked_view(view, place)
    assert caught.value.error == "invalid_arguments"
    return caught.value.messages


BAD_BLOCKS: list[tuple[Json, str]] = [
    ({"type": "heading"}, "unsupported type of block: heading"),
    ({"text": plain()}, "unsupported type of block: None"),
    ({"type": ["header"]}, "unsupported type of block"),
    ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
    ({"type": "header", "text": mrkdwn()}, "unsupported type of text: mrkdwn"),
    ({"type": "header", "text": plain("")}, "must be more than 0 characters"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "divider", "colour": "red"}, "invalid additional property: colour"),
    ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
    ({"type": "section"}, "must provide text or fields"),
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters"),
    (section(text={"type": "mrkdwn", "text": "x", "emoji": True}), "additional property: emoji"),
    (section(text={"type": "mrkdwn", "text": 5}), "must be a string"),
    (section(text="words"), "must be an object"),
    (section(fields=[mrkdwn()] * 11), "no more than 10 items allowed"),
    (section(fields=[mrkdwn("x" * 2001)]), "less than 2001 characters [json-pointer:/blocks/0/fi"),
    (section(fields=[]), "no fewer than 1 items allowed"),
    (section(accessory=typed()), "unsupported type of section element: plain_text_input"),
    ({"type": "context", "elements": [mrkdwn()] * 11}, "no more than 10 items"),
    ({"type": "context", "elements": [button()]}, "unsupported type of context element: button"),
    (actions(), "no fewer than 1 items"),
    (actions(*[button()] * 26), "no more than 25 items"),
    (actions(typed()), "unsupported type of actions element: plain_text_input"),
    (actions(button(action_id="a"), button(action_id="a")), "action_id 'a' is used twice"),
    (actions({"type": "button", "text": mrkdwn()}), "unsupported type of text: mrkdwn"),
    (actions({"type": "button", "text": plain("x" * 76)}), "must be less than 76 characters"),
    (actions(button(value="x" * 2001)), "must be less than 2001 characters"),
    (actions(button(url="x" * 3001)), "must be less than 3001 characters"),
    (actions(button(action_id="x" * 256)), "must be less than 256 characters"),
    (actions(button(style="default")), "must be one of primary, danger"),
    (actions(button(accessibility_label="x" * 76)), "must be less than 76 characters"),
    (actions(button(confirm=confirm(title=plain("x" * 101)))), "must be less than 101 char"),
    (actions(button(confirm=confirm(text=mrkdwn("x" * 301)))), "must be less than 301 char"),
    (actions(button(confirm=confirm(deny=plain("x" * 31)))), "must be less than 31 characters"),
    (actions(button(confirm={"title": plain()})), "missing required field: deny"),
    (actions({"type": "overflow", "options": options(6)}), "no more than 5 items"),
    (actions({"type": "overflow", "options": []}), "no fewer than 1 items"),
    (actions(select(options=[])), "no fewer than 1 items"),
    (actions(select(options=options(101))), "no more than 100 items"),
    (actions({"type": "static_select"}), "exactly one of options and option_groups"),
    (
        actions(select(option_groups=[{"label": plain(), "options": options(1)}])),
        "exactly one of options and option_groups",
    ),
    (actions(select(options=[option("x" * 76)])), "must be less than 76 characters"),
    (actions(select(options=[option(value="x" * 151)])), "must be less than 151 characters"),
    (actions(select(options=[option(value="")])), "must be more than 0 characters"),
    (actions(select(options=[{"text": plain()}])), "missing required field: value"),
    (actions(select(options=[{"text": mrkdwn(), "value": "1"}])), "unsupported type of text"),
    (
        actions(select(options=[option(description=plain("x" * 76))])),
        "must be less than 76 characters",
    ),
    (actions(select(placeholder=plain("x" * 151))), "must be less than 151 characters"),
    (actions(select(initial_option=option("Zero", "0"))), "not exactly one of the options"),
    (actions(select(initial_option=option("0", "1"))), "not exactly one of the options"),
    (
        actions({"type": "multi_static_select", "options": options(1), "initial_options": []}),
        "no fewer than 1 items",
    ),
    (
        actions({"type": "multi_static_select", "options": options(1), "max_selected_items": 0}),
        "must be between 1 and 100",
    ),
    (actions({"type": "checkboxes", "options": options(11)}), "no more than 10 items"),
    (actions({"type": "radio_buttons", "options": options(11)}), "no more than 10 items"),
    (actions({"type": "datepicker", "initial_date": "1/6/2026"}), "does not match the pattern"),
    (actions({"type": "timepicker", "initial_time": "9:00"}), "does not match the pattern"),
    (
        actions({"type": "datetimepicker", "initial_date_time": 12}),
        "must be between 1000000000",
    ),
    (actions({"type": "external_select", "options": options(1)}), "additional property: options"),
    (
        actions({"type": "external_select", "min_query_length": "3"}),
        "must be an integer",
    ),
    (field(button()), "unsupported type of input element: button"),
    (field(typed(), label=mrkdwn()), "unsupported type of text"),
    (field(typed(), label=plain("x" * 2001)), "must be less than 2001 characters"),
    (field(typed(), hint=plain("x" * 2001)), "must be less than 2001 characters"),
    (field(typed(), optional="yes"), "must be a boolean"),
    (field(typed(max_length=3001)), "must be between 1 and 3000"),
    (field(typed(min_length=5, max_length=2)), "min_length must not be greater"),
    (field(typed(max_length=2, initial_value="abc")), "must be less than 3 characters"),
    (field({"type": "number_input"}), "missing required field: is_decimal_allowed"),
    (field(number(min_value=1)), "must be a string"),
    (field(number(initial_value="1.5")), "decimals are not allowed"),
    (field(number(initial_value="9", max_value="3")), "out of order"),
    (field(number(initial_value="£3")), "does not match the pattern"),
    (field(typed(), dispatch_action=1), "must be a boolean"),
    (
        field(typed(dispatch_action_config={"trigger_actions_on": ["on_change"]})),
        "must be one of on_enter_pressed",
    ),
    (
        field({"type": "conversations_select", "response_url_enabled": True}),
        "only for modals",
    ),
    ({"type": "image", "image_url": "https://x.test/a.png"}, "missing required field: alt_text"),
    ({"type": "image", "alt_text": "x"}, "exactly one of image_url and slack_file"),
    ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
    (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101},
        "no more than 100 items",
    ),
    (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]},
        "no more than 20 items",
    ),
    (
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "dots"}]},
        "missing required field: elements",
    ),
]


@pytest.mark.parametrize(("block", "why"), BAD_BLOCKS)
def test_a_bad_block_is_refused_with_the_reason(block: Json, why: str) -> None:
    assert why in "\n".join(refused_blocks([block]))


BAD_VIEWS: list[tuple[Json, str]] = [
    (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/te"),
    (modal(title=mrkdwn()), "unsupported type of text"),
    (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
    (modal(close=plain("x" * 25)), "must be less than 25 characters"),
    (modal(type="dialog"), "must be one of modal"),
    ({"type": "modal", "blocks": []}, "missing required field: title"),
    ({"type": "modal", "title": plain()}, "missing required field: blocks"),
    (
        {"type": "modal", "title": plain(), "blocks": [field(typed())]},
        "submit is required when there is an input block",
    ),
    (modal(*[section()] * 101), "no more than 100 items"),
    (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
    (modal(callback_id="x" * 256), "must be less than 256 characters"),
    (modal(external_id="x" * 256), "must be less than 256 characters"),
    (modal(id="V1"), "invalid additional property: id"),
    (modal(hash="1.2"), "invalid additional property: hash"),
    (modal(state={}), "invalid additional property: state"),
    (modal(section(block_id="a"), section(block_id="a")), "block_id 'a' is used twice"),
    (
        modal(field(typed(focus_on_load=True)), field(typed(focus_on_load=True))),
        "only one element may set focus_on_load",
    ),
    (modal({"type": "markdown", "text": "x"}), "markdown blocks are only for messages"),
    (modal({"type": "table", "rows": []}), "table blocks are only for messages"),
    (modal(section(colour="red")), "additional property: colour [json-pointer:/view/blocks/0]"),
]


@pytest.mark.parametrize(("view", "why"), BAD_VIEWS)
def test_a_bad_view_is_refused_with_the_reason(view: Json, why: str) -> None:
    assert why in "\n".join(refused_view(view))


def test_a_home_view_takes_no_title() -> None:
    home = {"type": "home", "blocks": [section()]}
    assert checked_view(home, "home") == home
    assert "title" in refused_view({**home, "title": plain()}, "home")[0]


def test_every_complaint_is_told_at_once() -> None:
    assert len(refused_blocks([{"type": "header", "text": plain("")}, {"type": "what"}])) == 2


def test_fifty_blocks_are_the_most_in_a_message() -> None:
    assert len(checked_blocks([section()] * 50)) == 50
    assert refused_blocks([section()] * 51) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_markdown_and_tables_are_limited_over_the_whole_message() -> None:
    half = {"type": "markdown", "text": "x" * 7_000}
    assert "12001" in refused_blocks([half, half])[0]
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    assert "only one table" in refused_blocks([table, table])[0]


def test_a_view_over_250_kb_is_too_large() -> None:
    with pytest.raises(SlackRefused, match="view_too_large"):
        checked_view(modal(*[section(text=plain("x" * 3_000))] * 84), "modal")


@pytest.mark.parametrize("blocks", ["[", {"type": "divider"}, "5"])
def test_blocks_must_be_a_list(blocks: Any) -> None:
    assert refused_blocks(blocks) == []


GOOD_BLOCKS: list[Json] = [
    section(text=mrkdwn("x" * 3000), fields=[mrkdwn("x" * 2000)] * 10, accessory=button()),
    section(accessory=select(initial_option=option("0", "0"), focus_on_load=True)),
    actions(
        button(value="v", style="danger", confirm=confirm()),
        {"type": "overflow", "options": [option(url="https://x.test")]},
        {"type": "datepicker", "initial_date": "2026-06-01"},
        {"type": "users_select"},
        {"type": "datetimepicker", "initial_date_time": 1_800_000_000},
    ),
    actions(
        select(
            options=[option()],
            initial_option={"text": {**plain("One"), "emoji": True}, "value": "1"},
        )
    ),
    field(number(min_value="0", initial_value="5", max_value="9"), optional=True, hint=plain()),
    field(typed(multiline=True, max_length=3000, placeholder=plain("x" * 150))),
    field({"type": "checkboxes", "options": [{"text": mrkdwn(), "value": "1"}]}),
    field({"type": "multi_external_select", "min_query_length": 0, "max_selected_items": 3}),
    {
        "type": "context",
        "elements": [
            mrkdwn(),
            plain(),
            {"type": "image", "alt_text": "x", "image_url": "https://x.test/a.png"},
        ],
    },
    {"type": "image", "alt_text": "x", "image_url": "https://x.test/a.png", "title": plain()},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "x", "style": {"bold": True}},
                    {"type": "user", "user_id": "U1"},
                ],
            }
        ],
    },
]


@pytest.mark.parametrize("block", GOOD_BLOCKS)
def test_a_good_block_is_taken(block: Json) -> None:
    assert checked_blocks([block]) == [block]


def test_what_slack_sdk_builds_is_taken() -> None:
    ask = ConfirmObject(title="Sure?", text="Really", confirm="Yes", deny="No")
    blocks = [
        HeaderBlock(text="Job"),
        SectionBlock(text=MarkdownTextObject(text="*x*"), fields=["a", "b"]),
        ContextBlock(elements=[MarkdownTextObject(text="x", verbatim=True)]),
        DividerBlock(),
        ActionsBlock(
            elements=[
                ButtonElement(text="Go", action_id="go", value="1", confirm=ask),
                OverflowMenuElement(action_id="more", options=[Option(value="1", label="Show")]),
            ]
        ),
    ]
    checked_blocks([block.to_dict() for block in blocks])
    one = Option(value="1", label="One")
    view = SdkView(
        type="modal",
        title="Title",
        submit="Send",
        blocks=[
            InputBlock(label="A", element=PlainTextInputElement(action_id="a"), hint="h"),
            InputBlock(
                label="B",
                optional=True,
                element=StaticSelectElement(action_id="b", options=[one], initial_option=one),
            ),
        ],
    )
    checked_view(view.to_dict(), "modal")


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ([], "invalid_metadata_format"),
        ("{", "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": {}, "more": 1}, "invalid_metadata_format"),
        ({"event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "x"}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": {"b": {"c": 1}}}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": [1]}}, "invalid_metadata_schema"),
    ],
)
def test_bad_metadata_is_refused(metadata: Any, error: str) -> None:
    with pytest.raises(SlackRefused, match=error):
        checked_metadata(metadata)


def test_good_metadata_is_taken() -> None:
    good = {"event_type": "job_card", "event_payload": {"job": "JOB-1", "n": 1, "at": {"a": True}}}
    assert checked_metadata(good).kept == good
    assert checked_metadata({}).kept is None


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "element", "options", "label", "value"]),
            inner | st.sampled_from(["section", "actions", "input", "plain_text", "button"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(_json, max_size=3))
def test_any_json_is_taken_or_refused_but_never_breaks(blocks: list[Any]) -> None:
    with suppress(SlackRefused):
        checked_blocks(blocks)


@given(st.integers(0, 160))
def test_a_header_takes_one_to_150_characters(length: int) -> None:
    blocks = [{"type": "header", "text": plain("é" * length)}]
    if 1 <= length <= 150:
        assert checked_blocks(blocks) == blocks
    else:
        refused_blocks(blocks)
