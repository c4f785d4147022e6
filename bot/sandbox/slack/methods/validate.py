"""blocks.validate: would Slack take this? Needs no token [reference/methods/blocks.validate]."""

import json
import re
from typing import Any

from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.surfaces import checked_blocks, checked_view
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
_KINDS = ("blocks", "message", "view")
_POINTER = re.compile(r" ?\[json-pointer:([^\]]*)\]")


def validate(_workspace: Workspace, call: Call) -> Json:
    """Takes exactly one of `blocks`, `message` and `view`; refuses with `errors`, a row for each complaint."""
    given = [kind for kind in _KINDS if call.has(kind)]
    if len(given) != 1:
        raise SlackRefused("invalid_arguments", ["exactly one of blocks, message or view"])
    try:
        _CHECKS[given[0]](_decoded(call.args[given[0]]))
    except SlackRefused as refused:
        complaints = [_complaint(each) for each in refused.messages or [refused.error]]
        raise SlackRefused(f"invalid_{given[0]}", errors=complaints) from None
    return {}


def _decoded(content: Any) -> Any:
    if not isinstance(content, str):
        return content
    try:
        return json.loads(content)
    except ValueError:
        raise SlackRefused("invalid_json") from None


def _view(content: Any) -> None:
    is_home = isinstance(content, dict) and content.get("type") == "home"
    checked_view(content, "home" if is_home else "modal")


def _message(content: Any) -> None:
    if not isinstance(content, dict) or not (content.get("text") or content.get("blocks")):
        raise SlackRefused("no_text")
    checked_blocks(content.get("blocks") or [])


_CHECKS = {"blocks": checked_blocks, "message": _message, "view": _view}


def _complaint(sentence: str) -> Json:
    pointer = _POINTER.search(sentence)
    where = pointer[1] if pointer else "/"
    return {"pointer": where, "code": "invalid", "constraint": _POINTER.sub("", sentence)}
