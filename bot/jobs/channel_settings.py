"""What the people of a channel have set for it: how much it hears, its cards' buttons, its defaults."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, Self

from bot.jobs.working_time import QuietHours, quiet_hours

BUTTONS: Mapping[str, str] = MappingProxyType(
    {
        "notify": "Notify contractor",
        "restore": "Restore",
        "update": "Update",
        "note": "Add note",
        "photos": "Add photos",
        "show": "Show",
    }
)
"""What may be a button of a card, and what it says; *Choose contractor* comes by itself."""
HOW_MANY = 2
DEFAULTS = ("job_type_id", "agent_id")
"""The fields of a new job that a channel may have a default for."""


@dataclass(frozen=True)
class ChannelSettings:
    """`buttons`: two of `BUTTONS`, or none: the usual ones. `quiet`: as NOTIFY_QUIET_HOURS is written,
    empty: those of the setting. The ids are PropOps's: their names are looked up as each member.
    """

    status_to_channel: bool = True
    notes_in_threads: bool = True
    buttons: tuple[str, ...] = ()
    quiet: str = ""
    job_type_id: int | None = None
    agent_id: int | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As `written` wrote it. What an earlier or later release would not understand is left out."""
        plain = cls()
        known = {name: value for name, value in stored.items() if hasattr(plain, name)}
        buttons = [each for each in known.pop("buttons", ()) if each in BUTTONS]
        for name in DEFAULTS:
            if not isinstance(known.get(name), int):
                known.pop(name, None)
        made = replace(plain, **known)
        return replace(made, buttons=tuple(buttons) if len(buttons) == HOW_MANY else ())

    def written(self) -> dict[str, Any]:
        return asdict(self) | {"buttons": list(self.buttons)}

    @property
    def is_usual(self) -> bool:
        """Whether nothing is set."""
        return self == type(self)()

    def quiet_hours(self, usual: QuietHours) -> QuietHours:
        """When telling a contractor from this channel asks first."""
        return read_quiet(self.quiet, usual.zone) if self.quiet else usual


USUAL = ChannelSettings()


def read_quiet(text: str, zone: tzinfo) -> QuietHours:
    """Raises ValueError, with words that say how it is written."""
    return quiet_hours(text, zone)


NAMES: Mapping[str, str] = MappingProxyType(
    {
        "status_to_channel": "a new status",
        "notes_in_threads": "case notes",
        "buttons": "two buttons on cards",
        "quiet": "quiet hours",
        "job_type_id": "the type of new jobs",
        "agent_id": "the agent of new jobs",
    }
)
"""What each setting is called within a sentence."""


def put_back(before: ChannelSettings, after: ChannelSettings) -> Sequence[str]:
    """The names of what was set and is as usual again, within a sentence."""
    was, now, usual = before.written(), after.written(), USUAL.written()
    return [NAMES[name] for name in was if now[name] == usual[name] != was[name]]


def changed(before: ChannelSettings, after: ChannelSettings) -> Sequence[str]:
    """The names of what is set another way."""
    was, now = before.written(), after.written()
    return [name for name in was if was[name] != now[name]]
