"""Redaction: reads of a job without their private fields, and foreign text without their values."""

import html
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job

_SHORTEST, _CLIPPED = 3, 6
"""The least characters of a value to redact, and of a clipped beginning of one."""


def private_values(*fields: Mapping[str, Any]) -> set[str]:
    """The private texts among these wire values, and each of their lines."""
    texts: set[str] = set()
    for each in fields:
        for name in SENSITIVE & each.keys():
            text = str(each[name] or "").strip()
            texts |= {text, *(line.strip() for line in text.splitlines())}
    return {text for text in texts if len(text) >= _SHORTEST}


def redact(text: str, values: Iterable[str]) -> str:
    """The text with … for every value, also where it was escaped, clipped or in other case.

    Time goes with the length of the text, for each value.
    """
    folded = _folded(text)
    covered = bytearray(len(text))
    for value in values:
        for form in dict.fromkeys((value, html.escape(value))):
            _cover(covered, folded, _folded(form[: len(text)]), min(_CLIPPED, len(form)))
    parts: list[str] = []
    for is_private, run in groupby(zip(text, covered, strict=True), itemgetter(1)):
        parts.append("…" if is_private else "".join(each for each, _ in run))
    return "".join(parts)


def _cover(covered: bytearray, text: str, form: str, least: int) -> None:
    """Marks all of `text` that is `form`, or a beginning of it of at least `least` characters.

    `lengths[n]`: how much of `form` stands at `n` (the Z-algorithm: no character is compared twice).
    """
    if form[:least] not in text or len(form) < least:
        return
    joined = [*form, None, *text]
    lengths = [0] * len(joined)
    begin = end = marked = 0
    for n in range(1, len(joined)):
        length = min(end - n, lengths[n - begin]) if n < end else 0
        while n + length < len(joined) and joined[length] == joined[n + length]:
            length += 1
        lengths[n] = length
        if n + length > end:
            begin, end = n, n + length
        at = n - len(form) - 1
        if at >= 0 and length >= least:
            marked = max(marked, at)
            covered[marked : at + length] = b"\1" * (at + length - marked)
            marked = max(marked, at + length)


def _folded(text: str) -> str:
    """Without capitals, character for character."""
    return "".join(low if len(low := each.lower()) == 1 else each for each in text)


def masked(job: Job) -> dict[str, Any]:
    """A read of a job as plain JSON for keeping, without its sensitive fields."""
    return job.model_dump(mode="json", exclude=set(SENSITIVE), exclude_defaults=True)
