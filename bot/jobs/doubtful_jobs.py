"""A line that may be about more than one job: `close 61 & 62`, `budget 250 for 61`, `update 12 elm row`.

Nobody guesses which of them is meant: a number that is taken for another job's changes the wrong job.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.jobs import references

_REF = r"(?:jobs?\s+)?(?:\#?\d{1,9}|[A-Za-z]{2,8}[-–—_]\d{1,9})(?![\w£/-]|[.,:]\d)"
_LEAD = re.compile(
    rf"\s*(?:(?:to|of|for|about|on|re|from|the)\s+){{0,2}}(?P<ref>{_REF})", re.IGNORECASE
)
_NEXT = re.compile(
    rf"(?P<by>\s*(?:,\s*(?:and|&(?:amp;)?|\+|plus|or)?|&(?:amp;)?|\+|\band\b|\bplus\b|\bor\b|\bthen\b)\s*|\s+)(?P<ref>{_REF})",
    re.IGNORECASE,
)
_AND = re.compile(r"[&+]|and|plus|or|then", re.IGNORECASE)
_NO_VALUE_FOLLOWS = re.compile(
    r"\s*(?:$|[:.!?=,&+£]|(?:[ ,]+\d{1,9})+\s*$|(?:and|to|as|is|with|status|state|priority|contractor|budget|start|end|title|type|done|complete"
    r"|completed|closed|cancelled|please|pls|now|thanks|again|both)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"\s*(?:,|&(?:amp;)?|\band\b|\bthen\b)+\s*(?P<ref>{_REF})(?=\s+(?:to|as|is|with)\b)",
    re.IGNORECASE,
)
"""`61 to Bob and 62 to Dave`."""
_BEHIND = re.compile(
    rf"(?P<front>\S+)(?P<rest>.*?)\s+(?P<by>for|on|of|to)\s+(?:the\s+)?(?P<ref>{_REF})[\s.!?]*",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\s*(?P<field>budget|cost|vat|priority|status|contractor)\b|\s*(?:quid|pounds)\b",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(rf",\s*(?P<ref>{_REF})(?=\s+\S)", re.IGNORECASE)
"""`61 high, 62 low`."""
_CONTRACTOR = "contractor: "
_TOLD_APART = frozenset({"priority: ", "status: ", "budget: ", _CONTRACTOR})
_DAYS = frozenset({"start: ", "end: "})
_MOST = 5
_MOST_READ = 300
"""Characters of a line at whose end a number is looked for."""


@dataclass(frozen=True)
class Doubt:
    """`jobs`: what the line may be about, each with the rest of the line; `several`: about each of them."""

    jobs: Sequence[tuple[str, str]]
    several: bool = False


def doubt(typed: str, value: str = "") -> Doubt | None:
    """What leaves open which job the text after a command is about; None where it is clear.

    `value`: what the command fills in (`budget: `), where a number may as well be the value.
    """
    lead = _LEAD.match(typed)
    if lead is None:
        return _behind(typed, value)
    first, after = lead["ref"], typed[lead.end() :]
    if first.isdigit() and references.is_quantity(after):
        known = references.named(typed) is not None
        return None if known else Doubt([(f"#{first}", after.strip())])
    clause = _CLAUSE.search(after) if value else None
    if clause is None and value in _TOLD_APART:
        clause = _NEXT_CLAUSE.search(after)
        if clause and references.is_quantity(after[clause.end() :]):
            clause = None
    if clause is not None and after[: clause.start()].strip():
        parts = [
            (first, after[: clause.start()].strip()),
            (_word(clause["ref"]), after[clause.end() :].strip()),
        ]
        return Doubt(parts, several=True)
    jobs, rest = [_word(first)], after
    for word, rest in _others(after, value=value):  # noqa: B007 - the last rest counts
        jobs.append(_word(word))
    jobs = list(dict.fromkeys(jobs))
    if len(jobs) > 1:
        return Doubt([(job, rest.strip(" ,:")) for job in jobs[:_MOST]], several=True)
    return _behind(typed, value)


def _others(after: str, *, value: str) -> Iterator[tuple[str, str]]:
    """The jobs that follow the first one, each with what stands behind it."""
    at = 0
    while match := _NEXT.match(after, at):
        word, by, rest = match["ref"], match["by"].strip(), after[match.end() :]
        joined = bool(_AND.search(by)) or not word.isdigit() or value == _CONTRACTOR
        if word.isdigit() and references.is_quantity(rest):
            return
        if not joined and (not _NO_VALUE_FOLLOWS.match(rest) or (value and not by)):
            return
        yield word, rest
        at = match.end()


def _word(ref: str) -> str:
    return references.split(ref)[0].word


def _behind(typed: str, value: str) -> Doubt | None:
    """`250 for 61`: the job may be the one behind, or the one in front."""
    match = _BEHIND.fullmatch(typed.strip())
    field = _FIELD.match(match["rest"]) if match else None
    if match is None or not (value or field):
        return None
    front, behind, rest = match["front"], _word(match["ref"]), match["rest"].strip()
    reference, _ = references.split(front)
    if not re.fullmatch(r"[A-Za-z]?\d{1,6}", front) or reference.means(behind):
        return None
    if (match["by"].casefold() == "to") != (value == _CONTRACTOR):
        return None
    if match["ref"].isdigit() and value in _DAYS:
        return None
    name = "" if value or not field else f"{field['field'] or 'budget'} "
    amount = front if field or not rest else f"{front} {rest}"
    other = match["ref"] if field or not rest else typed.strip()[len(front) :].strip()
    return Doubt([(behind, name + amount), (front, name + other)])


_NUMBER_LAST = re.compile(r"(?P<rest>.*[^\W\d]\S*)\s+(?P<ref>\#?\d{1,9})[\s.!?]*", re.DOTALL)
_UNIT = re.compile(
    r"\b(?:flats?|units?|apartments?|apts?|rooms?|bed|house|block|plot|floor|door|bay|no)\.?\Z",
    re.IGNORECASE,
)


def last_number(typed: str) -> Doubt | None:
    """`ace gas 50`, after a command that takes nothing but a job: the number may be the job's, or of a flat."""
    match = _NUMBER_LAST.fullmatch(typed[:_MOST_READ])
    if match is None or len(typed) > _MOST_READ or references.named(typed) is not None:
        return None
    rest = match["rest"].strip()
    return None if _UNIT.search(rest) else Doubt([(_word(match["ref"]), rest)])
