"""What of a typed line its command has no use for: nobody is left to believe that it counted."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.jobs import references
from bot.jobs.actions import SUBCOMMANDS

_ANYTHING = re.compile(r".*", re.DOTALL)
_NOTHING = re.compile(r"(?!)")
EVERYBODYS = re.compile(r"\b(?:all|every(?:body|one)(?:['’]?s)?)(?!\w)", re.IGNORECASE)
OWN = re.compile(r"\b(?:mine|my)\b", re.IGNORECASE)
MENTION = re.compile(r"\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*")
UNDERSTOOD: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        **dict.fromkeys(("new", "update", "find", "note", "delete"), _ANYTHING),
        **dict.fromkeys(("open", "mine"), _ANYTHING),  # they say themselves what names nothing
        **dict.fromkeys(("show", "history", "restore", "files", "photos", "notify"), _NOTHING),
        **dict.fromkeys(("settings", "follow", "unlink", "whoami", "help"), _NOTHING),
        "board": re.compile(f"{EVERYBODYS.pattern}|{OWN.pattern}", re.IGNORECASE),
        "link": MENTION,
    }
)
"""Sub-command → what it understands after its name, or after the reference that it takes."""
TAKES_A_JOB_ALONE = frozenset(
    name for name, each in UNDERSTOOD.items() if each is _NOTHING and SUBCOMMANDS[name].needs_ref
)
_COURTESY = re.compile(
    r"(?:(?:a|again|are|bot|can|cheers|do|doing|for|going|here|hi|hey|i|is|it|job|jobs|list|me|my|now|of|ok|on|please|pls|plz|that|thanks|"
    r"thank|the|there|this|thx|to|ty|you)\b|[\s.,:;!?'\"“”‘’…-])+",
    re.IGNORECASE,
)
"""Words around a command that ask for nothing."""


def unused(command: str, typed: str) -> str:
    """The words of `typed` that `command` leaves alone, as they were typed; empty for none.

    Of a command about a job also empty where no job is named: what is told of that repeats the line.
    """
    rest = typed
    if SUBCOMMANDS[command].needs_ref:
        reference, rest = references.split(typed)
        if not reference.is_likely:
            return ""
    left = UNDERSTOOD[command].sub(" ", rest)
    return "" if _COURTESY.fullmatch(left) or not left.strip() else left.strip()
