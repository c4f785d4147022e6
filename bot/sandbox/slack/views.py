"""A view a member has open, or their Home: what the bot sent, and what is filled in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.outline import outline_view
from bot.sandbox.slack.answers import State, entry, fresh, held
from bot.sandbox.slack.blocks import placed, settled
from bot.sandbox.slack.refusals import NotPossible

Json = dict[str, Any]


@dataclass(eq=False)
class View:
    """One view. Live: what the bot updates and what a member enters show at once.

    `errors` are those of the last refused submission, by block_id. `is_open` turns false when it
    is closed by the member or by an answer of the bot.
    """

    id: str
    owner: str
    source: Json
    hash: str = ""
    root_id: str = ""
    previous_id: str | None = None
    state: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    is_open: bool = True
    sending: bool = False
    ids: dict[str, str] = field(default_factory=dict, repr=False)  # team, app and bot

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.source["blocks"]
        return blocks

    @property
    def title(self) -> str:
        return str(self.source.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.source.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.source.get("private_metadata", ""))

    def block(self, block_id: str) -> Json:
        """The block of that id. Raises `NotPossible`, naming those that are there."""
        for block in self.blocks:
            if block["block_id"] == block_id:
                return block
        there = ", ".join(block["block_id"] for block in self.blocks)
        raise NotPossible(f"no block {block_id!r} in {self.title!r}; there: {there}")

    def has(self, block_id: str) -> bool:
        return any(block["block_id"] == block_id for block in self.blocks)

    def element(self, block_id: str) -> Json:
        """The one element of a block that a person can fill in."""
        for block, element in placed([self.block(block_id)]):
            if element["action_id"] in self.state.get(block["block_id"], {}):
                return element
        raise NotPossible(f"there is nothing to fill in in block {block_id!r}")

    def put(self, block_id: str, value: Any) -> None:
        """Hold this in the one element of the block; nobody is told."""
        element = self.element(block_id)
        self.state[block_id][element["action_id"]] = entry(element, value)

    def value(self, block_id: str) -> Any:
        """What is filled in now: text, date or id; of an option its value; lists of those.

        Nothing is `None`, or an empty list.
        """
        element = self.element(block_id)
        value = held(element, self.state[block_id][element["action_id"]])
        if isinstance(value, list):
            return [_plain(each) for each in value]
        return _plain(value)

    def outline(self) -> str:
        """The view as a person reads it, with what is filled in and what is wrong."""
        return outline_view(self)

    def draw(self, source: Json, new_hash: str, new_id: Callable[[], str]) -> None:
        """Show another content; entries of inputs that stay are kept [surfaces/modals]."""
        self.source = {**source, "blocks": settled(source["blocks"], new_id)}
        self.state = fresh(self.blocks, self.state)
        self.errors = {}
        self.hash = new_hash

    def wire(self) -> Json:
        """The view object of interactions and of the views methods."""
        source = self.source
        view: Json = {
            "id": self.id,
            "team_id": self.ids["team"],
            "type": source["type"],
            "blocks": self.blocks,
            "private_metadata": self.private_metadata,
            "callback_id": self.callback_id,
            "state": {"values": self.state},
            "hash": self.hash,
            "title": source.get("title"),
            "clear_on_close": source.get("clear_on_close", False),
            "notify_on_close": source.get("notify_on_close", False),
            "close": source.get("close"),
            "submit": source.get("submit"),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": self.ids["app"],
            "external_id": source.get("external_id", ""),
            "app_installed_team_id": self.ids["team"],
            "bot_id": self.ids["bot"],
        }
        if source["type"] == "home":
            view["title"] = {"type": "plain_text", "text": "View Title", "emoji": True}
        return view


def _plain(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) and "value" in value else value
