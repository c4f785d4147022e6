"""What was found, in words, and how it is moved to Access details."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.jobs.private_text.find import PrivateKind, PrivateSpan

_KINDS: dict[PrivateKind, tuple[str, str]] = {
    "code": ("a code", "codes"),
    "phone": ("a phone number", "phone numbers"),
    "email": ("an e-mail address", "e-mail addresses"),
    "bank": ("a bank or card number", "bank or card numbers"),
    "number": ("a number", "numbers"),
    "place": ("the place of a key", "places of keys"),
    "insurance": ("a National Insurance number", "National Insurance numbers"),
}
"""Of one, and of several."""
_MOST_NAMED, _MOST_WORDS = 3, 40
_LEADING = re.compile(
    r"(?:\b(?:please|pls|call|ring|text|phone|tel|mob|mobile|number|no|contact|e-?mail|write|reach|her|him|them|his|their|my"
    r"|the|tenant|tenants|landlord|neighbour|mr|mrs|ms|is|are|on|at|to|via|or|it's|code)\b[ :.']{1,2}){1,8}\Z",
    re.IGNORECASE,
)
"""Words that say whose it is, or what to do with it: `tenant is on 07700 900456`."""
_MOST_LEADING = 80
_MOST_AROUND = 60
_LEFT_OVER = " \t,;.•-"
"""What means nothing at the beginning of a line; but for the full stop, neither at its end."""
_MARKS = re.compile(r"[,;.]+|(?=[!?])")
_CLAUSE_END = re.compile(r"[,;\n]|[.!?](?:\s|$)")


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
    """The text without what was found, and Access details with it, a line each.

    Of a number that may open something the words around it stay, and stand in Access details too.
    """
    rest, at, begun = "", 0, False
    lines = [access.rstrip()] if access.strip() else []
    for each in found:
        start = max(at, _begin(text, each.start))
        rest = _joined(rest, text[at:start]) if begun else text[at:start]
        line = " ".join(text[start : each.end].split())
        if each.kind == "number" and (line := _clause(text, each)) in lines:
            line = ""
        lines += [line] if line else []
        at, begun = each.end, True
    rest = (_joined(rest, text[at:]) if begun else text).strip()
    return rest if re.search(r"\w", rest) else "", "\n".join(lines)


def _joined(left: str, right: str) -> str:
    """What stood on both sides of something that was taken out: with one space or one mark between, the rest as it was."""
    ends, begins = left.rstrip(" \t"), right.lstrip(" \t")
    if not ends or ends.endswith("\n"):
        return ends + begins.lstrip(_LEFT_OVER)
    if not begins or begins.startswith("\n"):
        return ends.rstrip(_LEFT_OVER.replace(".", "")) + begins
    if marks := _MARKS.match(begins):
        ends = ends.rstrip(" \t,;")
        return ends + (begins[marks.end() :] if ends.endswith(".") else begins)
    return f"{ends} {begins}" if (ends, begins) != (left, right) else ends + begins


def _clause(text: str, number: PrivateSpan) -> str:
    """The words around a number, which say what it may open."""
    before = text[max(0, number.start - _MOST_AROUND) : number.start]
    after = text[number.end : number.end + _MOST_AROUND]
    words = re.split(_CLAUSE_END, before)[-1] + text[number.start : number.end]
    return " ".join((words + re.split(_CLAUSE_END, after)[0]).split())


def _begin(text: str, start: int) -> int:
    """Where the words that belong to what stands at `start` begin."""
    before = text[max(0, start - _MOST_LEADING) : start]
    match = _LEADING.search(before)
    return start - len(before) + match.start() if match else start
