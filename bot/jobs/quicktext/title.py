"""The words of a title: without `pls` and `asap`, without a contractor that was read, without shouting."""

import re

from bot.jobs.brackets import unpaired
from bot.jobs.name_index import fold

_MANNERS = r"(?:pls|plz|plse|a\.?s\.?a\.?p\.?)"
_THANKS = r"(?:thx|thanks|many thanks|ta|cheers)"
_ANYWHERE = re.compile(rf"(?<![\w'/-]){_MANNERS}(?![\w'/-])[!.]*", re.IGNORECASE)
_AT_AN_END = re.compile(
    rf"^(?:(?:hi|hello|hiya|please|can you|could you)\b[ ,]+|{_THANKS}[,.!]+ )"
    rf"|[ ,.;!-]+(?:please|{_THANKS})[!.]*$",
    re.IGNORECASE,
)
_SEND = r"(?:(?:can|could) (?:you|we) )?(?:please )?(?:send|book|get|call|use|ask|try|give to|instruct)(?: in| out)?"
_URGENT = frozenset(
    {"urgent", "urgently", "immediately", "straight away", "straightaway", "right away"}
)
_LEANS_ON_IT = re.compile(
    r"\b(?:not|no|never|\w+n['’]?t)\b"
    r"|\b(?:very|so|really|quite|most|more|is|it['’]?s|needs?|needed|be|as|for)\W*$",
    re.IGNORECASE,
)
"""What is said would be something else without the word."""
_LOUD = re.compile(r"!{2,}|!+$")
_LETTERED = re.compile(
    r"\b(?:flat|unit|apartment|apt|room|block|house|door|bay|no)\.? $", re.IGNORECASE
)
_ACRONYMS = frozenset(
    ["EICR", "EPC", "CP12", "LGSR", "RCD", "MCB", "UPVC", "PVC", "WC", "LED", "TV", "CO", "CO2", "PAT", "TRV", "MVHR", "HMO", "DIY",
     "LL", "FED", "SAP", "ID", "UK", "AC", "DC", "CCTV", "GCH", "CH", "HW", "DG", "FD30", "FD60", "PIR", "USB", "NHS", "GF", "TMV"]
)  # fmt: skip


def cleaned(title: str, contractor: str = "", urgency: str = "") -> str:
    """The title without what says nothing about the job; unchanged where nothing would be left.

    `urgency`: the words that the priority was read from, which may as well say what is wrong (`gas leak`).
    """
    text = _ANYWHERE.sub("", title)
    if urgency.casefold() in _URGENT:
        word = re.escape(urgency)
        pattern = rf"^\W*{word}\s*[-–—:,;!.]+\s*|[ ,;:!-]+{word}[!.\s]*$"
        shorter = re.sub(pattern, "", text, flags=re.IGNORECASE)
        text = text if _LEANS_ON_IT.search(shorter) else shorter
    if contractor:
        firm = r"\W+".join(map(re.escape, contractor.split()))
        text = re.sub(
            rf"(?:(?<=\S)[ ,.;:!-]+|^)(?P<s>{_SEND}) {firm}\W*$", "", text, flags=re.IGNORECASE
        )
    text = re.sub(r"(?<=\w{4})[.](?=[,;:] )", "", text)
    text = _LOUD.sub("", _AT_AN_END.sub("", _AT_AN_END.sub("", text.strip(" ,;-"))))
    text = re.sub(r" ([,;:](?:\s|$))", r"\1", " ".join(text.split())).strip(" ,;:-–—")
    return _quiet(text) if fold(text) else title


def without_half_brackets(title: str) -> str:
    """The title without halves of brackets, where one of them holds nothing.

    `1) tap` and `boiler (dead` keep theirs: somebody wrote them so.
    """
    halves = unpaired(title)
    if not any(_is_loose(title, at) for at in halves):
        return title
    marks = {match.end() - 1 for match in _LIST_MARK.finditer(title) if _LIST_MARK.match(title)}
    dropped = {*halves} - marks
    kept = "".join(each for at, each in enumerate(title) if at not in dropped)
    return re.sub(r" {2,}", " ", kept).strip() or title


_LIST_MARK = re.compile(r"(?<!\S)(?:\d{1,2}|[a-z])\)", re.IGNORECASE)
"""`1) tap b) sink`."""


def _is_loose(title: str, at: int) -> bool:
    """Whether this bracket holds no words: it faces an end, or has a space on both sides; `:( ` is a face."""
    before, after = title[:at].strip(), title[at + 1 :].strip()
    apart = not title[:at][-1:].strip() and not title[at + 1 : at + 2].strip()
    return apart or not (after if title[at] in "([{" else before)


def _quiet(text: str) -> str:
    """`BOILER BROKEN` as a sentence; abbreviations and names with digits stay."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    words = [word for word in words if word not in _ACRONYMS]
    loud = [word for word in words if word.isupper()]
    if len(loud) < 2 or 2 * len(loud) <= len(words):
        return text
    lowered = re.sub(
        r"[\w'’]+",
        lambda match: (
            match[0]
            if match[0] in _ACRONYMS or re.search(r"\d", match[0]) or _is_letter(text, match)
            else match[0].lower()
        ),
        text,
    )
    return lowered[:1].upper() + lowered[1:]


def _is_letter(text: str, match: re.Match[str]) -> bool:
    """`FLAT B`; and `A` only after what it may name, since it is a word too."""
    if len(match[0]) != 1:
        return False
    return match[0] != "A" or bool(_LETTERED.search(text[: match.start()]))
