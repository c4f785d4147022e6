"""Codes told key by key: keys pressed together, figures by their place, letters on the wheels of a padlock."""

from collections.abc import Iterator

from bot import late_re as re
from bot.jobs.private_text.line import Line, Span
from bot.jobs.private_text.tokens import digits
from bot.jobs.private_text.vocabulary import NOT_A_CODE

_TOGETHER = r"(?:tog(?:ether)?\b\.?|at once|at the same time)"
_PRESS = rf"(?:(?-i:[A-Z])|\d)(?!\w)(?: ?(?:&|\+|and) ?\d(?!\w))?(?:,? ?\(?{_TOGETHER}\)?)?"
_NEXT = r"(?:[,;] ?(?:and )?(?:then )?| (?:and |then |& )(?:then )?)"
_KEYS = re.compile(
    rf"(?<![\w.,/£-]){_PRESS}(?:{_NEXT}{_PRESS}){{1,8}}"
    rf"|(?<![\w.,/£-])\d ?(?:&|\+|and) ?\d {_TOGETHER}",
    re.IGNORECASE,
)
"""`C, then 2, then 4 and 6 together, then Y`"""
_LEAST, _FAR, _HOURS = 2, 80, 24
_HAS_KEYS = re.compile(
    r"\b(?:digi\w*|\w*locks?|\w*pads?|press|push|codes?|unican|buttons?|combination|safe|enter|gates?|doors?|shutters?|barrier|alarm|\w*box)\b(?![^;\n\x00]{0,80}\b(?:flats?|units?|rooms?|bays?|nos?\.?) ?\Z)",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:digi\w*|\w*locks?|\w*pads?|codes?|unican|combination|safe)\b[^;\n\x00]{0,40}\b(?:hold|press|push|keep)(?: down)? \Z",
    re.IGNORECASE,
)
_IN_HALVES = re.compile(
    r"\b(?:starts?|begins?|(?:first|1st) (?:two|three|half|2|3))(?: (?:with|is|are))?\s?[:=]? \d{2,3}[ ,;]{1,2}(?:and |then )?"
    r"(?:ends?|finish\w*|(?:last|second|2nd|other) (?:two|three|half|2|3))(?: (?:with|in|is|are))?\s?[:=]? \d{2,3}(?![\w:]|\.\d)",
    re.IGNORECASE,
)
"""`starts 44, ends 17`"""
_PLACES = ("1st|first", "2nd|second", "3rd|third", "4th|fourth", "5th|fifth", "6th|sixth")
_NAMED = r"(?: (?:digit|number|figure|no\.?|one|button|key|wheel|dial|letter|is)| ?[:=-]){0,3}"
_BY_PLACE = re.compile(
    r"\b"
    + r"[ ,;]{1,2}(?:and |then )?".join(
        rf"(?:{each}){_NAMED} (?:\d|[A-Z])(?!\w)" for each in _PLACES[:3]
    )
    + "".join(
        rf"(?:[ ,;]{{1,2}}(?:and |then )?(?:{each}){_NAMED} (?:\d|[A-Z])(?!\w))?"
        for each in _PLACES[3:]
    ),
    re.IGNORECASE,
)
"""`1st digit 5, 2nd 0, 3rd 9, 4th 9`"""
_LETTER_BY_LETTER = re.compile(r"(?<![\w-])[A-Z](?:-[A-Z]){3,7}(?![\w-])")
"""`L-E-A-F`"""
_ON_WHEELS = re.compile(
    r"\b(?:pad ?lock|combination|combi|lock|key ?safe|lock ?box)\b[^;.\n\x00]{0,40}?\b(?:wheels?|letters|dials?|word)"
    r"(?: (?:is|are|reads?|set to|spells?|says?)|\s?[:=-])\s?[\"'(]?(?P<code>(?-i:[A-Z]{3,8}))(?!\w| [a-z])",
    re.IGNORECASE,
)
"""`padlock 4 wheels: FISH`"""


def dialled(line: Line) -> Iterator[Span]:
    """Every code of this module, in no order."""
    work = line.without_known_words()
    for match in _KEYS.finditer(work):
        together = re.search(_TOGETHER, match[0], re.IGNORECASE) and digits(match[0]) >= _LEAST
        if (together and _HAS_KEYS.search(work, max(0, match.start() - _FAR), match.start())) or (
            digits(match[0]) > _LEAST
            and _HELD.search(work, max(0, match.start() - _FAR), match.start())
        ):
            yield match.span()
    for match in _IN_HALVES.finditer(work):
        hours = all(int(each) <= _HOURS for each in re.findall(r"\d{2,3}(?!\w)", match[0]))
        if not hours and _HAS_KEYS.search(work, max(0, match.start() - _FAR), match.end() + _FAR):
            yield match.span()
    for match in _LETTER_BY_LETTER.finditer(work):
        if _HAS_KEYS.search(work, max(0, match.start() - _FAR), match.start()):
            yield match.span()
    yield from (match.span() for match in _BY_PLACE.finditer(work))
    for match in _ON_WHEELS.finditer(work):
        if match["code"].casefold() not in NOT_A_CODE and not work.isupper():
            yield match.span("code")
