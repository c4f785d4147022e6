"""entity.*: what a side panel and its comments show [reference/methods/entity.presentDetails]."""

import json
from typing import Any

from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.entities import WARNING, CheckedEntities, checked_entities
from bot.sandbox.slack.panels import Panel, redraw
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.shapes import Look, anything, flag, items, one_of, shape, string, whole
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

STATUSES = (
    "restricted",
    "internal_error",
    "not_found",
    "custom",
    "custom_partial_view",
    "timeout",
    "edit_error",
)
_ERROR = shape(
    {"status": one_of(*STATUSES)},
    {
        "custom_title": string(255),
        "custom_message": string(3_000),
        "message_format": one_of("markdown"),
        "actions": anything,
    },
)
_SENDER = shape(
    {}, {"user_id": string(30), "text": string(255), "email": string(255), "icon": anything}
)
_COMMENT = shape(
    {
        "id": string(255),
        "sender": _SENDER,
        "timestamp": whole(0, 10**11),
        "comment": shape({}, {"value": string(40_000), "format": one_of("markdown"), "blocks": anything}),
    },
    {
        "url": string(3_000),
        "last_edit_ts": whole(0, 10**11),
        "can_edit": flag,
        "can_delete": flag,
        "can_reply": flag,
        "reply_count": whole(0, 10**6),
        "reply_users": anything,
        "latest_reply_ts": whole(0, 10**11),
        "thread_root_id": string(255),
    },
)  # fmt: skip


def present_details(workspace: Workspace, call: Call) -> Json:
    """One answer for one trigger; the trigger is looked at before anything else."""
    panel = _panel(workspace, call)
    if call.flag("user_auth_required"):
        panel.sign_in, panel.error, panel.is_open = _url(call), None, True
        return _shown(workspace, panel)
    if call.has("error"):
        error = _checked(_ERROR, _object(call, "error"), "error")
        if error["status"] == "edit_error":
            panel.edit_error = str(error.get("custom_message", ""))
        else:
            panel.error, panel.sign_in, panel.entity = error, "", None
        return _shown(workspace, panel)
    metadata = _object(call, "metadata")
    checked = checked_entities([metadata])
    if checked.kept and workspace.work_objects == "refused":
        raise SlackRefused(WARNING)
    if checked.kept and workspace.work_objects == "dropped":
        off = CheckedEntities([], ["Work Objects are off"])
        return _shown(workspace, panel) | off.warning
    if not checked.kept:
        raise SlackRefused("invalid_metadata", checked.complaints)
    entity = checked.kept[0]
    if entity["external_ref"] != panel.external_ref or entity["url"] != panel.url:
        raise SlackRefused("entity_metadata_does_not_match_trigger")
    panel.entity, panel.error, panel.sign_in, panel.edit_error = entity, None, "", ""
    panel.shown_at, panel.is_open = workspace.clock(), True
    redraw(panel.message, entity)
    workspace.feed.publish("message.updated", message=panel.message.snapshot())
    return _shown(workspace, panel) | checked.warning


def present_comments(workspace: Workspace, call: Call) -> Json:
    panel = _panel(workspace, call)
    panel.comments_error = panel.comments_sign_in = ""
    if call.flag("user_auth_required"):
        panel.comments_sign_in = _url(call)
    elif call.has("error"):
        panel.comments_error = call.string("error")
    else:
        comments = call.args.get("comments")
        _checked(items(_COMMENT, 100, 0), comments, "comments")
        if not call.has("can_post_comment"):
            raise SlackRefused("invalid_arguments", ["missing required field: can_post_comment"])
        panel.comments = list(comments or [])
        panel.may_comment, panel.cursor = call.flag("can_post_comment"), call.string("cursor", "")
    return _shown(workspace, panel)


def acknowledge_comment(workspace: Workspace, call: Call) -> Json:
    """Of a comment that was written: it is shown, or the error over what was typed."""
    panel = _panel(workspace, call)
    if call.has("error"):
        panel.comments_error = call.string("error")
        return _shown(workspace, panel)
    comment = _checked(_COMMENT, _object(call, "comment"), "comment")
    panel.comments, panel.comments_error = [*(panel.comments or []), comment], ""
    return _shown(workspace, panel)


def _panel(workspace: Workspace, call: Call) -> Panel:
    """The panel whose client made the trigger. Raises `SlackRefused`."""
    trigger = workspace.triggers.exchange(call.string("trigger_id"))
    panel = workspace.panels.by_id(trigger.view)
    if panel is None:
        raise SlackRefused("invalid_trigger_id")
    panel.answers += 1
    return panel


def _shown(workspace: Workspace, panel: Panel) -> Json:
    workspace.feed.publish("panel.shown", member=panel.owner, panel=panel.wire())
    return {}


def _url(call: Call) -> str:
    url = call.string("user_auth_url")
    if not url.startswith(("https://", "http://127.0.0.1")):
        raise SlackRefused("invalid_arguments", ["user_auth_url must be a URL"])
    return url


def _object(call: Call, name: str) -> Json:
    """JSON, as text in a form. Raises `SlackRefused`."""
    value = call.args.get(name)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise SlackRefused("invalid_arguments", [f"{name} must be JSON"]) from None
    if not isinstance(value, dict):
        raise SlackRefused("invalid_arguments", [f"missing required field: {name}"])
    return value


def _checked(rule: Any, value: Any, name: str) -> Json:
    look = Look("message")
    rule(value, f"/{name}", look)
    if look.complaints:
        raise SlackRefused("invalid_arguments", look.complaints)
    return value if isinstance(value, dict) else {}
