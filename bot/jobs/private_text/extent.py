"""How far a code reaches: the words that lead in, a second code, and what follows it."""

import re

from bot.jobs.private_text import vocabulary as words
from bot.jobs.private_text.line import DATE, Line, Span
from bot.jobs.private_text.tokens import digits, is_marked, is_measure, looks_coded

_TAIL = re.compile(
    r"\s*(?:,? ?(?:then |and |followed by |plus |press )+(?:press )?(?:the )?(?:enter|hash|star|tick|bell|#|\*|key|call|green|turn|twist|pull|push)"
    r"(?: (?:key|button|(?:the )?(?:handle|knob|dial|lever)))?\b|(?:to|will|for) (?:get|gain|be let|let yourself|open|enter|access|entry|let you)(?: you)?"
    r"(?: (?:in|access|entry|it|up))?\b|gets? you in\b|#|\*)",
    re.IGNORECASE,
)
_LONGEST_ASIDE = 8
_MOST_BRACKETED = 2_000
"""Characters before a closing bracket in which its opening one is looked for."""


def extent(line: Line, begin: int, end: int) -> Span:
    """From the words that lead in to what follows the code: a second one, `for the office`."""
    start = line.tokens[_first_leading(line, begin)].start
    stop = _stop(line, end)
    for opening, closing in ("()", "[]", '""'):
        if line.work[stop : stop + 1] != closing:
            continue
        inside = line.work[max(start, stop - _MOST_BRACKETED) : stop]
        if inside.count(opening) > inside.count(closing):
            stop += 1
    return start, stop


def after_aside(line: Line, at: int) -> int:
    """The token after words in brackets without a figure: `code (written backwards) 7144`; 0 where none begin."""
    if line.tokens[at].text not in {"(", "["}:
        return 0
    for end in range(at + 1, min(at + _LONGEST_ASIDE, len(line.tokens))):
        token = line.tokens[end]
        if token.text in {")", "]"}:
            return end + 1
        if token.ends_clause or digits(token.text):
            return 0
    return 0


def _first_leading(line: Line, begin: int) -> int:
    passed = []
    first = begin
    while first and first not in line.leading and _leads(line, first - 1):
        passed.append(first)
        first -= 1
    first = line.leading.get(first, first)
    line.leading.update(dict.fromkeys([*passed, first], first))
    return first


def _stop(line: Line, end: int) -> int:
    """Where what follows the code ends, by the token after the code."""
    passed = []
    last = end
    while last not in line.forward and (more := _next_code(line, last)):
        passed.append(last)
        last = more
    if last in line.forward:
        stop = line.forward[last]
    else:
        stop = _where(line, last, line.tokens[last - 1].end)
        while tail := _TAIL.match(line.work, stop):
            stop = tail.end()
    line.forward.update(dict.fromkeys([*passed, last], stop))
    return stop


def _leads(line: Line, n: int) -> bool:
    token = line.tokens[n]
    gap = line.work[token.end : line.tokens[n + 1].start]
    return token.low in words.LEADING and not gap.strip() and "\n" not in gap


def _next_code(line: Line, end: int) -> int:
    """The token after one more code that only linking words part from this one; 0 for none."""
    at, joined = end, False
    while at < len(line.tokens) and at - end < 6:
        token = line.tokens[at]
        if line.known_end(at) or token.ends_clause:
            return 0
        if looks_coded(token.text):
            count = digits(token.text)
            enough = (
                count > 2
                or (
                    count == 2
                    and line.tokens[end - 1].text.isdecimal()
                    and digits(line.tokens[end - 1].text) == 2
                )
                or (is_marked(token.text) and count > 1)
                or (joined and at == end + 1)
            )
            usual = not line.counted(at) and not is_measure(line.tokens, at)
            return line.whole(at) if enough and usual and not DATE.fullmatch(token.text) else 0
        if token.low not in words.LINKS and token.text != ",":
            return _rest_of_a_short_one(line, end, at)
        joined = joined or token.low in words.JOINS
        at += 1
    return 0


def _rest_of_a_short_one(line: Line, end: int, at: int) -> int:
    """`code 44 Elm 71`: two figures are half a code, and the other half comes after one word more."""
    first, word = line.tokens[end - 1], line.tokens[at]
    half = line.tokens[at + 1] if at + 1 < len(line.tokens) else word
    of_it = (
        at == end and re.fullmatch(r"\d\d", first.text) and re.fullmatch(r"\d\d", half.text)
        and word.text.isalpha() and word.low not in words.COUNTED | words.NUMBERED
    )  # fmt: skip
    known = line.known_end(at + 1) or is_measure(line.tokens, at + 1) if of_it else True
    return 0 if known else at + 2


def _where(line: Line, end: int, stop: int) -> int:
    """`… for the back gate`: the end of a place that follows the code."""
    if end >= len(line.tokens) or line.tokens[end].low not in words.PREPOSITIONS:
        return stop
    for at in range(end + 1, min(end + 5, len(line.tokens))):
        token = line.tokens[at]
        if line.known_end(at) or not token.text[0].isalpha():
            return stop
        if token.low in words.PLACES:
            more = (
                at + 1 < len(line.tokens)
                and not line.work[token.end : line.tokens[at + 1].start].strip()
            )
            follows = line.tokens[at + 1].low if more else ""
            if follows not in words.PLACES:
                return token.end
    return stop
