"""The buttons of a job card, and the entries of its menu: see `bot.jobs.actions` for what they start."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Confirm:
    """What Slack asks before a press counts. `{job}` is reference and title, `{contractor}` whom PropOps tells."""

    title: str
    text: str
    yes: str


MOST_IN_MENU = 5


@dataclass(frozen=True)
class CardButton:
    """A button of a job card, or an entry of its overflow menu. Its listener is `card.{name}`.

    Slack takes at most `MOST_IN_MENU` entries, and asks once for a whole menu: only a button may
    confirm [reference/block-kit/block-elements/overflow-menu-element]. Raises ValueError otherwise.
    """

    label: str
    overflow: bool = False
    confirm: Confirm | None = None

    def __post_init__(self) -> None:
        if self.overflow and self.confirm is not None:
            raise ValueError(f"{self.label}: an entry of a menu can't confirm, a button can")


CARD_BUTTONS: Mapping[str, CardButton] = MappingProxyType(
    {
        "contractor": CardButton("Choose contractor"),
        "update": CardButton("Update"),
        "notify": CardButton(
            "Notify contractor",
            confirm=Confirm(
                "Notify contractor?", "PropOps will tell {contractor} about {job}.", "Notify"
            ),
        ),
        "restore": CardButton("Restore"),
        "show": CardButton("Show", overflow=True),
        "note": CardButton("Add note", overflow=True),
        "photos": CardButton("Add photos", overflow=True),
        "delete": CardButton("Delete", overflow=True),
        "open": CardButton("Open in PropOps", overflow=True),
    }
)
