"""Side panels of Work Objects, one for each person and object: what their client shows and remembers.

For ten minutes a panel is shown as it was, without asking the app [messaging/work-objects-implementation].
What the app answers also becomes the card in the channel, for everybody: measured by others, and the
reason why nothing private may be in an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import NotPossible

Json = dict[str, Any]

FRESH = 600.0
"""Seconds for which a panel is shown without asking again."""


@dataclass(eq=False)
class Panel:
    """`entity`: what it shows; `error`: what it says instead; `sign_in`: where its prompt leads.

    `edit_error`: said over what was entered, which stays. `errors`: at fields, by key. `answers` counts
    what the app has answered. `comments` is None until they were shown.
    """

    id: str
    owner: str
    message: Message
    external_ref: Json
    url: str
    entity: Json | None = None
    error: Json | None = None
    sign_in: str = ""
    edit_error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    shown_at: float | None = None
    answers: int = 0
    is_open: bool = False
    comments: list[Json] | None = None
    comments_error: str = ""
    comments_sign_in: str = ""
    may_comment: bool = False
    cursor: str = ""

    @property
    def fields(self) -> dict[str, Json]:
        """Key → field, in the order in which they are shown."""
        if self.entity is None:
            return {}
        payload = self.entity["entity_payload"]
        found: dict[str, Json] = dict(payload.get("fields", {}))
        found |= {each["key"]: each for each in payload.get("custom_fields", [])}
        order = payload.get("display_order") or list(found)
        return {key: found[key] for key in order if key in found}

    @property
    def editable(self) -> dict[str, Json]:
        return {
            key: each for key, each in self.fields.items() if each.get("edit", {}).get("enabled")
        }

    @property
    def actions(self) -> list[Json]:
        """The buttons in its foot, then those of its menu."""
        payload = self.entity["entity_payload"] if self.entity else {}
        actions = payload.get("actions", {})
        return [*actions.get("primary_actions", []), *actions.get("overflow_actions", [])]

    def value(self, key: str) -> str:
        """What a person reads in a field."""
        return shown_value(self.fields[key])

    def outline(self) -> str:
        """The panel as a person reads it."""
        if self.sign_in:
            return f"[Sign in] {self.sign_in}"
        if self.error is not None:
            return f"{self.error.get('custom_title', '')}\n{self.error.get('custom_message', '')}".strip()
        if self.entity is None:
            return "(nothing yet)"
        title = self.entity["entity_payload"]["attributes"]["title"]["text"]
        lines = [
            f"{each.get('label', key)}: {shown_value(each)}" for key, each in self.fields.items()
        ]
        buttons = " ".join(f"[{each['text']}]" for each in self.actions)
        return "\n".join(
            [title, *([f"! {self.edit_error}"] if self.edit_error else []), *lines, buttons]
        )

    def wire(self) -> Json:
        """For a page that draws it."""
        names = ("id", "owner", "entity", "error", "sign_in", "edit_error", "errors", "is_open")
        shown = {name: getattr(self, name) for name in names}
        shown |= {"comments": self.comments, "comments_error": self.comments_error}
        shown |= {"may_comment": self.may_comment, "url": self.url, "answers": self.answers}
        return shown | {"channel": self.message.channel, "ts": self.message.ts}


class Panels:
    """Every panel that was ever opened. `clock`: UNIX seconds."""

    def __init__(self, clock: Callable[[], float], new_id: Callable[[str], str]) -> None:
        self._clock, self._new_id = clock, new_id
        self._panels: dict[tuple[str, str, str], Panel] = {}

    def of(self, owner: str, message: Message) -> Panel:
        """The person's panel over the object that the message shows. Raises `NotPossible`."""
        entity = entity_of(message)
        if entity is None:
            raise NotPossible("that message shows no work object to open")
        key = (owner, entity["external_ref"]["id"], message.ts)
        if key not in self._panels:
            made = Panel(self._new_id("V"), owner, message, entity["external_ref"], entity["url"])
            self._panels[key] = made
        return self._panels[key]

    def by_id(self, id_: str | None) -> Panel | None:
        return next((each for each in self._panels.values() if each.id == id_), None)

    def is_fresh(self, panel: Panel) -> bool:
        """Whether its client shows it without asking the app."""
        return panel.shown_at is not None and self._clock() - panel.shown_at < FRESH

    def all(self) -> list[Panel]:
        return list(self._panels.values())


def entity_of(message: Message) -> Json | None:
    """The first Work Object of a message: on it, or in the preview of a link."""
    previews = [each.entity for each in message.previews if each.entity is not None]
    return next(iter([*message.entities, *previews]), None)


def redraw(message: Message, entity: Json) -> None:
    """The card, or the preview, of everybody in the channel becomes this."""
    if message.entities:
        message.metadata = (message.metadata or {}) | {"entities": [entity]}
    for each in message.previews:
        if each.entity is not None and each.entity["external_ref"] == entity["external_ref"]:
            each.entity = entity | {"app_unfurl_url": each.url}


def shown_value(field_: Json) -> str:
    if "user" in field_:
        return str(field_["user"].get("text") or field_["user"].get("user_id"))
    return str(field_.get("value", ""))
