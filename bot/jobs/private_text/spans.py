"""Spans of codes: brought into order and joined where only `and` or a comma parts them."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.jobs.private_text.line import Span

_MOST_BETWEEN = 40
"""Characters between two codes that are told as one."""


def inside(spans: Sequence[Span], at: int) -> bool:
    """Whether `at` is in one of these spans, which are in order."""
    n = bisect_right(spans, at, key=lambda span: span[0])
    return n > 0 and at < spans[n - 1][1]


def merged_spans(work: str, spans: Sequence[Span]) -> list[Span]:
    """In order; two that overlap, or have only `and` or a comma between them, are one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (
            start <= merged[-1][1]
            or (
                start - merged[-1][1] <= _MOST_BETWEEN
                and re.fullmatch(
                    r"[\s,;&/+-]*(?:and|then|or|also|&)?\s*",
                    work[merged[-1][1] : start],
                    re.IGNORECASE,
                )
                and "\n" not in work[merged[-1][1] : start]
            )
        ):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
