"""Where `field:` stands in quick text, and which field it means; a slip in the name is forgiven."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.name_index import fold
from bot.jobs.private_text.vocabulary import LEADING
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.spelling import nearest


def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, entry in FIELDS.items():
        label = re.sub(r" \([^)]*\)$", "", entry.label)
        for word in (name, name.replace("_", " "), label, fold(label), *entry.aliases):
            table.setdefault(word.casefold(), name)
    return table


NAMES: Mapping[str, str] = _names()
"""What people write before a colon → the field."""


@dataclass(frozen=True)
class Label:
    """A name before a colon, as typed; its value may stand from `begin` up to `end`."""

    start: int
    begin: int
    end: int
    field: str
    typed: str


_COLON = re.compile(r"(?: ?\(? ?[£%] ?\)?)? ?[:=](?!//)(?:[*_]{1,2}(?= ))? *")
"""With the unit that labels have on the screen: `Total budget (£):`."""
_DASH = re.compile(
    rf"(?:^|(?<=[,;\n{CONSUMED}]))[ \t]*(?P<name>[A-Za-z][\w'-]*(?: [A-Za-z][\w'-]*){{0,2}}?)[ \t]+[-–—][ \t]+(?=\S)"
)
_FORMER = re.compile(r"\b(?:old|prev(?:ious)?|former|ex|last|original)[ -]$", re.IGNORECASE)
_NEWER = re.compile(r"\b(?:new|current|now) $", re.IGNORECASE)
"""Before a label: `old contractor: Bob Jones, new contractor: Ace Gas`."""
_SMALL = frozenset({"at", "on", "by", "when", "until"})
"""Names of fields that are small words as well."""
_AT_A_START = frozenset({"due"})
"""Names that are one only where a piece begins: not of `rent due:`."""
_NO_SLIP = frozenset({"prob", "probs"})
"""Short words that are nearly a field's name and no slip: what is wrong is no property."""
_TOLD = re.compile(r"\b\w{2,}(?:ed|en|sent|made|done) $", re.IGNORECASE)
"""Before a small word, what makes it part of a label that is no field: `reported on:`."""
_WHICH_TIME = re.compile(r"\b(?:this|last|next|first|second|each|every|any|same) $", re.IGNORECASE)
"""Before `time`, what makes it no time of day: `contractor last time = Bob Jones`."""
_NEXT_LINE = re.compile(r"[ \t*_]*\n[ \t]*(?P<bullet>[-*•·>][ \t]+(?=\S))?")
_BULLET = re.compile(rf"\n[ \t]*[-*•·>][ \t]+[^\n;{CONSUMED}]+")
_NUMBER = re.compile(r"\n[ \t]*[#*]?[a-z]?\d[\d #*]{3,7}[a-z]?(?=[ \t]*(?:\n|$))", re.IGNORECASE)
"""A line that is a code and nothing else."""


def find_labels(work: str) -> list[Label]:
    """Every label of the text; the value of one ends at the next label, at a `;` or the line end.

    A label alone on its line has the next line for its value; one without any value is no label.
    """
    places: list[tuple[int, int, str, str]] = []
    for colon in _COLON.finditer(work):
        before = work[: colon.start()]
        if re.search(r"\d$", before) and re.match(r"\d", work[colon.end() :]):
            continue  # a time of day
        if named := _name_before(before):
            start, name, typed = named
            if _FORMER.search(before[:start]):
                continue
            start -= len(newer[0]) if (newer := _NEWER.search(before[:start])) else 0
            if name == "access_details":
                start = _first_leading(before, start)
                typed = before[start:]
            start -= len(before[:start]) - len(before[:start].rstrip("*_"))
            places.append((start, colon.end(), name, typed))
    places = sorted({*places, *_dashed(work)})
    limits = [*(start for start, *_ in places[1:]), len(work)]
    labels: list[Label] = []
    for (start, begin, name, typed), limit in zip(places, limits, strict=False):
        value = _value(work, (start, begin, limit), name)
        if work[slice(*value)].strip(" \t\n*_"):
            labels.append(Label(start, *value, name, typed))
    return labels


def _dashed(work: str) -> list[tuple[int, int, str, str]]:
    """`Contractor - Ace Gas, Start - 16/06`: names before dashes, where there are several of them."""
    found = [
        (match.start("name"), match.end(), NAMES[name], match["name"])
        for match in _DASH.finditer(work)
        if (name := " ".join(match["name"].casefold().split())) in NAMES and name not in _SMALL
    ]
    return found if len(found) > 1 else []


def _first_leading(before: str, start: int) -> int:
    """Where the words begin that go with a label: `front door` of `front door key safe:`, `no` of `no access:`."""
    while word := re.search(r"([\w'-]+) $", before[max(0, start - 30) : start]):
        if word[1].casefold() not in LEADING | {"no"}:
            break
        start -= len(word[0])
    return start


def _value(work: str, places: tuple[int, int, int], name: str) -> tuple[int, int]:
    """Where the value stands of the label at `places`: its start, its end, the next label."""
    start, begin, limit = places
    more = [_NUMBER] if name == "access_details" else []
    alone = not work[work.rfind("\n", 0, start) + 1 : start].strip(" \t*_->•·")
    if (alone or name in SENSITIVE) and (below := _NEXT_LINE.match(work, begin, limit)):
        begin = below.end()
        if more and below["bullet"]:
            more.append(_BULLET)
    stop = re.search(r"[;\n]", work[begin:limit])
    end = begin + stop.start() if stop else limit
    while line := next((m for each in more if (m := each.match(work, end, limit))), None):
        end = line.end()
    return begin, max(begin, end)


def _name_before(before: str) -> tuple[int, str, str] | None:
    """The longest known name that ends here; a slip is forgiven where a new piece starts."""
    words = list(re.finditer(r"[A-Za-z][\w'-]*", before[-60:]))
    offset = len(before) - len(before[-60:])
    for count in (3, 2, 1):
        if len(words) < count:
            continue
        start = offset + words[-count].start()
        typed = before[start:]
        name = NAMES.get(" ".join(typed.casefold().split()))
        if name and typed.casefold() in _SMALL and _TOLD.search(before[:start]):
            return None
        if name == "time_range_id" and _WHICH_TIME.search(before[:start]):
            return None
        if name and not (typed.casefold() in _AT_A_START and re.search(r"\w[ -]$", before[:start])):
            return start, name, typed
    piece = re.search(rf"(?:^|[,;\n{CONSUMED}])\s*([A-Za-z][\w' -]{{3,24}})$", before)
    if piece and len(piece[1].split()) <= 3 and piece[1].casefold() not in _NO_SLIP:
        near = nearest(piece[1], NAMES, within=1 if len(piece[1]) < 9 else 2)
        if near and near[0] == piece[1][0].casefold():
            return piece.start(1), NAMES[near], piece[1]
    return None
