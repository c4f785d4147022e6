"""Codes, phone numbers and where the keys are, in running text: for Access details, never for a title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.jobs.private_text.find import find_private
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer

_KEYS = re.compile(
    r"\b(?:(?:collect|pick up|picking up) )?(?:spare |the )?(?:keys?|fobs?) (?:(?:is|are|held|left|kept) )*"
    r"(?:with|at(?! \d)|from|under|held by|left with)\b"
    r"|\bkeys? (?:is|are) (?:in|on|behind|inside)\b|\baccess (?:via|through|from|arranged)\b",
    re.IGNORECASE,
)
_TEL = re.compile(
    r"\b(?:(?:tel|phone|mob|mobile|telephone|email|e-mail|on)\b[ .:]*(?:no\.?|number)?[ .:]*)+$",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:please |pls )?(?:(?:tel|phone|mob|mobile|telephone|email|e-mail|call|ring|text|contact)\b[ .:]*"
    r"(?:(?:no\.?|number|on|at|him|her|them|me|us|tenants?|landlord|the)\b[ .:]*)*)+$",
    re.IGNORECASE,
)
_KEYS_IN = re.compile(
    r"\b(?:spare |the )?(?:keys?|fobs?) (?:(?:is|are|left|kept) )?(?:in|at|inside|via|from) (?:the |a )?$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(rf"[\n{CONSUMED},;]|\. |\.$| - |£| at \d", re.IGNORECASE)


@dataclass(frozen=True)
class PrivateWords:
    """`access`: clauses about codes and keys; `contacts`: phone numbers and e-mail addresses."""

    access: list[str]
    contacts: list[str]


def take_private(
    buffer: TextBuffer, known: Sequence[tuple[int, int]] = (), *, contacts: bool = True
) -> PrivateWords:
    """Consumes what no title may show, in order. `known`: where an address, a day or money stands;
    a clause that reaches across one leaves it in the text. `contacts`: whether numbers and
    addresses of people are taken too.
    """
    access: list[tuple[int, str]] = []
    people: list[str] = []
    for each in find_private(buffer.work, known):
        if each.kind == "code":
            start = _keys_start(buffer.work, each.start)
            access.append((start, _consume(buffer, start, each.end, known)))
        elif contacts:
            people.append(
                buffer.consume(_contact_start(buffer.work, each.start, each.end), each.end)
            )
    for match in list(_KEYS.finditer(buffer.work)):
        end = _clause_end(buffer.work, match.end(), [start for start, _ in known])
        access.append((match.start(), buffer.consume(match.start(), end)))
    return PrivateWords([words.strip() for _, words in sorted(access)], people)


def _keys_start(work: str, start: int) -> int:
    """Where the words begin that go with a code: `keys in` of `keys in lockbox 4471`."""
    lead = _KEYS_IN.search(work, max(0, start - 60), start)
    return lead.start() if lead else start


def _contact_start(work: str, start: int, end: int) -> int:
    """Where the words begin that go with a number: `tel …`, and `call her on …` at a clause's end."""
    closes = re.match(r"\s*(?:$|[,;\n).])", work[end:])
    lead = (_CALL if closes else _TEL).search(work[:start])
    return lead.start() if lead else start


def _consume(buffer: TextBuffer, start: int, end: int, known: Sequence[tuple[int, int]]) -> str:
    """Consumes the span but for what is known to be something else; all of it is returned."""
    typed = buffer.text[start:end].replace(CONSUMED, " ")
    at = start
    for first, last in sorted(known):
        if at < first and last < end:
            buffer.consume(at, first)
            at = last
    buffer.consume(at, end)
    return typed


def _clause_end(work: str, at: int, stops: Iterable[int]) -> int:
    """Where a clause about keys ends: at a comma, a day, an amount, or after eight words."""
    ends = [stop for stop in stops if stop >= at]
    if match := _CLAUSE_END.search(work, at):
        ends.append(match.start())
    if match := re.match(r"(?:\s*\S+){1,8}", work[at:]):
        ends.append(at + match.end())
    return min(ends, default=len(work))
