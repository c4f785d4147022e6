"""Reads Slack payloads for listeners: the request, the press, the modal.

`parts` are built from a payload only for a listener that names them. They grant nothing: `Access`, the
policy and PropOps decide what a member may do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import orjson

from bot.errors import UnreadablePayload
from bot.jobs.change import Json, Member, Place
from bot.jobs.characters import trimmed
from bot.members.access import Access
from bot.slack.shortcut_message import is_among_people
from bot.views.board import is_row
from bot.views.buttons import Press


class CardChoice(NamedTuple):
    """An entry chosen from a list on a card. `about`: the press in the block id of its row; `at`: Slack's
    `action_ts`, which sorts choices as they were made, and is the same when one is delivered again.
    """

    about: Press
    value: str
    label: str
    at: str = ""


class Request(NamedTuple):
    """One press, command or form: the member, the place, and Slack's `trigger_id` and `response_url`."""

    member: Member
    place: Place
    trigger: str
    url: str
    """`response_url`, or empty."""
    ephemeral: bool = False
    """The message that was pressed is seen by its member alone."""
    home: bool = False
    """It was pressed on their Home, which is no modal to be drawn in."""
    board: bool = False
    """It was pressed on a board, which goes on showing what else there is: no answer takes its place."""
    among_people: bool = False
    """A command typed in a direct message, of two people or of a group, where no bot can post. Nothing
    can be typed in the bot's own.
    """

    def place_in(self, channel: str) -> Place:
        """The same place, with the channel the form was opened from."""
        return replace(self.place, channel=channel)


@dataclass(frozen=True)
class Modal:
    """The modal of a payload, with what its member has filled in [reference/views/modal-views].

    A block and the action in it have one name, that of the field. What no form of ours could hold
    raises `UnreadablePayload`.
    """

    view: Mapping[str, Any]

    @property
    def id(self) -> str:
        return _text_of(self.view, "id")

    @property
    def callback_id(self) -> str:
        return _text_of(self.view, "callback_id")

    @cached_property
    def metadata(self) -> Json:
        """The `private_metadata` it was opened with: `job`, `ref`, `channel`, and more by kind of modal."""
        return read_json(self.view.get("private_metadata") or "{}")

    @property
    def press(self) -> Press:
        """The press that opened the modal, for modals whose metadata is a press."""
        return _press(self.view.get("private_metadata"))

    @property
    def channel(self) -> str:
        """Id of the channel of the command or button that opened it."""
        return _text_of(self.metadata, "channel")

    @property
    def job_uuid(self) -> str:
        return _text_of(self.metadata, "job")

    @property
    def job_ref(self) -> str:
        return _text_of(self.metadata, "ref")

    @property
    def job_name(self) -> str:
        """The job's reference, else its uuid."""
        return self.job_ref or self.job_uuid

    def number(self, default: int = 1) -> int:
        """Which form of several for one draft it is: `n` of its metadata."""
        number = self.metadata.get("n", default)
        if not isinstance(number, int):
            raise UnreadablePayload
        return number

    @property
    def values(self) -> Mapping[str, Any]:
        """Block id → action id → what was entered, in Slack's form."""
        return _mapping(_mapping(self.view.get("state")).get("values"))

    @property
    def inputs(self) -> list[str]:
        """The names of the fields on it, from top to bottom."""
        return [
            block["block_id"]
            for block in self.view.get("blocks", ())
            if block.get("type") == "input" and block.get("block_id")
        ]

    @property
    def answered(self) -> list[str]:
        """The fields on it that Slack sent an answer of, an empty one included.

        One that is missing was not emptied by anybody.
        """
        return [name for name in self.inputs if self._entered(name)]

    def text(self, name: str) -> str:
        """The text that was typed, trimmed; empty for none that anybody would see."""
        return trimmed(_text_of(self._entered(name), "value"))

    def day(self, name: str) -> str:
        """The chosen day, `YYYY-MM-DD`, or empty."""
        return _text_of(self._entered(name), "selected_date")

    def choice(self, name: str) -> str | None:
        """The value of the chosen option; None where none was chosen."""
        option = self._entered(name).get("selected_option")
        return None if option is None else _text_of(_mapping(option), "value")

    def choice_label(self, name: str) -> str:
        """The text of the chosen option, or empty."""
        option = _mapping(self._entered(name).get("selected_option") or {})
        return _text_of(_mapping(option.get("text") or {}), "text")

    def channel_in(self, name: str) -> str:
        """The id of the chosen channel; empty for none, and on a modal without inputs."""
        if not self.view.get("state"):
            return ""
        return _text_of(self._entered(name), "selected_conversation")

    def ticks(self, name: str) -> list[str]:
        """The values of the boxes that are ticked."""
        chosen = self._entered(name).get("selected_options") or []
        if not isinstance(chosen, list):
            raise UnreadablePayload
        return [_text_of(_mapping(option), "value") for option in chosen]

    def ticked(self, name: str) -> bool:
        return bool(self._entered(name).get("selected_options"))

    def field(self, name: str) -> str:
        """The field at which an error about `name` is shown: the first one, if `name` is not on the form."""
        inputs = self.inputs
        if not inputs:
            raise UnreadablePayload
        return name if name in inputs else inputs[0]

    def errors(self, complaints: Mapping[str, str]) -> dict[str, str]:
        """Errors by the field they are shown at."""
        errors: dict[str, str] = {}
        for name, sentence in complaints.items():
            shown_at = self.field(name)
            earlier = f"{errors[shown_at]} " if shown_at in errors else ""
            errors[shown_at] = earlier + sentence
        return errors

    def _entered(self, name: str) -> Mapping[str, Any]:
        """Its action id is its name, and with a number after it once it was filled by a button."""
        block = self.values.get(name)
        elements = block if isinstance(block, Mapping) else {}
        element = elements.get(name) or next(iter(elements.values()), None)
        return element if isinstance(element, Mapping) else {}


def read_request(body: Mapping[str, Any], access: Access) -> Request:
    """Reads any payload. Raises `NotWelcome` where it names no person, `Busy`."""
    channel = body.get("channel")
    view = _mapping(body.get("view") or {})
    home = view.get("type") == "home"
    place = Place(
        channel=_text_of(channel, "id")
        if isinstance(channel, Mapping)
        else _text_of(body, "channel_id"),
        view="" if home else _text_of(view, "id"),
        message=_text_of(_mapping(body.get("container") or {}), "message_ts"),
    )
    trigger, url = _text_of(body, "trigger_id"), _text_of(body, "response_url")
    ephemeral = _mapping(body.get("container") or {}).get("is_ephemeral") is True
    board = home or _is_on_board(body)
    typed = "command" in body
    among_people = typed and is_among_people(place.channel, _text_of(body, "channel_name"))
    return Request(
        access.member_of(body), place, trigger, url, ephemeral, home, board, among_people
    )


def _is_on_board(body: Mapping[str, Any]) -> bool:
    actions = body.get("actions")
    pressed = actions[0] if isinstance(actions, list) and actions else None
    return isinstance(pressed, Mapping) and is_row(str(pressed.get("block_id") or ""))


def pressed_value(body: Mapping[str, Any]) -> str:
    """The value of the pressed button, or of the chosen option of a menu."""
    action = body["actions"][0]
    chosen = _mapping(action.get("selected_option") or {})
    return _text_of(action, "value") or _text_of(chosen, "value")


def card_choice(body: Mapping[str, Any]) -> CardChoice:
    action = body["actions"][0]
    option = _mapping(action.get("selected_option") or {})
    label = _text_of(_mapping(option.get("text") or {}), "text")
    about = _press(action.get("block_id"))
    return CardChoice(about, _text_of(option, "value"), label, _text_of(action, "action_ts"))


def read_json(text: Any) -> Json:
    """The object in a value or metadata. Raises `UnreadablePayload` for anything else."""
    try:
        return dict(_mapping(orjson.loads(text)))
    except (ValueError, TypeError):
        raise UnreadablePayload from None


def parts(access: Access) -> Mapping[str, Callable[[Mapping[str, Any]], Any]]:
    """Parameter name → function that builds the part from a payload."""
    return {
        "request": lambda body: read_request(body, access),
        "pressed": pressed_value,
        "press": lambda body: _press(pressed_value(body)),
        "choice": card_choice,
        "modal": lambda body: Modal(_view(body.get("view"))),
    }


def _press(value: Any) -> Press:
    try:
        return Press.read(value)
    except ValueError:
        raise UnreadablePayload from None


def _view(value: Any) -> Mapping[str, Any]:
    """A view whose parts have the types Slack gives them, whatever is in them."""
    view = _mapping(value)
    blocks = view.get("blocks", [])
    if not isinstance(blocks, list):
        raise UnreadablePayload
    for block in blocks:
        _mapping(_mapping(block).get("element") or {})
        _text_of(block, "block_id")
    return view


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnreadablePayload
    return value


def _text_of(part: Mapping[str, Any], name: str) -> str:
    """Empty for what is not there; raises `UnreadablePayload` for what is no text."""
    value = part.get(name)
    if value is not None and not isinstance(value, str):
        raise UnreadablePayload
    return value or ""
