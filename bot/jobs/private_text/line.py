"""A text as tokens, and which of them can be a code in their context."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal, TypeAlias

from bot.jobs.private_text import vocabulary as words
from bot.jobs.private_text.tokens import (
    MOST_JOINED,
    digits,
    is_marked,
    is_measure,
    is_mixed,
    is_price,
    is_price_or_time,
    is_spoken,
    looks_coded,
    tokens_of,
)

Span: TypeAlias = tuple[int, int]
Strength: TypeAlias = Literal["code", "safe", "alarm", "door", "verb", "access"]

_SHORTEST = {"code": 1, "safe": 2, "alarm": 3, "door": 4, "verb": 3, "access": 3}
"""How many digits a plain number has at least, to be a code after such a trigger."""
_HOURS = re.compile(r"(?:[1-9]|1[0-2])-(?:[1-9]|1[0-2])")
_PRICELESS = re.compile(r"\d{3,8}")
"""After `code £`, a slip for `#`: no pence, no comma."""
_SAYS_SO = words.CODE_WORDS | {"£", "is", ":", "=", "to", "now", "#", "("}
_FIRST_PART = re.compile(r"[#*]?\w+[#*]?")
_NEXT_PART = re.compile(r"[#*]?[\da-z][\da-z]?[#*]?|[#*]|\d{3,4}", re.IGNORECASE)
DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:\d\d|20\d\d))?")


class Line:
    """`known`: spans that were read as an address, a day or money; addresses are also found here.

    `forward` and `leading` are what `extent` has found out: codes in a row share it.
    """

    def __init__(self, work: str, known: Sequence[Span]) -> None:
        self.work, self.tokens = work, tokens_of(work)
        self.forward: dict[int, int] = {}
        self.leading: dict[int, int] = {}
        self._parts: dict[int, bool] = {}
        self._changed = work.find("changed")
        self._loud = work.isupper()
        self._starts = [token.start for token in self.tokens]
        own = (words.PRODUCT, words.SIZES)
        self._products = self._read_known([m.span() for each in own for m in each.finditer(work)])
        self._known = [*known, *(match.span() for match in words.ADDRESS.finditer(work))]
        self._known_until = self._read_known(self._known)

    def without_known_words(self) -> str:
        """The text, of the same length, with a NUL for each character of an address, or of a day or sum with a word in it."""
        work = self.work
        for start, end in self._known:
            if re.search(r"[a-z]{3}", work[start:end], re.IGNORECASE):
                work = work[:start] + "\x00" * (end - start) + work[end:]
        return work

    def is_product(self, at: int) -> bool:
        """Whether this token is of a paint's colour, a postcode, or sizes."""
        return at in self._products

    def _read_known(self, known: Sequence[Span]) -> dict[int, int]:
        """By token, where the longest known span it is in ends."""
        until: dict[int, int] = {}
        for start, end in known:
            at = max(bisect_right(self._starts, start) - 1, 0)
            while at < len(self.tokens) and self.tokens[at].start < end:
                if start < self.tokens[at].end:
                    until[at] = max(until.get(at, 0), end)
                at += 1
        return until

    def numbered(self, at: int) -> bool:
        """`flat 4` before a code, not `no. 1234` or `house 5678`."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return bool(
            after and digits(after.text) and digits(after.text) <= 3
            and (self.tokens[at].low not in {"no", "no.", "number", "house"} or self.coded(at + 2))
        )  # fmt: skip

    def coded(self, at: int) -> bool:
        return at < len(self.tokens) and looks_coded(self.tokens[at].text)

    def known_end(self, at: int) -> int:
        """The token after the known span this token is in; 0 when it is in none."""
        until = self._known_until.get(at)
        return 0 if until is None else bisect_left(self._starts, until)

    def is_code(self, at: int, strength: Strength, *, direct: bool) -> bool:
        text = self.tokens[at].text
        if self.is_product(at) or (strength != "code" and self._costs(at, strength)):
            return False
        if not looks_coded(text):
            return (
                strength in {"code", "safe", "alarm", "door"}
                and direct
                and is_spoken(self.tokens, at) > 0
            )
        count, known = digits(text), bool(self.known_end(at))
        if DATE.fullmatch(text):
            return direct and self._named_code(at)
        if known and not (direct and (count > 3 or (strength == "code" and self._named_code(at)))):
            return False
        if _HOURS.fullmatch(text) and strength != "code":
            return False
        if is_measure(self.tokens, at) and not (strength == "code" and direct and count > 3):
            return False
        if strength == "code" and not self._is_access(at, max(count, self.joined_digits(at))):
            return False
        if self.tokens[at - 1].text == "£" and not (
            strength == "code" and _PRICELESS.fullmatch(text)
        ):
            return False
        counted = self.tokens[at - 1].low in words.COUNTED and not self._by_the_meter(at, strength)
        if counted and not (direct and count > 3):
            return False
        if (
            count == 2
            and strength in {"alarm", "door"}
            and text.isdecimal()
            and self.tokens[at - 1].text in {":", "="}
        ):
            return True
        least = 3 if strength in {"door", "alarm", "access"} and text[0] not in "#*" else 2
        least = 2 if direct and is_mixed(text) else least
        if is_marked(text) and count >= least:
            return True
        joined = self.whole(at)
        return sum(digits(each.text) for each in self.tokens[at:joined]) >= _SHORTEST[strength]

    def _costs(self, at: int, strength: Strength) -> bool:
        """`key safe was 39.99`, `gate at 1730`, `alarm since 2019`."""
        if strength == "safe":
            return is_price(self.tokens[at].text) and not self._named_code(at)
        return is_price_or_time(self.tokens, at)

    def _by_the_meter(self, at: int, strength: Strength) -> bool:
        """`key safe by the gas meter 4471` is no reading of the meter."""
        before = [token.low for token in self.tokens[max(0, at - 4) : at]]
        near = {"by", "near", "beside", "behind", "under", "opposite", "above", "below", "in"}
        return strength in {"code", "safe"} and before[-1:] == ["meter"] and bool(near & {*before})

    def _named_code(self, at: int) -> bool:
        """Whether `code`, `is`, `:` or `=` right before says that this is one."""
        return self.tokens[at - 1].low in _SAYS_SO

    def _is_access(self, at: int, count: int) -> bool:
        """A bare `code 117` of a clause about a boiler is its fault code."""
        far = max(0, self.tokens[at].start - 40)
        begin = max(self.work.rfind(mark, far, self.tokens[at].start) for mark in "\n;")
        before = self.work[max(begin + 1, far) : self.tokens[at].start]
        lead = re.search(r"(\S+) (?:code|pin)s?\b[^,;]*$", before, re.IGNORECASE)
        if lead and lead[1].casefold() in words.LEADING:
            return True
        if count < 2 or (count < 3 and re.search(r"\bpins? $", before, re.IGNORECASE)):
            return self.whole(at) > at + 1
        after = self.work[self.tokens[at].end : self.tokens[at].end + 25]
        return count > 3 or not words.FAULT_TALK.search(before + " " + after)

    def word_code(self, at: int, end: int, strength: Strength) -> int:
        """A code without digits: `password Rover1`, `code is ABCD`, `C Y Z`; where it ends, or 0."""
        token, before = self.tokens[at], self.tokens[at - 1].low
        if not re.fullmatch(r"[\w'*#!@$-]+", token.text) or token.low in words.LINKS:
            return 0
        lead = self.tokens[end - 1].low
        wifi = end > 1 and self.tokens[end - 2].low in words.NETWORKS
        pair = (self.tokens[end - 2].low if end > 1 else "", lead)
        password = (
            (lead in words.PASSWORDS and (lead not in words.HALVES or pair in words.TWO_WORDS))
            or wifi
            or (self.tokens[end - 1].text in {":", "="} and self.tokens[end - 2].low == "pass")
        )
        said = before in {"is", ":", "="} or (
            before == "to" and 0 <= self._changed <= token.start - len("changed")
        )
        if token.low in words.NOT_A_CODE or self.known_end(at):
            return 0
        if (run := self._single_characters(at)) - at > 2:
            return run
        parted = self.between_letters(at)
        if parted - at > 2 or (parted and strength in {"code", "safe"}):
            return parted
        if said and (spoken := is_spoken(self.tokens, at)):
            return at + spoken
        last = at + 1 >= len(self.tokens) or not self.tokens[at + 1].text[0].isalpha()
        loud = token.text.isupper() and len(token.text) > 1 and (last or not self._loud)
        named = (
            strength in {"alarm", "door", "safe", "access"}
            and at - end < 2
            and (
                re.fullmatch(r"[a-z]{3,}\d{1,4}", token.text, re.IGNORECASE)
                and not words.NO_PASSWORD.fullmatch(token.text)
            )
        )
        if named:  # `gate Rover1`
            return at + 1
        if digits(token.text) and not password:
            return 0
        if (
            strength == "code"
            and said
            and (password or loud or token.text[:1].isupper() or before != "to")
        ):
            return at + 1
        told = (
            digits(token.text)
            or token.text[:1].isupper()
            or self.tokens[end - 1].low == "word"
            or wifi
        )
        loud_code = strength in {"code", "safe"} and loud and len(token.text) < 9
        return at + 1 if at == end and ((password and told) or loud_code) else 0

    def _single_characters(self, at: int) -> int:
        """The token after `C 4 4 7 1`."""
        most = min(at + MOST_JOINED, len(self.tokens))
        while at < most and re.fullmatch(r"[A-Z\d]", self.tokens[at].text):
            at += 1
        return at

    def between_letters(self, at: int) -> int:
        """The token after `C 4417 Z`, `C 44 17 Z` or `C 4417`; 0 where no such code begins."""
        end, most = at + 1, min(at + 5, len(self.tokens))
        while (
            end < most
            and re.fullmatch(r"\d{2,6}", self.tokens[end].text)
            and not self.known_end(end)
        ):
            end += 1
        figures = sum(digits(each.text) for each in self.tokens[at + 1 : end])
        if not re.fullmatch(r"[A-Za-z]", self.tokens[at].text) or figures not in range(3, 7):
            return 0
        if end < len(self.tokens) and re.fullmatch(r"[A-WYZyz]", self.tokens[end].text):
            return end + 1
        return end if self.tokens[at].text.isupper() and not is_measure(self.tokens, end - 1) else 0

    def whole(self, at: int) -> int:
        """The token after a code that goes on: `1 2 3 4`, `12 34 56`, `four four seven one`."""
        if spoken := is_spoken(self.tokens, at):
            return at + spoken
        end, most = at + 1, min(at + MOST_JOINED, len(self.tokens))
        while end < most and all(
            re.fullmatch(r"\d{1,3}[LRlr]", self.tokens[n].text) for n in (at, end)
        ):
            end += 1
        while end < most and _FIRST_PART.fullmatch(self.tokens[at].text) and self._goes_on(at, end):
            end += 1
        if (
            end == at + 1 and end < len(self.tokens) and re.fullmatch(r"[A-Z]\d{3,6}", self.tokens[at].text)
            and re.fullmatch(r"[B-HJ-WYZ]", self.tokens[end].text)
        ):  # fmt: skip
            return end + 1  # `C4417 Z`
        return end

    def _goes_on(self, at: int, end: int) -> bool:
        """Whether the code that begins at `at` goes on with this token."""
        if end not in self._parts:
            self._parts[end] = self._is_part(end)
        text = self.tokens[end].text
        return (
            self._parts[end]
            and abs(len(text) - len(self.tokens[at].text)) <= 1
            and (end > at + 1 or digits(text) > 0 or text in {"#", "*"})
            and (not is_measure(self.tokens, end) or self._of_one_length(at, end))
        )

    def _is_part(self, end: int) -> bool:
        """Whether a token may be a further part of a code, whatever that begins with."""
        token = self.tokens[end]
        return bool(
            _NEXT_PART.fullmatch(token.text)
            and self.work[self.tokens[end - 1].end : token.start] == " "
            and token.low not in words.LINKS
            and not self.known_end(end)
        )

    def _of_one_length(self, at: int, end: int) -> bool:
        """`44 71 keys inside`: the second half of a code, not 71 keys."""
        first, last = self.tokens[at].text, self.tokens[end].text
        after = self.tokens[end + 1].low
        return len(first) == len(last) == 2 and after in words.COUNTED_AFTER

    def joined_digits(self, at: int) -> int:
        """How many digits the code that begins here has in all."""
        return sum(digits(each.text) for each in self.tokens[at : self.whole(at)])

    def counted(self, at: int) -> bool:
        before = self.tokens[at - 1] if at else None
        return bool(before and (before.low in words.COUNTED or before.text in {"£", "$"})) or (
            self.tokens[at].start > 0 and self.work[self.tokens[at].start - 1] in "£$€"
        )
