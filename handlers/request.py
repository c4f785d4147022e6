"""Reads Slack payloads for listeners: the request, the press, the modal.

`parts` are built from a payload only for a listener that names them. They grant nothing: `Access`, the
policy and PropOps decide what a member may do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import orjson

from bot.jobs.change import Json, Member, Place
from bot.jobs.characters import trimmed
from bot.members.access import Access
from bot.views.buttons import Press


class PendingCommand(NamedTuple):
    """A command to be resumed once its member is linked.

    `command`: a name in `CommandTable`, which is then run with `text`; `words`: its wording for the
    member.
    """

    command: str
    text: str
    words: str = ""


class Request(NamedTuple):
    """One press, command or form: the member, the place, and Slack's `trigger_id` and `response_url`."""

    member: Member
    place: Place
    trigger: str
    url: str
    """`response_url`, or empty."""

    def place_in(self, channel: str) -> Place:
        """The same place, with the channel the form was opened from."""
        return replace(self.place, channel=channel)


@dataclass(frozen=True)
class Modal:
    """The modal of a payload, with what its member has filled in [reference/views/modal-views].

    A block and the action in it have one name, that of the field.
    """

    view: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.view["id"])

    @property
    def callback_id(self) -> str:
        return str(self.view["callback_id"])

    @cached_property
    def metadata(self) -> Json:
        """The `private_metadata` it was opened with: `job`, `ref`, `channel`, and more by kind of modal."""
        metadata: Json = orjson.loads(self.view.get("private_metadata") or "{}")
        return metadata

    @property
    def press(self) -> Press:
        """The press that opened the modal, for modals whose metadata is a press."""
        return Press.read(self.view["private_metadata"])

    @property
    def channel(self) -> str:
        """Id of the channel of the command or button that opened it."""
        return str(self.metadata.get("channel", ""))

    @property
    def job_uuid(self) -> str:
        return str(self.metadata.get("job", ""))

    @property
    def job_ref(self) -> str:
        return str(self.metadata.get("ref", ""))

    @property
    def job_name(self) -> str:
        """The job's reference, else its uuid."""
        return self.job_ref or self.job_uuid

    @property
    def values(self) -> Mapping[str, Any]:
        """Block id → action id → what was entered, in Slack's form."""
        values: Mapping[str, Any] = self.view["state"]["values"]
        return values

    @property
    def inputs(self) -> list[str]:
        """The names of the fields on it, from top to bottom."""
        blocks = self.view["blocks"]
        return [block["block_id"] for block in blocks if block.get("type") == "input"]

    def text(self, name: str) -> str:
        """The text that was typed, trimmed; empty for none that anybody would see."""
        return trimmed(str(self._entered(name).get("value") or ""))

    def day(self, name: str) -> str:
        """The chosen day, `YYYY-MM-DD`, or empty."""
        return str(self._entered(name).get("selected_date") or "")

    def choice(self, name: str) -> str | None:
        """The value of the chosen option; None where none was chosen."""
        option = self._entered(name).get("selected_option")
        return None if option is None else str(option["value"])

    def ticked(self, name: str) -> bool:
        return bool(self._entered(name).get("selected_options"))

    def field(self, name: str) -> str:
        """The field at which an error about `name` is shown: the first one, if `name` is not on the form."""
        inputs = self.inputs
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
        entered: Mapping[str, Any] = self.values.get(name, {}).get(name) or {}
        return entered


def read_request(body: Mapping[str, Any], access: Access) -> Request:
    """Reads any payload. Raises `NotWelcome` where it names no person, `Busy`."""
    channel = body.get("channel")
    place = Place(
        channel=channel.get("id", "") if isinstance(channel, dict) else body.get("channel_id", ""),
        view=(body.get("view") or {}).get("id", ""),
        message=(body.get("container") or {}).get("message_ts", ""),
    )
    return Request(
        access.member_of(body), place, body.get("trigger_id", ""), body.get("response_url", "")
    )


def pressed_value(body: Mapping[str, Any]) -> str:
    """The value of the pressed button, or of the chosen option of a menu."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def parts(access: Access) -> Mapping[str, Callable[[Mapping[str, Any]], Any]]:
    """Parameter name → function that builds the part from a payload."""
    return {
        "request": lambda body: read_request(body, access),
        "pressed": pressed_value,
        "press": lambda body: Press.read(pressed_value(body)),
        "modal": lambda body: Modal(body["view"]),
    }
