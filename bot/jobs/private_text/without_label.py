"""Codes without a label of their own: `use 1234 to get in`, `4471 gets you in`, `access via rear, 1234`."""

from collections.abc import Iterator, Sequence

from bot import late_re as re
from bot.jobs.private_text import vocabulary as words
from bot.jobs.private_text.extent import extent
from bot.jobs.private_text.line import DATE, Line, Span
from bot.jobs.private_text.spans import inside, merged_spans
from bot.jobs.private_text.tokens import digits, is_measure, is_price, looks_coded

_GETS_IN = re.compile(
    r"\s*(?:will |should )?(?:to (?:get in|enter|open|gain|access|unlock|get into|let)|gets? you in|lets? you in"
    r"|for (?:access|entry)\b)",
    re.IGNORECASE,
)
_IN_WITH = re.compile(
    r"\b(?:get|got|let (?:yourself|themselves|himself|herself|him|her|them|us)|go|come) in[\s,:-]*(?:with|using|by|via|code)?\s*$"
    r"|\b(?:unlocks?|opens?) (?:it |them |up )?(?:with|using|by)[\s:]*$|\bto (?:open|get in|enter)\s?[:=-]\s*$",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"(?<!\w)(?:codes?(?! (?:of|on|shown|reads?|display\w*|e?\d)\b)|key ?safes?|ks|lock ?box|keys? in (?:the )?(?:\w+ )?box)\b"
    r"[^;.\n\x00]{0,60}?\b(?:same|time|was|day|birthday|box|meter|house|born|changed|step|porch)\b[^;.\n\x00]{0,30}$"
    r"|\bkeys?\b[^;.\n\x00]{0,40}\bin (?:the |a )?(?:\w+ ){0,2}box\b[^;.\n\x00]{0,40}$"
    r"|(?<!po )(?<!fuse )(?<!post )(?<!tool )(?<!letter )\bbox(?: is| no\.?| number)? ?[:=]? ?$",
    re.IGNORECASE,
)
"""`code is the same as last time`, `box is`: a bare number that comes after it, however far, is the code."""
_USED = frozenset({"use", "using", "try", "enter"})
_USED_FOR = frozenset({"for", "on", "at", "to"})
_USED_DIGITS = re.compile(r"(?!(?:19|20)\d\d$)\d{4,6}")
_ON_THE_PAD = re.compile(r" (?:on|into) (?:the )?(?:key ?)?(?:pad|box)\b", re.IGNORECASE)
_KEYED = re.compile(r"[#*]?[A-Za-z]?\d{3,8}[A-Za-z]?[#*]\S?|\*\d{3,8}.?")
_OPENS = re.compile(
    r"\b(?:access|entry|entrance|key ?safe|keypad|lock ?box|key ?box|code|combination)\b",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\b(?:doors?|gates?|alarm|padlock|keys?|lock|(?:side|rear|back|front|left|right|inner|outer|other)(?: hand)? (?:one|entrance))\b",
    re.IGNORECASE,
)


def unlabelled(line: Line, labelled: Sequence[Span]) -> list[Span]:
    """Every code that other words than a label tell. `labelled`: the spans of those that have one."""
    spans = [*_used_to_get_in(line), *_told_late(line), *(_other_ones(line) if labelled else ())]
    return [*spans, *_clauses_of_their_own(line, merged_spans(line.work, [*labelled, *spans]))]


_OTHER_ONE = re.compile(
    r"\b(?:(?:re)?set|changed?|updated?|swap(?:ped)?|switch(?:ed)?) (?:it |the code |that |code )?(?:back )?(?:to|with|w) (?P<m>[#*]?\d{3,8}[#*]?)(?![\w-])"
    r"|\b(?:the )?(?:old|new|previous|prev|other|second|2nd|temp|spare|back ?up|inner|outer|mine|hers|theirs|ours|no wait|i mean|otherwise)(?: one| code)?(?: (?:is|was|will be))?[ :=]{1,2}(?P<n>[#*]?\d{3,8}[#*]?)(?![\w-])",
    re.IGNORECASE,
)


def _other_ones(line: Line) -> Iterator[Span]:
    """`…, old one 1984`: where one code is told, a number that is called the other one is one too."""
    for match in _OTHER_ONE.finditer(line.without_known_words()):
        yield match.span()


def _used_to_get_in(line: Line) -> Iterator[Span]:
    """`use 1234 to get in`, `4471 gets you in`, `let yourself in with 4471`, `4471#`."""
    for n, token in enumerate(line.tokens):
        if not looks_coded(token.text) or digits(token.text) < 2 or line.known_end(n):
            continue
        end = line.whole(n)
        before = line.work[max(0, token.start - 40) : token.start]
        gets_in = _GETS_IN.match(line.work, line.tokens[end - 1].end) and not line.counted(n)
        ends = (token.end, token.end + 1)
        keyed = digits(token.text) > 2 and any(
            _KEYED.fullmatch(line.work, token.start, each) for each in ends
        )
        if (
            gets_in
            or keyed
            or _used_for(line, n, end)
            or (digits(token.text) > 2 and _IN_WITH.search(before))
        ):
            use = n > 0 and line.tokens[n - 1].low in {"use", "using", "enter", "with"}
            yield extent(line, n - use, end)


def _used_for(line: Line, n: int, end: int) -> bool:
    """`use 4471 for bins`: whatever it is for, a bare number that is used opens it."""
    return (
        n > 0 and line.tokens[n - 1].low in _USED and bool(_USED_DIGITS.fullmatch(line.tokens[n].text))
        and end < len(line.tokens) and line.tokens[end].low in _USED_FOR
    )  # fmt: skip


def _told_late(line: Line) -> Iterator[Span]:
    """`KS code is same as last time 7-7-2-1`, `keys in box by meter, 4 8 1 5`, `box is 4471`."""
    end = 0
    for n, token in enumerate(line.tokens):
        if n < end or not looks_coded(token.text) or line.known_end(n) or line.counted(n):
            continue
        end = line.whole(n)
        if (
            sum(digits(each.text) for each in line.tokens[n:end]) > 3
            and not (is_measure(line.tokens, n) or is_price(token.text))
            and not re.fullmatch(r"(?:19|20)\d\d", token.text)
            and (_late(line, token.start) or _on_the_pad(line, end))
        ):
            yield extent(line, n, end)


def _late(line: Line, at: int) -> bool:
    match = _LATE.search(line.work, max(0, at - 100), at)
    if match is None:
        return False
    before = line.work[max(0, match.start() - 30) : match.start()].split()[-1:]
    return not (before and before[0].casefold() in words.OTHER_CODES)


def _on_the_pad(line: Line, end: int) -> bool:
    return _ON_THE_PAD.match(line.work, line.tokens[end - 1].end) is not None


def _clauses_of_their_own(line: Line, found: Sequence[Span]) -> Iterator[Span]:
    """`access via rear, 1234`, `door at the side, 4471`: a bare number after a clause about access."""
    reached = 0
    for n, token in enumerate(line.tokens):
        if not looks_coded(token.text) or digits(token.text) < 3 or line.known_end(n):
            continue
        end = line.whole(n)
        alone = n and line.tokens[n - 1].text in {",", ";", "\n", "-", "("}
        ends = line.tokens[end - 1].end
        closed = line.work[ends : ends + 2] in {".", ". "} or end >= len(line.tokens)
        closed = closed or line.tokens[end].text in {
            ",",
            ";",
            "\n",
            "-",
            ")",
            "and",
            "then",
            "&",
        }
        closed = closed or (  # one code a line
            line.coded(end) and len(line.tokens[end].text) == len(token.text)
        )
        days = n > 1 and DATE.fullmatch(token.text) and DATE.fullmatch(line.tokens[n - 2].text)
        if not alone or not closed or days or token.start < reached or inside(found, token.start):
            continue
        far = line.tokens[n - 1].start
        before = line.work[max(0, far - 80) : far]
        clause = re.split(r"[,;\n\x00]", before)[-1]
        following = re.split(
            r"[,;\n\x00]",
            line.work[(ends := line.tokens[end - 1].end) : ends + 80].lstrip(" ,;-\n"),
        )[0]
        if match := _OPENS.search(clause):
            start = far - len(clause) + match.start()
            span = (start, extent(line, n, end)[1])
        elif digits(token.text) > 3 and (_OPENED.search(clause) or _OPENS.match(following)):
            span = extent(line, n, end)
        else:
            continue
        reached = max(reached, span[1])
        yield span
