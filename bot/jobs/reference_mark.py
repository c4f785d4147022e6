"""The reference mark: `Slack ref S-…`, the change id a created job carries in its description.

It stands on the last line, however PropOps's editor has dressed it. The mark is what a create is
recognised by after its answer was lost, so neither its words nor the form of the id may change.
"""

import html
import re

from bot.jobs.rich_text import is_html

_GAP = r"(?:\s|&nbsp;|&#160;|&#xa0;)"
_REF = r"S-[A-Z2-7]{12}"
_TAIL = 500
_MOST_MARKS = 20
_MARK_LINE = re.compile(
    rf"(?:{_GAP}|<(?:p|div|span|br)\b[^<>]*>)*Slack{_GAP}+ref{_GAP}+{_REF}"
    rf"(?:{_GAP}|</?(?:p|div|span|br)\b[^<>]*>)*$",
    re.IGNORECASE,
)
_PAIRED = re.compile(r"<(?P<close>/)?(?:p|div|span)\b[^<>]*>", re.IGNORECASE)


def mark(description: str, ref: str) -> str:
    """The description with `Slack ref S-…` as its last line, replacing any earlier mark."""
    bare = unmark(description)
    line = f"Slack ref {ref}"
    if is_html(bare):
        return f"{bare}<p>{line}</p>"
    return f"{bare}\n\n{line}" if bare else line


def unmark(description: str) -> str:
    """The description without the marks on its last lines (at most 20); otherwise as it came."""
    bare = description
    for _ in range(_MOST_MARKS):
        line = _MARK_LINE.search(bare, max(0, len(bare) - _TAIL))
        if line is None:
            break
        bare = bare[: line.start()] + _unopened(line[0])
    return bare


def _unopened(html_: str) -> str:
    """The closing tags of a piece of HTML that it does not open itself."""
    depth, closing = 0, ""
    for tag in _PAIRED.finditer(html_):
        if tag["close"] is None:
            depth += 1
        elif depth:
            depth -= 1
        else:
            closing += tag[0]
    return closing


def mark_of(description: str) -> str | None:
    """The change id in the mark on the last line; None without a mark."""
    if unmark(description) == description:
        return None
    refs = re.findall(_REF, html.unescape(description))
    return refs[-1] if refs else None
