"""What the form of a new job begins with because its channel wants it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.concurrency import side_by_side
from bot.jobs.channel_settings import DEFAULTS, ChannelSettings
from bot.jobs.forms import FIELDS, ID_FIELDS
from bot.jobs.model import Choice
from bot.jobs.ports import Lookups
from bot.jobs.quicktext.notes import Note


@dataclass(frozen=True)
class ChannelDefaults:
    """Form values by field, and notes about those that the member's PropOps does not have.

    `last_used`: what the last job raised in the channel has, where nothing is set for it.
    """

    last_used: Mapping[str, Choice] = field(default_factory=dict)
    values: Mapping[str, Choice] = field(default_factory=dict)
    notes: Sequence[str] = ()


async def channel_defaults(
    lookups: Lookups,
    settings: ChannelSettings,
    values: Mapping[str, Any],
    notes: Sequence[str],
    last: Mapping[str, Any] = MappingProxyType({}),
) -> ChannelDefaults:
    """`values`, `notes`: what was typed; a field of which something was said keeps to that. `last`: fields of
    the last job that was raised there.

    The names are those that the member may see: a default that they can't is left out, and said.
    """
    said = {each.field for each in notes if isinstance(each, Note)} | values.keys()
    ids = {name: getattr(settings, name) for name in DEFAULTS if name not in said}
    wanted = {name: id_ for name, id_ in ids.items() if id_ is not None}
    names = await _names(lookups, wanted)
    used = {
        name: last[name]
        for name in DEFAULTS
        if name not in said | wanted.keys() and isinstance(last.get(name), int)
    }
    called_now = zip(used.items(), await _names(lookups, used), strict=True)
    last_used = {name: Choice(id_, called) for (name, id_), called in called_now if called}
    found: dict[str, Choice] = {}
    missing: list[str] = []
    for (name, id_), called in zip(wanted.items(), names, strict=True):
        if called:
            found[name] = Choice(id_, called)
        else:
            words = f"This channel's usual {FIELDS[name].label.lower()} isn't in your PropOps any more, "
            missing.append(f"{words}so it is left out. /job settings changes it.")
    return ChannelDefaults(last_used, found, missing)


async def _names(lookups: Lookups, ids: Mapping[str, int]) -> Sequence[str | None]:
    """What the member's PropOps calls them."""
    return await side_by_side(*(lookups.name(ID_FIELDS[name], id_) for name, id_ in ids.items()))
