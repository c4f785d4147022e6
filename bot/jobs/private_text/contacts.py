"""Phone numbers and e-mail addresses in running text, in whatever way they are written."""

import re
from collections.abc import Iterator

_GAP = r"[ .\-()/]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w.£/-])(?:(?:\+|00){_GAP}44{_GAP}(?:\(0\))?{_GAP}[1-9]|\(?0[1-9])(?:{_GAP}\d){{8,9}}(?![\w])"
    rf"|(?<![\w.£/-])(?:\+|00)(?!44){_GAP}[1-9](?:{_GAP}\d){{8,13}}(?!\w)"
    rf"|(?<![\w.£/-])7\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}(?!\w)"
)
"""UK numbers of 10 or 11 digits with their 0 or +44, others with their +, a mobile without its 0."""
_LOCAL = re.compile(
    rf"\b(?:tel|phone|mob|mobile|call|ring|text|telephone|whatsapp)\b[.:]? ?(?:me |him |her |them |us |on |at |no\.? |number )*"
    rf"(?P<n>\+?\d(?:{_GAP}\d){{5,13}})(?!\w)",
    re.IGNORECASE,
)
"""Any number of six digits or more right after `call` or `tel`."""
_MAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+ ?(?:@|\(at\)|\[at\]| at (?=[\w-]+ dot )) ?[\w-]+(?:(?:\.|\(dot\)|\[dot\]| dot )[\w-]+)*"
    r"(?:\.|\(dot\)|\[dot\]| dot )[a-z]{2,}(?![\w-])",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?<!\w)(?:oh|zero|nought|0) seven(?:[ ,-]+(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine"
    r"|double|treble|triple)){5,12}(?!\w)",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_PHONE, _SPOKEN):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span("n") for match in _LOCAL.finditer(text))


def mails(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _MAIL.finditer(text))
