"""What `should_escape` makes of a typed command [interactivity/implementing-slash-commands]."""

import re
from collections.abc import Iterable

from bot.sandbox.slack.world import Channel, Person

_LINK = re.compile(r"https?://[^\s<>|]+")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def escaped(text: str, people: Iterable[Person], channels: Iterable[Channel]) -> str:
    """Entities; links in `<>`; names of people and channels turned into ids.

    The name of a private channel is left out.
    """
    handles = {each.handle: f"<@{each.id}|{each.handle}>" for each in people}
    places = {
        each.name: f"<#{each.id}|{each.name if each.kind == 'public' else ''}>"
        for each in channels
        if each.kind not in {"im", "mpim"}
    }
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LINK.sub(lambda found: f"<{found[0]}>", text)
    text = _EMAIL.sub(lambda found: f"<mailto:{found[0]}|{found[0]}>", text)
    text = re.sub(r"(?<![\w.@|:])@([\w.-]*\w)", lambda at: handles.get(at[1], at[0]), text)
    return re.sub(r"(?<![\w&/])#([\w-]+)", lambda at: places.get(at[1], at[0]), text)
