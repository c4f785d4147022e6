"""The words of a text for the search for codes: where they stand, and whether a code may look so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import late_re as re
from bot.jobs.private_text.slips import meant_before_a_code, meant_by
from bot.jobs.private_text.vocabulary import (
    CODE_WORDS,
    COUNTED_AFTER,
    LEAD,
    OWN_NUMBER,
    SAFES,
    SPOKEN,
    UNIT,
    UNIT_AFTER,
)

_TOKEN = re.compile(r"[^\s,;()\[\]{}\x00\"]+|[,;()\[\]{}\n\x00]")
_GLUED = re.compile(
    rf"(?P<word>{'|'.join(sorted((re.escape(each) for each in CODE_WORDS | SAFES), key=len, reverse=True))}"
    r"|k\.s|key-?safe|door|gate|alarm|padlock|entry|safe|box|access)(?P<mark>[-/#.=]?)(?=[#*]?[a-z]?\d)",
    re.IGNORECASE,
)
_DASHED = re.compile(r"([a-z]{2,})(-)(?-i:([A-Z])?)", re.IGNORECASE)
"""`code- 1234`, `code-C 4417 Z`: the dash goes with neither."""
_CODE = re.compile(r"[#*]*[a-z]{0,4}\d[\da-z*#/.+&_-]*", re.IGNORECASE)
_LETTERED = re.compile(r"[#*]*[a-z](?:[-*/.][\da-z]){2,}[#*]*", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)\d{4,}")
"""Nobody has 4471 doors; 2024 is a year."""
MOST_JOINED = 24
"""Tokens of one code that is written in several (`1 2 3 4`); what goes on longer is the next one."""
_LABEL_ENDS = frozenset({"is", "now", "new", ":", "=", "-", "#", "no", "no.", "("})
_MOST_LABEL_ENDS = 3
_SURELY_CODED = re.compile(
    r"[#*]*(?!(?:19|20)\d\d$)(?:\d{4,8}|[a-z]\d{2,6}[a-z]?|\d(?:-\d){3,7})[#*]*", re.IGNORECASE
)
_TIME = re.compile(r"\d{1,2}:\d{2}.*|\d{1,2}(?:[.:]\d{2})?(?:-\d{1,2})?(?:am|pm).*", re.IGNORECASE)


_PRICE = re.compile(r"\d{1,3}\.(?:[05]0|[49]9|95)")
_HOUR = re.compile(r"(?:[01]\d|2[0-3])\.?[0-5][05]")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Token:
    """A word or a mark. `low`: as the vocabulary has it, lower case without marks around it."""

    start: int
    end: int
    text: str
    low: str

    @property
    def ends_clause(self) -> bool:
        return self.text in {"\n", ";", "\x00"}


def tokens_of(work: str) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(work):
        found += _split(match[0], match.start())
    return [_with_its_code(found, n) for n in range(len(found))]


def _with_its_code(tokens: Sequence[Token], n: int) -> Token:
    """`cod 4471`, `alrm is C12Y`: the label that is meant, since a code comes right after it."""
    token = tokens[n]
    if (word := meant_before_a_code(token.low)) is None:
        return token
    at = n + 1
    while at < len(tokens) and tokens[at].low in _LABEL_ENDS:
        at += 1
    coded = (
        at < len(tokens) and at <= n + _MOST_LABEL_ENDS and _SURELY_CODED.fullmatch(tokens[at].text)
    )
    return replace(token, low=word) if coded and not is_measure(tokens, at) else token


def _split(word: str, at: int) -> list[Token]:
    """`code:1234`, `door=C12`, `KS1234` in two or three tokens; anything else as it is."""
    lead = len(word) - len(word.lstrip("'\""))
    word, at = word[lead:], at + lead
    parts = re.split(r"([:=])(?!//)", word) if not _TIME.fullmatch(word) else [word]
    found: list[Token] = []
    for part in parts:
        if re.match(r"£\d", part):
            found += [_token(part[0], at), _token(part[1:], at + 1)]
        elif glued := _GLUED.match(part):
            found.append(_token(glued["word"], at))
            if glued["mark"]:
                found.append(_token(glued["mark"], at + glued.end("word")))
            found.append(_token(part[glued.end() :], at + glued.end()))
        elif (dashed := _DASHED.fullmatch(part)) and (
            not dashed[3] or dashed[1].casefold() in CODE_WORDS | SAFES
        ):
            groups = [n for n in (1, 2, 3) if dashed[n]]
            found += [_token(dashed[n], at + dashed.start(n)) for n in groups]
        elif part:
            found.append(_token(part, at))
        at += len(part)
    return found


def _token(text: str, at: int) -> Token:
    bare = text.rstrip(".!?'\"") or text
    if bare.casefold() in {"k.s", "no"} and text.endswith("."):
        bare = text
    low = bare.casefold().strip(".") or bare
    low = re.sub(r"^[a-z]+-(codes?|pin|password)$", r"\1", low)
    if low.endswith("'s") and low[:-2] in CODE_WORDS | SAFES:
        low = low[:-2]
    low = low.replace("key-", "key").replace("lock-", "lock")
    return Token(at, at + len(bare), bare, meant_by(low))


def digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def looks_coded(text: str) -> bool:
    """Whether a word can be (the beginning of) a code: it has a digit, and no unit."""
    if not (_CODE.fullmatch(text) or (_LETTERED.fullmatch(text) and digits(text))):
        return False
    return not (UNIT.fullmatch(text) or OWN_NUMBER.fullmatch(text) or _TIME.fullmatch(text))


def is_marked(text: str) -> bool:
    """A code that is no plain number: `1-2-3-4`, `C12Y`, `12*34`, `1234#`, `0042`."""
    return bool(re.search(r"[-*#/+_&]|[a-z]", text, re.IGNORECASE)) or (
        text.startswith("0") and digits(text) > 2
    )


def is_spoken(tokens: Sequence[Token], n: int) -> int:
    """How many number words stand here; 0 unless it is two or more."""
    count = 0
    while n + count < len(tokens) and count < MOST_JOINED:
        if count and tokens[n + count].text == "," and _is_said(tokens, n + count + 1):
            count += 1
        if not _is_said(tokens, n + count):
            break
        count += 1
    said = [each for each in tokens[n : n + count] if each.text != ","]
    words = sum(not each.low.isdigit() for each in said)
    long = sum(len(each.low.split("-")) for each in said)
    return count if words and long > 1 else 0


def _is_said(tokens: Sequence[Token], n: int) -> bool:
    return n < len(tokens) and all(
        part in SPOKEN or part.isdigit() for part in tokens[n].low.split("-")
    )


def is_mixed(text: str) -> bool:
    """Letters and digits in turn, as in `A4B7`; not `FD30`, not a door's rating `FD30S`."""
    turns = re.findall(r"[a-z]+|\d+", text, re.IGNORECASE)
    return (
        len(turns) > 2 and digits(text) > 1 and text.isalnum()
        and not re.fullmatch(r"fd\d+s?|\d+[x]\d+.*", text, re.IGNORECASE)
    )  # fmt: skip


def is_of_lead(tokens: Sequence[Token], n: int) -> bool:
    """`lead is code 4`, `code 5 flashing`: its thickness."""
    thick = n + 1 < len(tokens) and re.fullmatch(r"[3-8](?:-.*)?", tokens[n + 1].text)
    return bool(thick) and any(each.low in LEAD for each in tokens[max(0, n - 4) : n + 5])


def is_price(text: str) -> bool:
    return _PRICE.fullmatch(text) is not None


def is_price_or_time(tokens: Sequence[Token], n: int) -> bool:
    """`padlock 19.99`, `gate at 1730`: no word for a code is before it."""
    text, before = tokens[n].text, tokens[n - 1].low if n else ""
    return bool(
        is_price(text)
        or (before in {"at", "left"} and _HOUR.fullmatch(text))
        or (before in {"in", "since"} and _YEAR.fullmatch(text))
    )


def is_measure(tokens: Sequence[Token], n: int) -> bool:
    """`1200 x 900`, `15 mm`, `2 doors`: the next word says that this is no code.

    In `4471 by the door` and `4471 keys inside` it does not.
    """
    after = tokens[n + 1].low if n + 1 < len(tokens) else ""
    if after == "by":
        return n + 2 < len(tokens) and tokens[n + 2].text[0].isdigit()
    if after in COUNTED_AFTER:
        return not _LONG_NUMBER.fullmatch(tokens[n].text)
    return after in UNIT_AFTER
