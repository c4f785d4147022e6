"""What each interactive element holds: one entry of `view.state.values` for each of them."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.blocks import placed
from bot.sandbox.slack.elements import offered, same

Json = dict[str, Any]
State = dict[str, dict[str, Json]]


@dataclass(frozen=True)
class Holds:
    """The key of the state entry, and the element's key it starts from."""

    key: str
    initial: str

    @property
    def many(self) -> bool:
        return self.key.endswith("s")


HOLDS: dict[str, Holds] = {
    "plain_text_input": Holds("value", "initial_value"),
    "number_input": Holds("value", "initial_value"),
    "email_text_input": Holds("value", "initial_value"),
    "url_text_input": Holds("value", "initial_value"),
    "rich_text_input": Holds("rich_text_value", "initial_value"),
    "file_input": Holds("files", "initial_files"),
    "datepicker": Holds("selected_date", "initial_date"),
    "timepicker": Holds("selected_time", "initial_time"),
    "datetimepicker": Holds("selected_date_time", "initial_date_time"),
    "radio_buttons": Holds("selected_option", "initial_option"),
    "checkboxes": Holds("selected_options", "initial_options"),
    "static_select": Holds("selected_option", "initial_option"),
    "external_select": Holds("selected_option", "initial_option"),
    "multi_static_select": Holds("selected_options", "initial_options"),
    "multi_external_select": Holds("selected_options", "initial_options"),
    "users_select": Holds("selected_user", "initial_user"),
    "multi_users_select": Holds("selected_users", "initial_users"),
    "channels_select": Holds("selected_channel", "initial_channel"),
    "multi_channels_select": Holds("selected_channels", "initial_channels"),
    "conversations_select": Holds("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Holds("selected_conversations", "initial_conversations"),
}


def entry(element: Json, value: Any) -> Json:
    """The state entry of an element that holds the value; nothing is null, or an empty list."""
    holds = HOLDS[element["type"]]
    if value in (None, "", []):
        value = [] if holds.many else None
    return {"type": element["type"], holds.key: value}


def held(element: Json, state_entry: Json) -> Any:
    """The raw value of a state entry: text, option, list, date …"""
    return state_entry[HOLDS[element["type"]].key]


def fresh(blocks: list[Json], before: State | None = None) -> State:
    """The state of newly drawn blocks.

    What `before` holds stays where block_id and action_id stay, as on a client, even if the bot
    sends another initial value; a choice that is no longer offered is gone.
    """
    state: State = {}
    for block, element in placed(blocks):
        if element["type"] not in HOLDS:
            continue
        old = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        keep = old is not None and old["type"] == element["type"] and _still_offered(element, old)
        now = old if keep and old else entry(element, element.get(HOLDS[element["type"]].initial))
        state.setdefault(block["block_id"], {})[element["action_id"]] = now
    return state


def _still_offered(element: Json, old: Json) -> bool:
    if "options" not in element and "option_groups" not in element:
        return True
    value = held(element, old)
    chosen = value if isinstance(value, list) else [value] if value else []
    return all(any(same(each, option) for option in offered(element)) for each in chosen)
