"""Codes that say themselves what they are: keys pressed one after the other, and the shape of a key safe's code."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.jobs.private_text import vocabulary as words
from bot.jobs.private_text.extent import extent
from bot.jobs.private_text.line import Line, Span
from bot.jobs.private_text.tokens import digits, is_measure

_KEY = (
    r"(?:(?:the )?(?:green |red |blue |call |return )?(?:key|bell|hash|star|call|enter|ok|tick|cross|padlock|asterisk|pound|square|[#*])"
    r"(?: (?:symbol|key|button|sign|icon))?(?!\w)|(?:flat|apt) \d{1,3}(?!\w)|[#*]?\d{1,8}[#*]?[a-z]?(?!\w))"
)
_PRESSED = re.compile(
    rf"\b(?:press|punch|tap|type|enter|hit|dial|push|buzz|key)(?: in)?(?: the)? {_KEY}"
    rf"(?:[ ,]{{1,2}}(?:(?:then|and|followed by|&|\+|plus|,)[ ,]{{1,2}}){{0,2}}(?:press )?{_KEY}){{1,8}}"
    r"|(?<![\w.,/£:-])(?:\d{1,4},? (?:then )?(?:the )?(?:bell|key|call|star|hash|enter)(?: (?:symbol|key|button|sign))?|hash|star),? (?:then )?\d{1,8}(?: \d{1,4}){0,3}(?![\w-]|[.,:/]\d)",
    re.IGNORECASE,
)
"""Keys after a verb, or a named one with figures beside it: `33 bell 4127`."""
_OF_A_THING = re.compile(r"(?:type|key|tap) \d{1,2}(?:, \d{1,2})+", re.IGNORECASE)
"""`type 3, 24 of them`"""
_LEAST = 3
_COUNTED = re.compile(
    r" ?(?:mins?|minutes?|secs?|seconds?|times|mm|x|hours?|days?)\b", re.IGNORECASE
)
_NETWORK = re.compile(
    r"\b(?:wi-?fi|router|network|broadband)(?: (?:name|details|login|pass\w*|key|code|pw|for \w{1,20})){0,2}(?: is|\s?[:=]) "
    r"(?=[^\s,;]{0,40}\d)(?=[^\s,;]{0,40}[a-z])(?!\S{0,10}(?:ghz|mbps|mhz)\b)[^\s,;]{6,40}",
    re.IGNORECASE,
)
_ONLY_NAMED = re.compile(
    r"\bname(?! (?:details|login|pass\w*|key|code|pw)\b).{0,8}(?: is|[:=])", re.IGNORECASE
)
_END_KEY = re.compile(
    r"\b(?:codes?|pins?|combination|combo|keypad|key ?safe|lock ?box|alarm|padlock|entry|door|gate|intercom|buzzer|entrance)(?: is)?[ :=-]{1,3}"
    r"(?=[^,;.\n]{0,30}\d)[^,;.\n\x00]{1,30}? (?:(?:then|and|followed by|plus) )+(?:press )?(?:the )?"
    r"(?:hash|star|enter|bell|#|\*)(?: key)?(?!\w)",
    re.IGNORECASE,
)
_SHAPE = re.compile(r"[A-Z]\d{4}[A-Z]")
_SPELLED_SHAPE = re.compile(r"(?<![\w-])[A-Z] ?\d(?: \d){3} [A-WYZ](?!\w)")
_PARTED_SHAPE = re.compile(r"C \d{4} [A-WYZ]|[A-Z] \d{4} [YZ]")
"""`C 4417 Z`: key safes begin with C and end in Y or Z, or one of the two."""


def pressed(line: Line) -> Iterator[Span]:
    """`press 12 then key symbol then 3456`; not the house number that comes after it."""
    work = line.without_known_words()
    for match in _PRESSED.finditer(work):
        if _OF_A_THING.fullmatch(match[0]):
            continue
        if digits(match[0]) >= _LEAST and not _COUNTED.match(work, match.end()):
            yield match.span()


def of_networks(work: str) -> Iterator[Span]:
    """`wifi is sunny-fox-22`, `router: 8f3kd92k`: letters and figures in one word."""
    for match in _NETWORK.finditer(work):
        if not _ONLY_NAMED.search(match[0]):
            yield match.span()


def ending_in_a_key(line: Line) -> Iterator[Span]:
    """`alarm code 1 Dec 4 then hash`: whatever stands between, keys are pressed."""
    for match in _END_KEY.finditer(line.work):
        begin = next(n for n, token in enumerate(line.tokens) if token.end > match.start())
        yield extent(line, begin, begin + 1)[0], match.end()


_IN_A_ROW = re.compile(
    r"(?<![\w.,/£:-])(?:(?-i:[A-Z][ -]))?(?:\d(?: \d){3,7}|\d(?:-\d){3,7})(?-i:[ -][A-HJ-WYZ](?!['\w-]))?(?![\w/-]|[.,:]\d| ?(?:x|%|mm|cm)\b| (?!thanks|is\b|opens|gets|works|as\b|always)[a-z]+s\b)(?:,? (?:star|hash)\b)?",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"(?<!\w)(?:(?:which |that )?(?:it'?s|it is|is|are|being)|:|=) ?$", re.IGNORECASE
)
_ONE_THEN_THE_OTHER = re.compile(
    r"(?<![\w.,/£:-])(?:(?-i:[A-Z]),? then )?\d{1,4}(?: \d{1,4}){0,3}(?:,? (?:and )?then \d{1,4}(?: \d{1,4}){0,3})+(?!\w| ?(?:mins?|minutes?|hours?|hrs?|days?|weeks?|wks?|months?|times|x|mm|cm|m|%|am|pm)\b|[/:.]\d)",
    re.IGNORECASE,
)
_THINGS_BEFORE = re.compile(
    r"(?:\b(?!(?:its|is|this|was|as|us|pass|access|press|digits|numbers)\b)[a-z]+s|\bno\.?|\bnumber|\bnos\.?|\d ?(?:and|to|,|&)) ?$",
    re.IGNORECASE,
)


def in_a_row(line: Line) -> Iterator[Span]:
    """`2 7 1 9 0`, `6-1-8-3`, `33 then 91`: nobody spells anything else out, but what is counted (`flats 2 4 6 8`, `1 2 3 4`)."""
    work = line.without_known_words()
    for match in [*_IN_A_ROW.finditer(work), *_ONE_THEN_THE_OTHER.finditer(work)]:
        figures = [int(each) for each in re.findall(r"\d+", match[0])]
        if len("".join(map(str, figures))) < _LEAST:
            continue
        listed = match.re is _IN_A_ROW and (
            all(later - sooner == 1 for sooner, later in pairwise(figures))
            or _THINGS_BEFORE.search(line.work[max(0, match.start() - 30) : match.start()])
        )
        if listed:
            continue
        lead = _SAYS_SO.search(work, max(0, match.start() - 20), match.start())
        start = lead.start() if lead else match.start()
        begin = next(n for n, token in enumerate(line.tokens) if token.end > start)
        yield extent(line, begin, begin + 1)[0], match.end()


def is_owners_pin(line: Line, n: int) -> bool:
    """`boiler PIN 4417`: a device has one, of four digits or more; `split pin 4417` is a part."""
    before = line.tokens[n - 1].low if n else ""
    if line.tokens[n].low not in words.PINS or before not in words.HAVE_PINS:
        return False
    at = n + 1
    while at < len(line.tokens) and at < n + 4 and line.tokens[at].low in words.PIN_LINKS:
        at += 1
    return (
        line.coded(at) and line.joined_digits(at) in range(4, 9) and not is_measure(line.tokens, at)
    )


def shaped(line: Line) -> Iterator[Span]:
    """`C4471Y`, as key safes with buttons have it; not where a word before says what else it is."""
    yield from (match.span() for match in _SPELLED_SHAPE.finditer(line.without_known_words()))
    for n, token in enumerate(line.tokens):
        end = n
        if _SHAPE.fullmatch(token.text):
            end = n + 1
        elif line.tokens[n + 2 :] and _PARTED_SHAPE.fullmatch(
            line.work, token.start, line.tokens[n + 2].end
        ):
            end = n + 3
        if end == n or any(line.known_end(at) for at in range(n, end)) or line.counted(n):
            continue
        before = line.tokens[n - 1].low if n else ""
        if before not in words.OTHER_CODES | words.MAKES | words.NUMBERED:
            yield token.start, line.tokens[end - 1].end
