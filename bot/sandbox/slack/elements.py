"""The rules of every block element [reference/block-kit/block-elements].

`ELEMENTS` is a table: what each element must and may carry, and how much of it. Which block takes
which element is in `blocks.py`.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack.rich_text import rich_text
from bot.sandbox.slack.shapes import (
    Json,
    Look,
    Rule,
    anything,
    flag,
    items,
    mrkdwn,
    one_of,
    plain,
    shape,
    string,
    text,
    whole,
)

_NOTHING: Mapping[str, Rule] = {}
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_NUMBER = r"[+-]?(\d+(\.\d+)?|\.\d+)"
_ID = string(30)

confirm = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
_dispatch = shape(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}, {}
)
_filter = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
slack_file = shape({}, {"id": string(30), "url": string(3_000)})

option = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
_tick = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
_overflow_option = shape(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": string(3_000)}
)
option_group = shape({"label": plain(75), "options": items(option, 100)}, {})


def offered(element: Json) -> list[Json]:
    """Every option of a select, its groups flattened."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(each for group in groups for each in group["options"])]


def same(one: Json, other: Json) -> bool:
    """Whether two options are the same to Slack: text and value."""
    same_text = one["text"]["text"] == other["text"]["text"]
    return bool(same_text and one["value"] == other["value"])


def _one_list(element: Json, path: str, look: Look) -> None:
    if ("options" in element) == ("option_groups" in element):
        look.say(path, "must provide exactly one of options and option_groups")


def _initial_is_offered(element: Json, path: str, look: Look) -> None:
    chosen = [element["initial_option"]] if "initial_option" in element else []
    chosen += element.get("initial_options", [])
    for each in chosen:
        if not any(same(each, option) for option in offered(element)):
            look.say(path, f"initial option {each['value']!r} is not exactly one of the options")


def _lengths_fit(element: Json, path: str, look: Look) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if least > most:
        look.say(path, "min_length must not be greater than max_length")
    elif len(element.get("initial_value", "")) > most:
        look.say(f"{path}/initial_value", f"must be less than {most + 1} characters")


def _numbers_fit(element: Json, path: str, look: Look) -> None:
    found = {
        key: float(element[key])
        for key in ("min_value", "initial_value", "max_value")
        if key in element
    }
    if list(found.values()) != sorted(found.values()):
        look.say(path, "min_value, initial_value and max_value are out of order")
    if not element["is_decimal_allowed"] and any("." in element[key] for key in found):
        look.say(path, "decimals are not allowed")


def _one_source(element: Json, path: str, look: Look) -> None:
    if ("image_url" in element) == ("slack_file" in element):
        look.say(path, "must provide exactly one of image_url and slack_file")


def _element(
    required: Mapping[str, Rule] = _NOTHING, optional: Mapping[str, Rule] = _NOTHING, *also: Rule
) -> Rule:
    return shape({"type": anything, **required}, {"action_id": string(255), **optional}, *also)


_FOCUS: Mapping[str, Rule] = {"focus_on_load": flag}
_CHOICE = {**_FOCUS, "confirm": confirm}
_PICKER = {**_CHOICE, "placeholder": plain(150)}
_MULTI = {**_PICKER, "max_selected_items": whole(1, 100)}
_TYPED = {**_FOCUS, "placeholder": plain(150), "dispatch_action_config": _dispatch}
_STATIC = {"options": items(option, 100), "option_groups": items(option_group, 100)}
_QUERY = {"min_query_length": whole(0, 150)}
_CONVERSATION = {"default_to_current_conversation": flag, "filter": _filter}
_URL_ENABLED = {"response_url_enabled": flag}
_PRESS: dict[str, Rule] = {
    "value": string(2_000),
    "confirm": confirm,
    "accessibility_label": string(75),
}

ELEMENTS: dict[str, Rule] = {
    "button": _element(
        {"text": plain(75)},
        {**_PRESS, "url": string(3_000), "style": one_of("primary", "danger")},
    ),
    "icon_button": _element(
        {"icon": one_of("trash"), "text": plain(75)},
        {**_PRESS, "visible_to_user_ids": items(_ID, 100)},
    ),
    "overflow": _element({"options": items(_overflow_option, 5)}, {"confirm": confirm}),
    "image": shape(
        {"type": anything, "alt_text": string(2_000)},
        {"image_url": string(3_000), "slack_file": slack_file},
        _one_source,
    ),
    "checkboxes": _element(
        {"options": items(_tick, 10)},
        {**_CHOICE, "initial_options": items(_tick, 10)},
        _initial_is_offered,
    ),
    "radio_buttons": _element(
        {"options": items(_tick, 10)}, {**_CHOICE, "initial_option": _tick}, _initial_is_offered
    ),
    "static_select": _element(
        {}, {**_PICKER, **_STATIC, "initial_option": option}, _one_list, _initial_is_offered
    ),
    "multi_static_select": _element(
        {},
        {**_MULTI, **_STATIC, "initial_options": items(option, 100)},
        _one_list,
        _initial_is_offered,
    ),
    "external_select": _element({}, {**_PICKER, **_QUERY, "initial_option": option}),
    "multi_external_select": _element(
        {}, {**_MULTI, **_QUERY, "initial_options": items(option, 100)}
    ),
    "users_select": _element({}, {**_PICKER, "initial_user": _ID}),
    "multi_users_select": _element({}, {**_MULTI, "initial_users": items(_ID, 100)}),
    "channels_select": _element({}, {**_PICKER, **_URL_ENABLED, "initial_channel": _ID}),
    "multi_channels_select": _element({}, {**_MULTI, "initial_channels": items(_ID, 100)}),
    "conversations_select": _element(
        {}, {**_PICKER, **_CONVERSATION, **_URL_ENABLED, "initial_conversation": _ID}
    ),
    "multi_conversations_select": _element(
        {}, {**_MULTI, **_CONVERSATION, "initial_conversations": items(_ID, 100)}
    ),
    "datepicker": _element({}, {**_PICKER, "initial_date": string(10, like=_DAY)}),
    "timepicker": _element(
        {}, {**_PICKER, "initial_time": string(5, like=_TIME), "timezone": string(100)}
    ),
    "datetimepicker": _element(
        {}, {**_CHOICE, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}
    ),
    "plain_text_input": _element(
        {},
        {
            **_TYPED,
            "initial_value": string(3_000, 0),
            "multiline": flag,
            "min_length": whole(0, 3_000),
            "max_length": whole(1, 3_000),
        },
        _lengths_fit,
    ),
    "number_input": _element(
        {"is_decimal_allowed": flag},
        {
            **_TYPED,
            **dict.fromkeys(("initial_value", "min_value", "max_value"), string(100, like=_NUMBER)),
        },
        _numbers_fit,
    ),
    "email_text_input": _element({}, {**_TYPED, "initial_value": string(3_000)}),
    "url_text_input": _element({}, {**_TYPED, "initial_value": string(3_000)}),
    "rich_text_input": _element({}, {**_TYPED, "initial_value": rich_text}),
    "file_input": _element(
        {}, {"filetypes": items(string(20, like=r"[^.]+"), 100), "max_files": whole(1, 10)}
    ),
    "feedback_buttons": _element(
        dict.fromkeys(
            ("positive_button", "negative_button"),
            shape({"text": plain(75), "value": string(2_000)}, {"accessibility_label": string(75)}),
        )
    ),
}

TEXTS: dict[str, Rule] = {"plain_text": plain(3_000), "mrkdwn": mrkdwn(3_000)}


def is_typed(element: Json) -> bool:
    """Whether a person types into it, so that it sends actions on Enter rather than on change."""
    kind: Any = element["type"]
    return str(kind).endswith("_input") and kind != "file_input"
