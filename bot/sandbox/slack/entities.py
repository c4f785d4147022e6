"""The rules of Work Objects: entities in the metadata of a message, of an unfurl, of a panel
[messaging/work-objects-implementation].

Slack takes a call with a bad entity as `ok`, drops its metadata and says so in a `warning` alone;
a field that a type does not know is left out in the same silent way. What Slack's pages leave open
(the size, the ids) is as others have measured it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.shapes import (
    Json,
    Look,
    Rule,
    anything,
    by_type,
    flag,
    items,
    one_of,
    plain,
    shape,
    string,
    whole,
)

MOST_BYTES = 3_400
"""Of the metadata of one call."""
TASK = "slack#/entities/task"
TYPES = (
    TASK,
    *(f"slack#/entities/{each}" for each in ("file", "item", "incident", "content_item")),
)
WARNING = "invalid_metadata_format"
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_DATE, _TIMESTAMP = "slack#/types/date", "slack#/types/timestamp"
_URL = string(3_000, like=r"https?://\S+")
_SECONDS = whole(0, 10**11)


@dataclass(frozen=True)
class CheckedEntities:
    """The entities that Slack keeps, and what it says of the others; `[json-pointer:…]` in each."""

    kept: list[Json]
    complaints: list[str]

    @property
    def warning(self) -> Json:
        """What is added to the answer of the call; nothing where all is well."""
        if not self.complaints:
            return {}
        said = [f"[WARN] {each}" for each in self.complaints]
        return {"warning": WARNING, "response_metadata": {"messages": said, "warnings": [WARNING]}}


def checked_entities(entities: Any, *, unfurl: bool = False) -> CheckedEntities:
    """`unfurl`: of `chat.unfurl`, where each entity says which link it stands for."""
    look = Look("message")
    items(_of_unfurl if unfurl else _entity, 20)(entities, "/metadata/entities", look)
    if look.complaints:
        return CheckedEntities([], look.complaints)
    kept = [_without_unknown(entity, at, look) for at, entity in enumerate(entities)]
    return CheckedEntities(kept, look.complaints)


def too_large(metadata: Any) -> bool:
    return len(json.dumps(metadata, ensure_ascii=False).encode()) > MOST_BYTES


def panel_complaints(metadata: Any) -> list[str]:
    """Of what `entity.presentDetails` is given, which is one entity."""
    look = Look("message")
    _entity(metadata, "/metadata", look)
    if not look.complaints:
        _without_unknown(metadata, 0, look)
    return look.complaints


def _without_unknown(entity: Json, at: int, look: Look) -> Json:
    """Without the fields that a task has not."""
    payload = entity["entity_payload"]
    if entity["entity_type"] != TASK:
        return entity
    for name in sorted(payload["fields"].keys() - _TASK_FIELDS.keys()):
        path = f"/metadata/entities/{at}/entity_payload/fields/{name}"
        look.say(path, f"The field {name} will be omitted due to an invalid type")
    known = {name: value for name, value in payload["fields"].items() if name in _TASK_FIELDS}
    return entity | {"entity_payload": payload | {"fields": known}}


def _one_of_user(user: Json, path: str, look: Look) -> None:
    if ("user_id" in user) == ("text" in user):
        look.say(path, "must provide exactly one of user_id and text")


def _string_extras(field: Json, path: str, look: Look) -> None:
    if "icon" in field and "tag_color" in field:
        look.say(path, "icon is not compatible with tag_color")
    if "format" in field and ("icon" in field or "link" in field):
        look.say(path, "format is not compatible with icon or link")


_ICON = shape(
    {"alt_text": string(2_000)}, {"url": _URL, "slack_file": shape({}, {"id": string(30), "url": _URL})}
)  # fmt: skip
_USER = shape(
    {},
    {
        "user_id": string(30, like=r"[UW][A-Z0-9]+"),
        "text": string(3_000),
        "url": _URL,
        "email": string(255, like=r"\S+@\S+"),
        "icon": _ICON,
    },
    _one_of_user,
)
_OPTION = shape(
    {"value": string(150), "text": shape({"text": string(75)}, {"type": one_of("plain_text"), "emoji": flag})},
    {"description": shape({"text": string(75)}, {"type": one_of("plain_text"), "emoji": flag})},
)  # fmt: skip
_EDIT = shape(
    {"enabled": flag},
    {
        "placeholder": plain(150),
        "hint": plain(2_000),
        "optional": flag,
        "select": shape(
            {},
            {
                "current_value": string(150),
                "current_values": items(string(150), 100),
                "static_options": items(_OPTION, 100),
                "fetch_options_dynamically": flag,
                "min_query_length": whole(0, 100),
            },
        ),
        "number": shape(
            {}, {"is_decimal_allowed": flag, "min_value": anything, "max_value": anything}
        ),
        "text": shape({}, {"min_length": whole(0, 3_000), "max_length": whole(0, 3_000)}),
        "boolean": shape({"input_type": one_of("checkbox", "radio", "select")}, {}),
    },
)
_COMMON: dict[str, Rule] = {"label": string(255), "edit": _EDIT}
_TEXT: dict[str, Rule] = {
    "tag_color": one_of("red", "yellow", "green", "gray", "blue"),
    "icon": _ICON,
    "link": _URL,
    "format": one_of("markdown"),
    "long": flag,
}
_KINDS: dict[str, tuple[dict[str, Rule], dict[str, Rule]]] = {
    "string": ({"value": string(10_000)}, _TEXT),
    "integer": ({"value": whole(-(10**15), 10**15)}, {}),
    "boolean": ({"value": flag}, {"boolean": anything}),
    "array": ({"value": items(anything, 100, 0), "item_type": string(50)}, {}),
    _DATE: ({"value": string(10, like=_DAY)}, {"link": _URL}),
    _TIMESTAMP: ({"value": _SECONDS}, {"link": _URL}),
    "slack#/types/user": ({"user": _USER}, {}),
    "slack#/types/channel_id": ({"value": string(30, like=r"[CDG][A-Z0-9]+")}, {}),
    "slack#/types/link": ({"value": _URL}, {}),
    "slack#/types/email": ({"value": string(255, like=r"\S+@\S+")}, {}),
    "slack#/types/image": (
        {"alt_text": string(2_000)}, {"image_url": _URL, "slack_file": anything, "title": string(2_000)}
    ),
    "slack#/types/entity_ref": ({"entity_ref": anything}, {}),
}  # fmt: skip


def _field(kind: str, *, typed: bool = True) -> Rule:
    """A field of this kind; `typed`: it has to name its type."""
    required, optional = _KINDS[kind]
    named: dict[str, Rule] = {"type": one_of(kind)}
    also = (_string_extras,) if kind == "string" else ()
    if typed:
        return shape({**named, **required}, {**_COMMON, **optional}, *also)
    return shape(required, {**named, **_COMMON, **optional}, *also)


_DUE = by_type({kind: _field(kind) for kind in (_DATE, _TIMESTAMP)}, "due_date")
_TASK_FIELDS: Mapping[str, Rule] = {
    "description": _field("string", typed=False),
    "created_by": _field("slack#/types/user"),
    "date_created": _field(
        _TIMESTAMP
    ),  # stricter than Slack: without a type it may show bare seconds
    "date_updated": _field(_TIMESTAMP),
    "assignee": _field("slack#/types/user"),
    "status": _field("string", typed=False),
    "due_date": _DUE,
    "priority": _field("string", typed=False),
}


def _an_object(value: Any, path: str, look: Look) -> None:
    if not isinstance(value, dict):
        look.say(path, "must be an object")


def _of_its_type(entity: Json, path: str, look: Look) -> None:
    payload, path = entity["entity_payload"], f"{path}/entity_payload"
    if entity["entity_type"] != TASK:
        return
    if "fields" not in payload:
        look.say(path, "missing required field: fields")
    for name, field in payload.get("fields", {}).items():
        if name in _TASK_FIELDS:
            _TASK_FIELDS[name](field, f"{path}/fields/{name}", look)


def _custom_field(field: Any, path: str, look: Look) -> None:
    if not isinstance(field, dict):
        look.say(path, "must be an object")
        return
    named = {name: field.get(name) for name in ("key", "label")}
    for name, value in named.items():
        string(255)(value, f"{path}/{name}", look)
    rest = {name: value for name, value in field.items() if name != "key"}
    by_type({kind: _field(kind) for kind in _KINDS}, "custom field")(rest, path, look)


def _order(payload: Json, path: str, look: Look) -> None:
    keys = [each["key"] for each in payload.get("custom_fields", [])]
    for twice in sorted({each for each in keys if keys.count(each) > 1 or each in _TASK_FIELDS}):
        look.say(f"{path}/custom_fields", f"key {twice!r} is used twice")
    known = {*keys, *payload.get("fields", {})}
    for at, key in enumerate(payload.get("display_order", [])):
        if key not in known:
            look.say(f"{path}/display_order/{at}", f"no such field: {key}")


_ACTION = shape(
    {"text": string(75), "action_id": string(255)},
    {
        "value": string(2_000),
        "style": one_of("primary", "danger"),
        "url": _URL,
        "accessibility_label": string(75),
        "processing_state": shape({"enabled": flag}, {"interstitial_text": string(255)}),
    },
)
ACTIONS = shape({}, {"primary_actions": items(_ACTION, 2, 0), "overflow_actions": items(_ACTION, 5, 0)})  # fmt: skip
_ATTRIBUTES = shape(
    {"title": shape({"text": string(3_000)}, {"edit": _EDIT})},
    {
        "display_type": string(255),
        "display_id": string(255),
        "product_icon": _ICON,
        "product_name": string(255),
        "locale": string(20),
        "full_size_preview": anything,
        "metadata_last_modified": _SECONDS,
    },
)
_PAYLOAD = shape(
    {"attributes": _ATTRIBUTES},
    {
        "fields": _an_object,
        "custom_fields": items(_custom_field, 100, 0),
        "display_order": items(string(255), 100, 0),
        "actions": ACTIONS,
        "slack_file": anything,
    },
    _order,
)
_REF = shape({"id": string(255, like=r"[0-9a-zA-Z_:!/=-]+")}, {"type": string(255)})
_KEYS: dict[str, Rule] = {
    "entity_type": one_of(*TYPES),
    "entity_payload": _PAYLOAD,
    "external_ref": _REF,
    "url": _URL,
}
_COMMENTS: dict[str, Rule] = {
    "entity_comments": shape({"count": whole(0, 10**6)}, {"latest_timestamp": _SECONDS})
}
_entity = shape(_KEYS, {"app_unfurl_url": _URL, **_COMMENTS}, _of_its_type)
_of_unfurl = shape({**_KEYS, "app_unfurl_url": _URL}, _COMMENTS, _of_its_type)
