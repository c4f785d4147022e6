"""Codes, phone numbers and where the keys are, in running text: for Access details, never for a title."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot import late_re as re
from bot.jobs.private_text.find import find_private
from bot.jobs.private_text.key_places import kept_keys
from bot.jobs.private_text.vocabulary import OTHER_CODES
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer

_KEYS = re.compile(
    r"\b(?:(?:collect|pick up|picking up) )?(?:spare |the )?(?:keys?|fobs?) (?:(?:is|are|held|left|kept) )*"
    r"(?:with|at(?! \d)|from|held by|left with)\b"
    r"|\bkeys? (?:is|are) (?:in|on)\b|\baccess (?:via|through|from|arranged)\b",
    re.IGNORECASE,
)
"""Who has the keys, what they are in or on, and ways in; where one is hidden, `key_places` knows."""
_OR_ELSE = re.compile(r"\s*(?:or|else|otherwise|if)\b", re.IGNORECASE)
"""`key under the mat or ring Ann Lee`"""
_LETTER = r"(?<![\w'])[mtedpwo] ?[:.] ?$|(?<=, )[mted] $"
"""`m: 07700 900123`, as in signatures."""
_TEL = re.compile(
    r"\b(?:(?:my|his|her|their|the) (?=\w+ (?:is |on |:)*$))?(?:(?:no|number|tel|phone|mob|mobile|telephone|email|e-mail|on|direct|is|are)\b[ .:]*(?:no\.?|number)?[ .:]*)+$"
    rf"|{_LETTER}",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:please |pls )?(?:(?:tel|phone|mob|mobile|telephone|email|e-mail|call|ring|text|contact)\b[ .:]*"
    r"(?:(?:no\.?|number|on|at|or|via|him|her|them|me|us|tenants?|landlord|the)\b[ .:]*)*)+$"
    rf"|\b(?:(?:my |his |her |their )?(?:no|number|mob|mobile|tel)\.? )?(?:is|are)(?: on| via)? $|{_LETTER}",
    re.IGNORECASE,
)
_KEYS_IN = re.compile(
    r"\b(?:spare |the )?(?:keys?|fobs?) (?:(?:is|are|left|kept) )?(?:in|at|inside|via|from) (?:the |a )?$",
    re.IGNORECASE,
)
_USE = re.compile(
    rf"(?:^|[\n{CONSUMED},;.(]|\b(?:or|and)) ?(?P<use>(?:(?:please|pls|you can) )?(?:use|using|enter|try|via|with) (?:the )?)$",
    re.IGNORECASE,
)
"""`use` at the beginning of a clause says nothing without the code that follows."""
_DAY_LEAD = re.compile(r"\b(?:from|on|until|till|since|after|before|by|starting) $", re.IGNORECASE)
_CODE_LEAD = re.compile(
    r"(?:\b(?:codes?|pins?|combination|combo|is|are|safe|keypad|number|no\.?)|[:=#-]) ?$",
    re.IGNORECASE,
)
_LEAST_DIGITS = 3
_CLAUSE_END = re.compile(rf"[\n{CONSUMED},;]|(?<!\bno)\. |\.$| - |£| at \d", re.IGNORECASE)


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
        if each.kind == "code" and _is_a_day(buffer.work, (each.start, each.end), known):
            continue
        if each.kind == "code" and not _ends_in_an_address(
            buffer.work, (each.start, each.end), known
        ):
            start = _keys_start(buffer.work, each.start)
            access.append((start, _consume(buffer, start, each.end, known)))
        elif each.kind != "code" and contacts:
            people.append(
                buffer.consume(_contact_start(buffer.work, each.start, each.end), each.end)
            )
    for match in list(_KEYS.finditer(buffer.work)):
        end = _clause_end(buffer.work, match.end(), [start for start, _ in known])
        access.append((match.start(), buffer.consume(match.start(), end)))
    for start, stop in list(kept_keys(buffer.work)):
        stops = [first for first, _ in known if first > start]
        goes_on = _OR_ELSE.match(buffer.work, stop)
        end = _clause_end(buffer.work, stop, stops) if goes_on else min([stop, *stops])
        access.append((start, buffer.consume(start, end)))
    access += _set_anew(buffer, known)
    return PrivateWords([words.strip() for _, words in sorted(access)], people)


_LABELLED = re.compile(
    r"\b(?:codes?|key ?safe|k/?safe|lock ?box|key ?pad|padlock|pin|alarm|fob|combination|combi lock|combo|door entry)\b(?P<rest>[^,;\n]*)",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"(?<![\w£/.-])#?(?:[a-z]\d{3,6}[a-z]?|\d{3,6}[a-z])[#*]?(?![\w/-])", re.IGNORECASE
)
_A_MODEL = re.compile(
    r"\b(?:no\.?|ref|po|part|model|ral|wo|job|type|valve|board|unit|flat|error|fault) ?$",
    re.IGNORECASE,
)


def _set_anew(buffer: TextBuffer, known: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """Codes of a letter and digits anywhere in the clause of their label: `gate code changing from c4471 to c9902`."""
    found: list[tuple[int, str]] = []
    for label in _LABELLED.finditer(buffer.text):
        before = buffer.text[: label.start()].split()[-1:]
        if before and before[0].casefold() in OTHER_CODES:
            continue
        for code in _CODED.finditer(buffer.work, label.start("rest"), label.end()):
            inside = any(first <= code.start() < last for first, last in known)
            if not inside and not _A_MODEL.search(buffer.work[: code.start()]):
                found.append((code.start(), buffer.consume(*code.span())))
    return found


_WHOLE_DAY = re.compile(
    r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\d{1,2}\1(?:20)?\d\d|.*[a-z]{3}.*", re.IGNORECASE
)


_TYPED_IN = re.compile(r"\b(?:use|using|enter|punch|press|type|try|dial)\b", re.IGNORECASE)


def _is_a_day(work: str, code: tuple[int, int], known: Sequence[tuple[int, int]]) -> bool:
    """Whether all digits are those of a day, and no word says that they are a code: `fix tap 2026-06-12`."""
    start, end = code
    if _LABELLED.search(work, start, end) or _TYPED_IN.search(work, max(0, start - 10), end):
        return False
    return any(
        _WHOLE_DAY.fullmatch(work[first:last].strip())
        and not re.search(r"\d", work[start : max(start, first)] + work[min(end, last) : end])
        for first, last in known
        if first < end and last > start
    )


def _ends_in_an_address(work: str, code: tuple[int, int], known: Sequence[tuple[int, int]]) -> bool:
    """Whether the only digits are those of the house: `gate code 9` of `gate code 9 Quay Street`."""
    start, end = code
    return any(
        start < first < end < last
        and not re.search(r"\d", work[start:first])
        and re.search(r"[a-z]{3}", work[first:last], re.IGNORECASE)
        for first, last in known
    )


def _keys_start(work: str, start: int) -> int:
    """Where the words begin that go with a code: `keys in` of `keys in lockbox 4471`."""
    if lead := _KEYS_IN.search(work, max(0, start - 60), start):
        return lead.start()
    use = _USE.search(work[max(0, start - 60) : start])
    return start - len(use["use"]) if use else start


def _contact_start(work: str, start: int, end: int) -> int:
    """Where the words begin that go with a number: `tel …`, and `call her on …` at a clause's end."""
    closes = re.match(rf"\s*(?:$|[,;\n).{CONSUMED}]|(?:or|and)\b)", work[end:])
    lead = (_CALL if closes else _TEL).search(work[:start])
    return lead.start() if lead else start


def _consume(buffer: TextBuffer, start: int, end: int, known: Sequence[tuple[int, int]]) -> str:
    """Consumes the span but for what is known to be something else; all of it is returned."""
    typed = buffer.text[start:end].replace(CONSUMED, " ")
    at = start
    for first, last in sorted(known):
        if at < first and last < end and _stays(buffer.work, (start, end), (first, last)):
            buffer.consume(at, first)
            at = last
    buffer.consume(at, end)
    return typed


def _stays(work: str, clause: tuple[int, int], known: tuple[int, int]) -> bool:
    """Whether a day, an amount or an address in a clause with a code is not that code: `12-34-56`
    of `combination 12-34-56 on the lock` is.
    """
    before, words, after = (
        work[clause[0] : known[0]],
        work[slice(*known)],
        work[known[1] : clause[1]],
    )
    if not re.search(r"[a-z]{2}|£", words, re.IGNORECASE):
        return bool(_DAY_LEAD.search(before))
    has_code = len(re.findall(r"\d", before + after)) >= _LEAST_DIGITS
    return has_code or not _CODE_LEAD.search(before)


def _clause_end(work: str, at: int, stops: Iterable[int]) -> int:
    """Where a clause about keys ends: at a comma, a day, an amount, or after eight words."""
    ends = [stop for stop in stops if stop >= at]
    if match := _CLAUSE_END.search(work, at):
        ends.append(match.start())
    if match := re.match(r"(?:\s*\S+){1,8}", work[at:]):
        ends.append(at + match.end())
    return min(ends, default=len(work))
