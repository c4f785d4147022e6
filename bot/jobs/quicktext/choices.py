"""Which of the known choices a piece of text begins with."""

import re
from collections.abc import Mapping

from bot.jobs.fields import LookupName
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.buffer import CONSUMED

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
    tokens = list(re.finditer(rf"[^\s,{CONSUMED}]+", region))[:12]
    words = [fold(token[0]) for token in tokens]
    run = [part for word in words for part in word.split()]
    used, choices = index.longest(run)
    if used and len(choices) == 1 and _goes_on(region, tokens, used):
        return _length(tokens, used), choices[0], ""
    piece = re.split(rf"[,{CONSUMED}]", region, maxsplit=1)[0]
    for count in range(min(5, len(piece.split())), 0, -1):
        some = " ".join(piece.split()[:count])
        length = _end_of(piece, count)
        if not _goes_on(region, tokens, sum(len(w.split()) for w in words[:count])):
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


def _end_of(piece: str, count: int) -> int:
    return list(re.finditer(r"\S+", piece))[count - 1].end()


def _length(tokens: list[re.Match[str]], used: int) -> int:
    for token in tokens:
        used -= len(fold(token[0]).split())
        if used <= 0:
            return token.end()
    return tokens[-1].end()


def _goes_on(region: str, tokens: list[re.Match[str]], used: int) -> bool:
    """Whether the name can end after `used` words: `Ace` of `Ace tomorrow` yes, of `Ace Plumbing` no."""
    rest = region[_length(tokens, used) :]
    return bool(_MAY_FOLLOW.match(rest))


_MAY_FOLLOW = re.compile(
    rf"\s*(?:$|[,;\n{CONSUMED}.)£(]|(?:at|on|for|with|from|by|to|and|next|this|in|tomorrow|today|tonight|asap"
    r"|high|urgent|low|normal|medium|start\w*|ends?|budget|priority|status|please|will|\d|mon|tue|wed|thu"
    r"|fri|sat|sun|not|is|has|no)\w*\b)",
    re.IGNORECASE,
)
