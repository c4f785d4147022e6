"""views.*: modals and the Home tab [surfaces/modals]."""

from typing import Any

from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.surfaces import checked_view
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import STACK, Workspace

Json = dict[str, Any]


def open_modal(workspace: Workspace, call: Call) -> Json:
    source = _source(call)
    workspace.check_external_id(source, None)
    trigger = workspace.triggers.exchange(call.string("trigger_id"))
    return {"view": workspace.open_view(trigger.member, source).wire()}


def push(workspace: Workspace, call: Call) -> Json:
    """Needs a trigger from within the open modal."""
    source = _source(call)
    workspace.check_external_id(source, None)
    trigger = workspace.triggers.exchange(call.string("trigger_id"))
    if trigger.view is None or workspace.view(trigger.view) is None:
        raise SlackRefused("not_found")
    if len(workspace.stacks.get(trigger.member, [])) >= STACK:
        raise SlackRefused("push_limit_reached")
    return {"view": workspace.push_view(trigger.member, source).wire()}


def update(workspace: Workspace, call: Call) -> Json:
    """By id or external id; an older `hash` loses [reference/methods/views.update]."""
    if not call.has("view_id") and not call.has("external_id"):
        raise SlackRefused("invalid_arguments", ["missing required field: view_id"])
    if call.has("view_id"):
        view = workspace.view(call.string("view_id"))
    else:
        view = workspace.view_by_external_id(call.string("external_id"))
    if view is None:
        raise SlackRefused("not_found")
    source = _source(call, home=view.source["type"] == "home")
    _check_hash(call, view)
    workspace.check_external_id(source, view)
    workspace.redraw(view, source)
    return {"view": view.wire()}


def publish(workspace: Workspace, call: Call) -> Json:
    person = workspace.people.get(call.string("user_id"))
    if person is None or person.deleted:
        raise SlackRefused("user_not_found")
    source = _source(call, home=True)
    if person.id in workspace.homes:
        _check_hash(call, workspace.homes[person.id])
    return {"view": workspace.publish_home(person.id, source).wire()}


def _source(call: Call, *, home: bool = False) -> Json:
    if not call.has("view"):
        raise SlackRefused("invalid_arguments", ["missing required field: view"])
    return checked_view(call.args["view"], "home" if home else "modal")


def _check_hash(call: Call, view: View) -> None:
    if call.has("hash") and call.string("hash") != view.hash:
        raise SlackRefused("hash_conflict")
