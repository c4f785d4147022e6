"""Which of the known choices a piece of text begins with."""

import re
from collections.abc import Mapping

from bot.jobs.fields import LookupName
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.name_words import words_of

PLURAL: Mapping[LookupName, str] = {
    "priorities": "priorities", "statuses": "statuses", "job_types": "job types",
    "time_ranges": "times", "addresses": "addresses", "agents": "agents",
    "contractors": "contractors", "tenants": "tenants",
}  # fmt: skip


def several(choices: list[Choice], what: str, words: str) -> str:
    count = f"{len(choices)}" if len(choices) <= 100 else "More than 100"
    return f"{count} {what} match “{words.strip()}”: please choose one."


def choose(region: str, index: NameIndex, plural: str) -> tuple[int, Choice | None, str]:
    """The choice that a text begins with: its length there, the choice, and a note to show either way."""
    words = words_of(region.partition(CONSUMED)[0])[:12]
    used, choices = index.longest([word.fold for word in words])
    if used and len(choices) == 1 and _may_follow(region[words[used - 1].end :]):
        return words[used - 1].end, choices[0], ""
    comma = region.find(",")
    in_piece = [word for word in words[:5] if comma < 0 or word.end <= comma]
    for length in (word.end for word in reversed(in_piece)):
        some = region[in_piece[0].start : length]
        if not _may_follow(region[length:]):
            continue
        hits = index.find(some, 101)
        if len(hits) == 1:
            return length, hits[0], f"“{some}” was read as {hits[0].name}."
        same = [hit for hit in hits if fold(hit.name) == fold(some)]
        if len(same) == 1:
            return length, same[0], ""
        if hits:
            return 0, None, several(hits, plural, some)
    return 0, None, ""


def _may_follow(rest: str) -> bool:
    """Whether a name can end before `rest`: `Ace` of `Ace tomorrow` yes, of `Ace Plumbing` no."""
    return bool(_MAY_FOLLOW.match(rest))


_MAY_FOLLOW = re.compile(
    rf"\s*(?:$|[,;\n{CONSUMED}.)£(/:+&|*>-]|(?:at|on|for|with|from|by|to|and|next|this|in|tomorrow|today|tonight|asap"
    r"|high|urgent|low|normal|medium|start\w*|ends?|budget|priority|status|please|will|\d|mon|tue|wed|thu"
    r"|fri|sat|sun|not|is|has|no)\w*\b)",
    re.IGNORECASE,
)
