"""Blocks as a person reads them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.outline import outline, outline_view, readable

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "") -> Json:
    return {"text": plain(text), "value": value or text}


def button(text: str) -> Json:
    return {"type": "button", "text": plain(text)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*Bold* and _it_ and ~gone~", "Bold and it and ~gone~"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("snake_case_name", "snake_case_name"),
        ("a &lt;!channel&gt; &amp; more", "a <!channel> & more"),
        ("&amp;lt;", "&lt;"),
        ("<!channel> <!here>", "@channel @here"),
        ("<!subteam^S1> <!subteam^S1|@ops>", "@S1 @ops"),
        ("<@U1> <@U2> <@U3|tom>", "@Priya @U2 @tom"),
        ("<#C1|jobs> <#C2>", "#jobs #C2"),
        ("<https://x.test|Open> <https://y.test>", "Open https://y.test"),
        (
            "<!date^1780300800^{date_short} at {time}|1 Jun 2026, 09:00 BST>",
            "1 Jun 2026, 09:00 BST",
        ),
        ("`*not bold*` but *bold*", "`*not bold*` but bold"),
        ("```a *b*\n_c_```", "```a *b*\n_c_```"),
        ("", ""),
    ],
)
def test_mrkdwn_reads_as_on_the_screen(text: str, shown: str) -> None:
    assert readable(text, {"U1": "Priya"}) == shown


@given(st.text())
def test_any_text_reads(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    readable(text)
    if not set(text) & set("*_`"):
        assert readable(escaped) == text


def test_a_card_reads_line_by_line() -> None:
    card: list[Json] = [
        {"type": "header", "text": plain("Job created · JOB-1001")},
        {
            "type": "section",
            "text": mrkdwn("*Leak* in the <https://x.test|kitchen>"),
            "accessory": button("Open"),
        },
        {
            "type": "section",
            "fields": [
                mrkdwn("*Address:*\n12 Elm Row"),
                mrkdwn("*Priority*\nHigh"),
                plain("Plain"),
            ],
        },
        {"type": "divider"},
        {
            "type": "context",
            "elements": [
                {"type": "image", "alt_text": "Priya", "image_url": "https://x.test"},
                mrkdwn("Raised by <@U1>"),
            ],
        },
        {
            "type": "actions",
            "elements": [
                button("Notify contractor"),
                {"type": "overflow", "options": [option("Update"), option("Show")]},
                {
                    "type": "static_select",
                    "options": [option("Low")],
                    "placeholder": plain("Choose"),
                },
            ],
        },
        {"type": "image", "alt_text": "A leak", "image_url": "https://x.test"},
        {"type": "markdown", "text": "## As it is"},
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "Field"}, {"type": "raw_text", "text": "Was"}]],
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "See "},
                        {"type": "link", "url": "https://x.test"},
                        {"type": "emoji", "name": "tada"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "user", "user_id": "U1"}],
                        }
                    ],
                },
            ],
        },
    ]
    assert outline(card, names={"U1": "Priya"}) == (
        "# Job created · JOB-1001\n"
        "Leak in the kitchen  [Open]\n"
        "Address: 12 Elm Row\n"
        "Priority: High\n"
        "Plain\n"
        "────────\n"
        "· (Priya) · Raised by @Priya\n"
        "[Notify contractor] [… Update | Show] [‹Choose› ▾]\n"
        "(picture: A leak)\n"
        "## As it is\n"
        "Field | Was\n"
        "See https://x.test:tada:\n"
        "• @Priya"
    )


def test_a_form_reads_with_values_hints_and_errors() -> None:
    def field(name: str, element: Json, **more: Any) -> Json:
        return {
            "type": "input",
            "block_id": name,
            "label": plain(name.title()),
            "element": {"action_id": "value", **element},
            **more,
        }

    two = [option("High", "1"), option("Low", "2")]
    view: Json = {
        "type": "modal",
        "title": plain("New job"),
        "submit": plain("Create"),
        "close": plain("Cancel"),
        "blocks": [
            field("title", {"type": "plain_text_input", "initial_value": "Boiler"}),
            field("detail", {"type": "plain_text_input", "placeholder": plain("What is wrong?")}),
            field("priority", {"type": "static_select", "options": two}, optional=True),
            field(
                "start", {"type": "datepicker", "initial_date": "2026-06-01"}, hint=plain("Or not")
            ),
            field("vat", {"type": "radio_buttons", "options": two, "initial_option": two[1]}),
            field("tick", {"type": "checkboxes", "options": two, "initial_options": [two[0]]}),
            field("who", {"type": "multi_users_select", "initial_users": ["U1", "U2"]}),
            field("when", {"type": "datetimepicker", "initial_date_time": 1_780_300_800}),
            field("empty", {"type": "plain_text_input"}),
        ],
        "state": {
            "values": {
                "priority": {"value": {"type": "static_select", "selected_option": two[0]}},
                "detail": {"value": {"type": "plain_text_input", "value": "One\ntwo"}},
            }
        },
    }

    class Drawn:
        @property
        def errors(self) -> dict[str, str]:
            return {"title": "Say more"}

        def wire(self) -> Json:
            return view

    assert outline_view(Drawn(), names={"U1": "Priya"}) == (
        "┌ New job\n"
        "Title*: [Boiler]\n"
        "    ! Say more\n"
        "Detail*: [One\n"
        "    two]\n"
        "Priority: [High ▾]\n"
        "Start*: [1 Jun 2026]\n"
        "    Or not\n"
        "Vat*: ( ) High  (•) Low\n"
        "Tick*: [x] High  [ ] Low\n"
        "Who*: [Priya, U2 ▾]\n"
        "When*: [1 Jun 2026 08:00 UTC]\n"
        "Empty*: [ ]\n"
        "└ [Cancel] [Create]"
    )
    assert "Detail*: [‹What is wrong?›]" in outline(view["blocks"])


def test_a_home_tab_reads_without_a_frame() -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Your jobs")}]}
    assert outline_view(home) == "# Your jobs"
