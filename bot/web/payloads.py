"""What a payload of Slack asks for, and what it may be told when nobody answers it."""

import html
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.response import BoltResponse

from bot.errors import Busy
from bot.web.routes import Kind

PANEL, COMMENT = "entity_detail", "entity_comment"
"""Types of the views of Slack's side panel, whose submissions carry no callback id of ours
[messaging/work-objects-implementation]."""
BUG = "Something went wrong on our side. Please try once more. If it happens again, tell whoever runs this bot."
_ENTRY = re.compile(r'\["([a-z][a-z_.]*)"')
OLD_FORM = "This form is from before I was updated. Please close it and open it again."


def kind_and_names(body: Mapping[str, Any]) -> tuple[Kind | None, tuple[str, ...]]:
    """The kind of a payload and the names to look a listener up by, the best first.

    None for kinds this bot has no listeners of. Never raises, whatever the shape.
    """
    match body:
        case {"type": "block_actions", "actions": [{"action_id": str(name)}, *_]}:
            return "action", (*_menu_entry(body["actions"][0], name), name, *_field(name))
        case {
            "type": "view_submission",
            "view": {"type": ("entity_detail" | "entity_comment") as name},
        }:
            return "submission", (name,)
        case {"type": "view_submission", "view": {"callback_id": str(name)}}:
            return "submission", (name,)
        case {"type": "view_closed", "view": {"callback_id": str(name)}}:
            return "closed", (name,)
        case {"type": "block_suggestion" | "block_suggestions", "action_id": str(name)}:
            block = body.get("block_id")
            return "options", (name, block) if isinstance(block, str) else (name,)
        case {"type": "event_callback", "event": {"type": str(name)}}:
            return "event", (name,)
        case {"type": "shortcut", "callback_id": str(name)}:
            return "shortcut", (name,)
        case {"type": "message_action", "callback_id": str(name)}:
            return "message_shortcut", (name,)
        case {"command": str(name)} if "type" not in body:
            return "command", (name,)
    return None, ()


def failure_response(kind: Kind | None, body: Mapping[str, Any], words: str) -> BoltResponse:
    """Words for the member, in the shape this kind of payload may be answered with.

    A form stays open and shows them at its first field; a command shows them to that member alone;
    a press and an event can only be answered empty [interactivity/handling-user-interaction].
    """
    match kind:
        case "submission" if block := _first_input(body):
            answer: dict[str, Any] = {"response_action": "errors", "errors": {block: words}}
            return BoltResponse(status=200, body=answer)
        case "command":
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": words})
        case "options":
            return BoltResponse(status=200, body={"options": []})
        case _:
            return BoltResponse(status=200)


def busy_response(kind: Kind | None, body: Mapping[str, Any]) -> BoltResponse:
    """Nothing has come of it in time. A typed line is said again, since it is nowhere else any more."""
    if kind != "command":
        return failure_response(kind, body, Busy.words)
    text = " ".join(html.unescape(str(body.get("text") or "")).replace("`", "'").split())
    line = html.escape(f"{body.get('command')} {text}", quote=False)
    again = f" What you typed: `{line}`" if text else ""
    return failure_response(kind, body, Busy.typed + again)


def unhandled_response(kind: Kind | None, body: Mapping[str, Any]) -> BoltResponse | None:
    """The answer to a payload without a listener; None where Slack had better say it failed."""
    if kind in {None, "command"} and "type" not in body:
        return None
    return failure_response(kind, body, OLD_FORM)


def _field(name: str) -> tuple[str, ...]:
    """Of an input that was filled by a button, `job_type_id.2`, the name of its field."""
    field, _, number = name.rpartition(".")
    return (field,) if field and number.isdecimal() else ()


def _menu_entry(action: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Of an overflow menu `card.more`, the name its chosen entry would have as a button: `card.show`.

    Slack gives one action id to the whole menu [reference/block-kit/block-elements/overflow-menu-element];
    the value of an entry is a `Press`, whose action stands first.
    """
    match action:
        case {"type": "overflow", "selected_option": {"value": str(value)}}:
            entry = _ENTRY.match(value)
            return (f"{name.partition('.')[0]}.{entry[1]}",) if entry else ()
    return ()


def is_panel(body: Mapping[str, Any]) -> bool:
    """Whether it is the submission of a side panel, which can show errors and no view of ours."""
    view = body.get("view")
    return isinstance(view, Mapping) and view.get("type") in {PANEL, COMMENT}


def _first_input(body: Mapping[str, Any]) -> str | None:
    if is_panel(body):
        match body:
            case {"view": {"state": {"values": {**values}}}}:
                return next((str(key) for key in values), None)
        return None
    match body:
        case {"view": {"blocks": [*blocks]}}:
            for block in blocks:
                match block:
                    case {"type": "input", "block_id": str(block_id)}:
                        return block_id
    return None
