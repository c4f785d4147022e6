"""Redaction: reads of a job without their private fields, and foreign text without their values."""

import html
import re
from collections.abc import Iterable, Mapping
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
    """The text with … for every value, also where it was escaped, clipped or in other case."""
    for value in sorted(values, key=len, reverse=True):
        for form in dict.fromkeys((value, html.escape(value))):
            for length in range(min(len(form), len(text)), min(_CLIPPED, len(form)) - 1, -1):
                text = re.sub(re.escape(form[:length]), "…", text, flags=re.IGNORECASE)
    return text


def masked(job: Job) -> dict[str, Any]:
    """A read of a job as plain JSON for keeping, without its sensitive fields."""
    return job.model_dump(mode="json", exclude=set(SENSITIVE), exclude_defaults=True)
