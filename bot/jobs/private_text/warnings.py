"""What looks private in a title or a description: pointed out, and moved to Access details if wanted."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.jobs.private_text.find import PrivateKind, PrivateSpan, find_private

_KINDS: dict[PrivateKind, tuple[str, str]] = {
    "code": ("a code", "codes"),
    "phone": ("a phone number", "phone numbers"),
    "email": ("an e-mail address", "e-mail addresses"),
    "bank": ("a bank or card number", "bank or card numbers"),
    "insurance": ("a National Insurance number", "National Insurance numbers"),
}
"""Of one, and of several."""
ASKED = ("job_title", "job_description")
"""The fields that everybody in a channel reads and that people write in."""
_MOST_READ = 5_000
"""Characters of a value that are looked at; a form takes 3,000."""
_MOST_NAMED, _MOST_WORDS = 3, 40
_LEADING = re.compile(
    r"(?:\b(?:please|pls|call|ring|text|phone|tel|mob|mobile|number|no|contact|e-?mail|write|reach|her|him|them|his|their|my"
    r"|the|tenant|tenants|landlord|neighbour|mr|mrs|ms|is|are|on|at|to|via|or|it's|code)\b[ :.']{1,2}){1,8}\Z",
    re.IGNORECASE,
)
"""Words that say whose it is, or what to do with it: `tenant is on 07700 900456`."""
_MOST_LEADING = 80


def new_private(text: str, before: str = "") -> list[PrivateSpan]:
    """What is private in `text` and was not in it `before`."""
    if text == before:
        return []
    found = find_private(text[:_MOST_READ])
    return [each for each in found if text[each.start : each.end] not in before]


def private_warnings(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """Field → a question about what is private in it; one more send keeps it there.

    Form values by field name. What a field had `before` is not asked about.
    """
    warnings = {}
    for name in ASKED:
        text = str(values.get(name) or "")
        if found := new_private(text, str(before.get(name) or "")):
            warnings[name] = (
                f"This looks like it has {kinds(found)} in it: {quoted(text, found)}. "
                f"Please move {them(found)} to Access details, or send again to keep {them(found)} here: "
                f"cards won't show {them(found)}."
            )
    return warnings


def kinds(found: Iterable[PrivateSpan]) -> str:
    """`a code, phone numbers and an e-mail address`."""
    there = Counter(each.kind for each in found)
    *first, last = [_KINDS[kind][there[kind] > 1] for kind in _KINDS if kind in there]
    return f"{', '.join(first)} and {last}" if first else last


def them(found: Sequence[PrivateSpan]) -> str:
    """How a sentence goes on about what was found."""
    return "it" if len(found) == 1 else "them"


def quoted(text: str, found: Iterable[PrivateSpan]) -> str:
    """The first of what was found, as it was typed: for the person who typed it, never for a channel."""
    words = [" ".join(text[each.start : each.end].split()) for each in found]
    short = [f"“{each[:_MOST_WORDS]}{'…' if len(each) > _MOST_WORDS else ''}”" for each in words]
    more = [f"{len(short) - _MOST_NAMED} more"] if len(short) > _MOST_NAMED else []
    return ", ".join([*short[:_MOST_NAMED], *more])


def moved(text: str, found: Iterable[PrivateSpan], access: str) -> tuple[str, str]:
    """The text without what was found, and Access details with it, a line each."""
    parts: list[str] = []
    lines = [access.rstrip()] if access.strip() else []
    at = 0
    for each in found:
        start = max(at, _begin(text, each.start))
        parts.append(text[at:start])
        lines.append(" ".join(text[start : each.end].split()))
        at = each.end
    rest = "".join([*parts, text[at:]])
    rest = re.sub(r"[ \t]+(?=[,;.!?\n]|$)", "", re.sub(r"[ \t]{2,}", " ", rest))
    rest = re.sub(r"(?:[,;] ?)+(?=[,;.])|(?<=[.;])[,;.]+", "", rest)
    return rest.lstrip(" \t\n,;.-").rstrip(" \t\n,;-"), "\n".join(lines)


def _begin(text: str, start: int) -> int:
    """Where the words that belong to what stands at `start` begin."""
    before = text[max(0, start - _MOST_LEADING) : start]
    match = _LEADING.search(before)
    return start - len(before) + match.start() if match else start
