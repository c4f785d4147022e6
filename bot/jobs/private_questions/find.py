"""The search for what a person is asked about before a text is sent."""

import re
from collections.abc import Iterable, Sequence

from bot.jobs.money_text import find_amounts
from bot.jobs.private_questions.candidates import Span, may_have_numbers, numbers
from bot.jobs.private_questions.entered import entered
from bot.jobs.private_questions.harmless import DOORS, HARMLESS, LINK
from bot.jobs.private_questions.harmless_words import OPENERS
from bot.jobs.private_text.find import PrivateSpan, private_in
from bot.jobs.private_text.folding import Folded
from bot.jobs.private_text.key_places import key_places

_FOUND, _EXPLAINED = "\x01", "\x02"
_NEAR, _BLANK = 70, re.compile(r"\s")
"""Characters before and after a number in which it is explained."""
_ANY = re.compile(
    r"\d+|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{3,8}")
_ROUND = re.compile(
    r"(?:hundred|thousand|grand|k|pounds|quid|euros|nicker|bucks|half|monkey|pony|ty)$",
    re.IGNORECASE,
)
_ROUND_TO = 50
"""A bare amount of four figures is a multiple of it: £1,450."""
_OF_A_DOOR = re.compile(rf" (?:{OPENERS})\b", re.IGNORECASE)
_DOOR = 3
"""Figures of a door's number; where `room 204` is told, 205 is on the same floor."""


def find_asked(text: str, address: str = "") -> list[PrivateSpan]:
    """What looks private in `text`, and every number that nothing explains, in order, none overlapping.

    `address`: of the job itself; its numbers open nothing. It never raises.
    """
    folded = Folded(text)
    found = private_in(folded.work)
    rest = _masked(folded.work, [(each.start, each.end) for each in found], _FOUND)
    found += [PrivateSpan(*span, "place") for span in key_places(rest)]
    asked = [PrivateSpan(*span, "number") for span in _unexplained(folded.work, found, address)]
    return [
        PrivateSpan(*folded.typed(each.start, each.end), each.kind)
        for each in sorted([*found, *asked], key=lambda each: each.start)
    ]


def _unexplained(work: str, found: Iterable[PrivateSpan], address: str) -> list[Span]:
    told = frozenset(
        number for each in found for number in _NUMBER.findall(work[each.start : each.end])
    )
    work = _masked(work, [(each.start, each.end) for each in found], _FOUND)
    work = _masked(work, [match.span() for match in LINK.finditer(work)], _EXPLAINED)
    if not may_have_numbers(work) and not entered(work, (), (), told):
        return []  # nothing to explain
    spans = _explained(work, [match.span() for match in _ANY.finditer(work)])
    known = set(_NUMBER.findall(address))
    rooms: set[str] = set()
    for start, end, reason in spans:
        known |= {*(explained := _NUMBER.findall(work[start:end]))}
        rooms |= {each[:2] for each in explained if reason == DOORS and len(each) == _DOOR}
    rest = _masked(work, [(start, end) for start, end, _ in spans], _EXPLAINED)
    long = [
        span
        for span in numbers(rest)
        if (number := work[slice(*span)].strip("#*")) not in known
        and not (len(number) == _DOOR and number[:2] in rooms)
    ]
    return entered(work, spans, sorted(long), told)


def _explained(work: str, found: Sequence[Span]) -> list[tuple[int, int, str]]:
    small = "".join(each.lower() if each.isascii() else each for each in work)
    spans = [
        (*span, each.reason)
        for start, end in _around(work, found)
        for each in HARMLESS
        for span in each.found(work, small, start, end)
    ]
    amounts = [(*span, "money") for span in find_amounts(work) if _is_sum(work, *span)]
    return [*spans, *amounts]


def _around(work: str, found: Iterable[Span]) -> list[Span]:
    """The pieces of the text that may say what these numbers are: some words before each, and after it."""
    pieces: list[Span] = []
    for start, end in sorted(found):
        stop = _BLANK.search(work, min(end + _NEAR, len(work)))
        piece = (max(0, start - _NEAR), stop.start() if stop else len(work))
        if pieces and piece[0] <= pieces[-1][1]:
            piece = (pieces.pop()[0], piece[1])
        pieces.append(piece)
    return pieces


def _is_sum(work: str, start: int, end: int) -> bool:
    """A bare amount is a round one: `happy with 450`; `wants 4417` is asked about, and so is `£4417 gate`."""
    amount = work[start:end]
    if re.fullmatch(r"[£$€] ?\d{4,7}", amount) and _OF_A_DOOR.match(work, end):
        return int(amount[1:]) % 5 == 0
    if re.fullmatch(r"\d[\d,]{2,9}", amount):
        least = _ROUND_TO if len(amount) > _DOOR else 5
        return int(amount.replace(",", "")) % least == 0
    spelled = not re.search(r"[\d£$€]", amount)
    return not spelled or bool(_ROUND.search(amount))


def _masked(work: str, spans: Iterable[Span], mark: str) -> str:
    masked = list(work)
    for start, end in spans:
        masked[start:end] = mark * (end - start)
    return "".join(masked)
