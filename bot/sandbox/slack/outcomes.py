"""What the bot's answer to a submission, or to typing, does at the client."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.slack.blocks import spell_out
from bot.sandbox.slack.courier import Delivery
from bot.sandbox.slack.elements import option, option_group
from bot.sandbox.slack.refusals import BadAnswer, SlackRefused
from bot.sandbox.slack.shapes import Look, items, shape
from bot.sandbox.slack.surfaces import checked_view
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

_SUGGESTIONS = shape(
    {}, {"options": items(option, 100, 0), "option_groups": items(option_group, 100, 0)}
)
_KEYS = {
    "errors": {"response_action", "errors"},
    "update": {"response_action", "view"},
    "push": {"response_action", "view"},
    "clear": {"response_action"},
}


@dataclass(frozen=True)
class Outcome:
    """What became of a submission. `view` is what the member sees now, `None` when all is closed."""

    action: Literal["closed", "errors", "update", "push", "clear"]
    delivery: Delivery
    view: View | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        return self.action != "errors"


def after_submission(workspace: Workspace, view: View, delivery: Delivery) -> Outcome:
    """Apply the answer [surfaces/modals]. Raises `BadAnswer`; the view then stays as it is."""
    said = delivery.body
    if said in (None, ""):
        workspace.close_view(view)
        return Outcome("closed", delivery, workspace.top(view.owner))
    if not isinstance(said, dict) or said.get("response_action") not in _KEYS:
        raise BadAnswer(f"no answer to a submission: {said!r}")
    action = said["response_action"]
    if unknown := sorted(set(said) - _KEYS[action]):
        raise BadAnswer(f"response_action {action} takes no {', '.join(unknown)}")
    if action == "errors":
        view.errors = _errors(view, said.get("errors"))
        workspace.publish_view(view, "view.refused")
        return Outcome("errors", delivery, view, view.errors)
    if action == "clear":
        workspace.clear_views(view.owner)
        return Outcome("clear", delivery)
    try:
        source = checked_view(said.get("view"), "modal")
        if action == "update":
            workspace.check_external_id(source, view)
            workspace.redraw(view, source)
        else:
            view = workspace.push_view(view.owner, source)
    except SlackRefused as refused:
        raise BadAnswer(f"the view of response_action {action} is refused: {refused}") from None
    return Outcome("update" if action == "update" else "push", delivery, view)


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Errors by the block_id of an input; any other key spoils the whole answer."""
    if not isinstance(errors, dict) or not errors:
        raise BadAnswer("response_action errors needs errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if strange := sorted(set(errors) - inputs):
        raise BadAnswer(f"errors for blocks that are no inputs: {', '.join(strange)}")
    for key, text in errors.items():
        if not isinstance(text, str) or not text:
            raise BadAnswer(f"the error of {key} must be a text")
    return dict(errors)


def options_from(body: Any) -> list[Json]:
    """The options that the bot offers, groups flattened. Raises `BadAnswer`.

    [reference/interaction-payloads/block_suggestion-payload]
    """
    look = Look("modal")
    _SUGGESTIONS(body, "", look)
    if look.complaints or ("options" in body) == ("option_groups" in body):
        raise BadAnswer("no options: " + ("; ".join(look.complaints) or repr(body)))
    spell_out(body)
    groups: list[Json] = body.get("option_groups", [])
    return [*body.get("options", []), *(each for group in groups for each in group["options"])]
