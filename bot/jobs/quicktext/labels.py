"""Where `field:` stands in quick text, and which field it means; a slip in the name is forgiven."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.jobs.forms import FIELDS
from bot.jobs.name_index import fold
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


def find_labels(work: str) -> list[Label]:
    """Every label of the text; the value of one ends at the next label, at a `;` or the line end."""
    places: list[tuple[int, int, str, str]] = []
    for colon in _COLON.finditer(work):
        before = work[: colon.start()]
        if re.search(r"\d$", before) and re.match(r"\d", work[colon.end() :]):
            continue  # a time of day
        if named := _name_before(before):
            start, name, typed = named
            start -= len(before[:start]) - len(before[:start].rstrip("*_"))
            places.append((start, colon.end(), name, typed))
    limits = [*(start for start, *_ in places[1:]), len(work)]
    labels: list[Label] = []
    for (start, begin, name, typed), limit in zip(places, limits, strict=False):
        stop = re.search(r"[;\n]", work[begin:limit])
        end = begin + stop.start() if stop else limit
        labels.append(Label(start, begin, max(begin, end), name, typed))
    return labels


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
        if name:
            return start, name, typed
    piece = re.search(rf"(?:^|[,;\n{CONSUMED}])\s*([A-Za-z][\w' -]{{3,24}})$", before)
    if piece and len(piece[1].split()) <= 3:
        near = nearest(piece[1], NAMES, within=1 if len(piece[1]) < 9 else 2)
        if near and near[0] == piece[1][0].casefold():
            return piece.start(1), NAMES[near], piece[1]
    return None
