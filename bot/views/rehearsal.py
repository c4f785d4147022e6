"""What a rehearsal posts: a message that asks for five presses, and the form behind one of them."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from bot.jobs.shortcuts import NOTE, SHORTCUTS
from bot.views import blocks, elements
from bot.views.blocks import Message, Option, View

BUTTON, OPEN, SEND, SEARCH = (
    "rehearsal.button",
    "rehearsal.open",
    "rehearsal.send",
    "rehearsal.search",
)
"""Action ids, and for `SEND` the callback id of the form. None of them changes."""
MARK = "rehearsal"
"""The block id by which the message is known again when its menu is used."""
PRESSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "button": ("buttons", "press *It works*"),
        "form": ("forms and search", "press *Open a form*, choose something, press Send"),
        "command": ("/job", "type `/job help` in this channel"),
        "menu": (
            "message shortcuts",
            f"in the menu (⋮) of this message choose *{SHORTCUTS[NOTE].name}*",
        ),
        "home": ("Home tab", "open my Home tab: press my name, then Home"),
    }
)
"""Press → the feature it proves, and what to do, as ready mrkdwn."""


def asking(heard: Collection[str] = ()) -> Message:
    """Asks for the presses that have not come yet."""
    lines = [f"{'✅' if name in heard else '▫️'} {todo}" for name, (_, todo) in PRESSES.items()]
    first = "*A rehearsal.* Does everything reach me that Slack sends? Please, in any order:"
    if len(heard) >= len(PRESSES):
        first = "*A rehearsal.* Everything reached me, thank you. This message goes now."
    buttons = [
        blocks.button("It works", BUTTON, value="1", style="primary"),
        blocks.button("Open a form", OPEN, value="1"),
    ]
    body = [
        blocks.section(first, block_id=MARK),
        *blocks.sections(lines),
        blocks.actions(buttons),
    ]
    return blocks.message("\n".join([first, *lines]), body)


def form() -> View:
    """One search field, which must be filled in."""
    field = elements.labelled(
        SEARCH,
        "Choose anything",
        elements.search_select(SEARCH, letters=0, placeholder=blocks.plain("Type a letter", 150)),
    )
    return blocks.modal("Rehearsal", [field], callback_id=SEND, submit="Send", close="Cancel")


def offered() -> list[Option]:
    """What the search field offers."""
    return [blocks.option("works", "The search works")]


def heard() -> Message:
    """The answer to a press that shows nothing by itself."""
    words = "✅ That reached me. Please go on with the next one."
    return blocks.message(words, [blocks.section(words)])


def shown(feature: str) -> Message:
    """Stands over an example of a card, which nobody is to press."""
    words = f"A rehearsal: this is how {blocks.escape(feature)} looks. It goes in a moment; please don't press it."
    return blocks.message(words, [blocks.context(words)])
