"""Phone numbers and e-mail addresses in running text, in whatever way they are written."""

from collections.abc import Iterator

from bot import late_re as re

_GAP = r"(?:[ .\-()/]{0,3}|\n)"
_BEFORE = r"(?<![\w.£-])(?<!\d/)(?!\d{1,2}/\d{1,2}/\d{2})"
_PHONE = re.compile(
    rf"{_BEFORE}(?:(?:\+|00){_GAP}44{_GAP}(?:\(0\))?{_GAP}[1-9]|\(?0[ .-]?[1-9])(?:{_GAP}\d){{8,9}}(?![\w])"
    rf"|{_BEFORE}(?:\+|00)(?!44){_GAP}[1-9](?:{_GAP}\d){{8,13}}(?!\w)"
    rf"|{_BEFORE}7\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}(?!\w)"
    rf"|(?<=\d/)07\d{{3}} ?\d{{3}} ?\d{{3}}(?!\w)"
)
"""UK numbers of 10 or 11 digits with their 0 or +44, others with their +, a mobile without its 0."""
_LOCAL = re.compile(
    rf"\b(?:tel|phone|mob|mobile|call|ring|text|telephone|whatsapp)\b[.:=]? ?(?:me |him |her |them |us |on |at |no\.? |number )*"
    rf"(?P<n>\+?\d(?:{_GAP}\d){{5,13}})(?!\w)",
    re.IGNORECASE,
)
"""Any number of six digits or more right after `call` or `tel`."""
_EXTENSION = re.compile(
    r"(?:,? ?(?:extension|extn|ext|xtn|option)\.?:? ?| ?x ?)\d{1,5}(?!\w)", re.IGNORECASE
)
"""`0113 496 0144 ext 4`"""
_LETTER_O = re.compile(r"(?<![a-z])o+(?=\d)|(?<=\d)o+(?![a-z])", re.IGNORECASE)
"""Typed for a nought."""
_PROVIDER = r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|btinternet|aol|msn|sky|virginmedia|talktalk|protonmail|mail)"
_DOT = r"(?: ?\. ?|,(?=(?:com|net|org|co|uk)\b)| ?[(\[{] ?dot ?[)\]}] ?| dot |_dot_)"
_PARTED_HOST = r"(?: (?:hyphen|dash) [\w-]{1,40}){0,3}"
_AT = (
    rf"(?: ?@\s?| ?[(\[{{<] ?(?:at|@) ?[)\]}}>] ?|_at_| at (?=[\w-]{{1,40}}{_PARTED_HOST} dot )"
    rf"|(?: at |#)(?={_PROVIDER}(?:\.| dot )[a-z]))"
)
_LOCAL_PART = r"[\w.+'&-]{1,64}?(?:(?: dot | ?[(\[{]dot[)\]}] ?)[\w.+'&-]{1,64}?){0,3}"
_MAIL = re.compile(
    rf"(?<![\w.+'&-]){_LOCAL_PART}{_AT}[\w-]{{1,63}}{_PARTED_HOST}(?:{_DOT}[\w-]{{1,63}}){{0,4}}?{_DOT}[a-z]{{2,24}}(?![\w-])"
    rf"(?:{_DOT}(?:uk|com|org|net)\b)?",
    re.IGNORECASE,
)
_MAIL_BARE = re.compile(
    rf"\be-?mail\w*[ :]+(?:is |on |at |to )?(?P<n>[\w.+'-]{{2,64}} (?:at|@) {_PROVIDER})\b"
    rf"|(?P<m>(?<![\w.+'-])[a-z]{{1,30}}[.\d_][\w.]{{1,40}} (?:at|@) {_PROVIDER})\b",
    re.IGNORECASE,
)
"""`jane.w at icloud`."""
_MAY_BE_MAIL = re.compile(rf"dot|_at_|[(\[{{<] ?at|#{_PROVIDER}|\bat {_PROVIDER}", re.IGNORECASE)
"""Worth a look for an address without an @."""
_DIGIT_WORDS = [
    "oh",
    "o",
    "zero",
    "nought",
    "naught",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
]
_DIGIT_WORD = rf"(?:{'|'.join(_DIGIT_WORDS)}|double|treble|triple|hundred)"
_SPOKEN = re.compile(
    rf"(?<!\w)(?:{_DIGIT_WORD}|[\d]{{1,6}})(?:[ ,.-]{{1,3}}(?:{_DIGIT_WORD}\b|\d{{1,6}}(?!\w))){{2,16}}(?!\w)",
    re.IGNORECASE,
)
_LEAST, _MOST = 9, 13
"""Digits of a number somebody says."""


_NUMBER_WORD = (
    rf"(?:{'|'.join(_DIGIT_WORDS[1:])}|ten|eleven|twelve|[a-z]{{3,5}}teen|[a-z]{{3,5}}ty|double)"
)
_SAID_NUMBER = re.compile(rf"{_NUMBER_WORD}(?!\w)", re.IGNORECASE)
_JOINED_BY = re.compile(
    r"(?<![\w.+'&-])[\w.+'&-]{1,40} (?:dot|underscore|dash|hyphen|plus) \Z", re.IGNORECASE
)
_NUMBERS_OF_NAME = re.compile(
    rf"(?<![\w.+'&-])[\w.+'&-]{{1,30}} (?:{_NUMBER_WORD} ){{0,4}}\Z", re.IGNORECASE
)
_OTHERS_OWN = re.compile(
    r"\b(?:serial|s/n|s/no|mpan|mprn|uprn|imei|barcode)\.?(?: (?:no\.?|number|is))*[ :.#=-]{1,3}(?:[\dA-Z]{1,6} ){0,3}\Z",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"\D*(?:0|44|0044)\D*7(?:\D*\d){9}")
_MOST_BEFORE = 40


def phones(text: str) -> Iterator[tuple[int, int]]:
    digits = _LETTER_O.sub(lambda match: "0" * len(match[0]), text)
    for match in _PHONE.finditer(digits):
        others = _OTHERS_OWN.search(digits, max(0, match.start() - _MOST_BEFORE), match.start())
        if not others or _MOBILE.fullmatch(match[0]):
            more = _EXTENSION.match(digits, match.end())
            yield match.start(), more.end() if more else match.end()
    yield from (match.span() for match in _SPOKEN.finditer(text) if _is_number(match[0]))
    yield from (match.span("n") for match in _LOCAL.finditer(digits))


def mails(text: str) -> Iterator[tuple[int, int]]:
    if "@" not in text and not _MAY_BE_MAIL.search(text):
        return
    end = 0
    for match in _MAIL.finditer(text):
        yield _first_said(text, match.start(), end), (end := match.end())
    for match in _MAIL_BARE.finditer(text):
        yield match.span("n" if match["n"] else "m")


def _first_said(text: str, start: int, least: int) -> int:
    """Where an address begins whose first words are read out: `jane underscore smith ninety one at …`; not before `least`."""
    if _SAID_NUMBER.match(text, start) and (
        lead := _NUMBERS_OF_NAME.search(text, max(least, start - _MOST_BEFORE), start)
    ):
        start = lead.start()
    while lead := _JOINED_BY.search(text, max(least, start - _MOST_BEFORE), start):
        start = lead.start()
    return start


def _is_number(said: str) -> bool:
    """`oh seven seven hundred nine hundred four five six`: words among it, a nought first, as long as a number."""
    parts = re.findall(r"\d+|[a-z]+", said.lower())
    if parts[0] not in {"oh", "o", "zero", "nought", "naught"} and not parts[0].startswith("0"):
        return False
    count = words = 0
    for part in parts:
        if part.isdigit():
            count += len(part)
        else:
            words += 1
            count += {"hundred": 2, "double": 1, "treble": 2, "triple": 2}.get(part, 1)
    return words > 0 and _LEAST <= count <= _MOST
