"""Finding what a person presses: a button by its label, an overflow option by its text."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.outline import readable
from bot.sandbox.slack.blocks import placed
from bot.sandbox.slack.refusals import NotPossible

Json = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """A button, or an option of an overflow, in its block."""

    block: Json
    element: Json
    label: str
    option: Json | None = None

    def action(self) -> Json:
        """The entry of `actions` in the payload, but for its time stamp."""
        body: Json = {
            "type": self.element["type"],
            "action_id": self.element["action_id"],
            "block_id": self.block["block_id"],
        }
        if self.option is not None:
            body["selected_option"] = self.option
        else:
            body["text"] = self.element["text"]
            body |= {
                key: self.element[key] for key in ("value", "style", "url") if key in self.element
            }
        if "confirm" in self.element:
            body["confirm"] = self.element["confirm"]
        return body

    def question(self) -> str | None:
        """What the client asks before it sends the press."""
        if "confirm" not in self.element:
            return None
        asks = self.element["confirm"]
        text = asks["text"]
        said = text["text"] if text["type"] == "plain_text" else readable(text["text"])
        title, yes, no = (asks[key]["text"] for key in ("title", "confirm", "deny"))
        return f"{title}\n{said}\n[{no}] [{yes}]"


def targets(blocks: list[Json]) -> list[Target]:
    """All that can be pressed, in reading order."""
    found: list[Target] = []
    for block, element in placed(blocks):
        if element["type"] in {"button", "icon_button"}:
            found.append(Target(block, element, element["text"]["text"]))
        elif element["type"] == "overflow":
            found += [
                Target(block, element, option["text"]["text"], option)
                for option in element["options"]
            ]
    return found


def find_target(blocks: list[Json], label: str, nth: int | None = None) -> Target:
    """The one with this label, or the only one whose label has it in it.

    `nth` (from 0) chooses among equals. Raises `NotPossible`, naming what there is.
    """
    there = targets(blocks)
    alike = [each for each in there if each.label == label]
    alike = alike or [each for each in there if label.casefold() in each.label.casefold()]
    shown = ", ".join(f"[{each.label}]" for each in there) or "nothing"
    if not alike:
        raise NotPossible(f"there is no [{label}] to press; there: {shown}")
    if nth is not None and nth < len(alike):
        return alike[nth]
    if len(alike) > 1:
        raise NotPossible(f"[{label}] is there {len(alike)} times; there: {shown}")
    return alike[0]
