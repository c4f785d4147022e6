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
from tests.corpus import corpus
from tests.sandbox.bad_blocks import BAD_BLOCKS, BAD_VIEWS
from tests.sandbox.block_kit import (
    Json,
    actions,
    button,
    confirm,
    field,
    modal,
    mrkdwn,
    number,
    option,
    plain,
    section,
    select,
    typed,
)


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


@corpus(("block", "why"), BAD_BLOCKS)
def test_a_bad_block_is_refused_with_the_reason(block: Json, why: str) -> None:
    assert why in "\n".join(refused_blocks([block]))


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
