"""What people write for a plain digit, letter or separator, folded for the search and mapped back.

Characters nobody sees go; digits of other scripts, circled and full-width ones become plain; what
parts the digits of one number (`44·71`, a line break) becomes what the search knows.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from bot.jobs.characters import plain_characters, without_unseen

_CODE_WORD = r"(?:codes?|pins?|safe|combination|combo|keypad|keysafe|lock ?box|key ?box|password|alarm|padlock|entry)"
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[·•∙⋅・|~_¦](?=[\d#*])")
_ARROW = re.compile(r"(?<=[^\s>])[ \t]{0,4}[-=]{0,6}>(?=[ \t]{0,4}[#*]?\w)")
_BULLET = re.compile(
    r"(?<=\n)[ \t]*[-*•·>][ \t]+(?=[#*]?[a-z]?\d[\d #*-]{2,9}[a-z]?[ \t]*(?:\n|$))", re.IGNORECASE
)
_LINE = re.compile(r"(?<=\d)\n[ \t]*(?=\d{1,4}[#*]?[ \t]*(?:\n|$))")
_NEXT_LINE = re.compile(
    rf"\b{_CODE_WORD}[ \t]{{0,4}}[:=-]{{0,6}}[ \t]{{0,4}}(?P<end>\n[ \t]{{0,8}})(?=[#*]?[a-z]?\d)",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    rf"\b{_CODE_WORD}[ \t]{{0,4}}(?:[:=-]|is|no\.?)?[ \t]{{0,4}}(?P<code>\d{{1,3}}(?:[ \t]?[,./-][ \t]?\d{{1,3}}){{1,7}}|\d(?:(?:[ \t]?[,./-][ \t]?|[ \t](?:(?:then|dash|and)[ \t])?)\d(?!\d)){{3,7}})(?![\d,./-]*\d)",
    re.IGNORECASE,
)
_OPEN, _CLOSE = re.compile(r"[<{](?=[#*]?[a-z]?\d)", re.IGNORECASE), re.compile(r"(?<=[\d#*])[>}]")
_AROUND = re.compile(
    r"(?<![\w~`])[_~`]{1,4}(?=[#*]?[a-z]?\d)|(?<=\d)[_~`]{1,4}(?!\w)", re.IGNORECASE
)

_ALIKE = {
    each: letter
    for letter, others in {
        "a": "\u0430\u03b1\u0251", "b": "\u0432\u044c\u03b2", "c": "\u0441\u1d04", "d": "\u0501\u1d05", "e": "\u0435\u0451\u03b5\u1d07", "g": "\u0261",
        "h": "\u043d\u04bb", "i": "\u0456\u0457\u03b9\u0131\u0269\u026a", "j": "\u0458", "k": "\u043a\u03ba\u1d0b", "l": "\u04cf\u029f", "m": "\u043c",
        "n": "\u043f\u03b7\u0274", "o": "\u043e\u03bf\u1d0f", "p": "\u0440\u03c1", "q": "\u051b", "r": "\u0433\u0280", "s": "\u0455\u017f", "t": "\u0442\u03c4",
        "u": "\u03c5", "v": "\u03bd", "w": "\u051d\u03c9", "x": "\u0445\u03c7", "y": "\u0443\u03b3\u028f", "3": "\u0437",
        "A": "\u0410\u0391", "B": "\u0412\u0392", "C": "\u0421", "E": "\u0415\u0395", "H": "\u041d\u0397", "I": "\u0406\u0399", "J": "\u0408",
        "K": "\u041a\u039a", "M": "\u041c\u039c", "N": "\u039d", "O": "\u041e\u039f", "P": "\u0420\u03a1", "S": "\u0405", "T": "\u0422\u03a4",
        "X": "\u0425\u03a7", "Y": "\u0423\u04ae\u03a5", "Z": "\u0396",
    }.items()
    for each in others
}  # fmt: skip
"""Letters of other alphabets that look like ours: somebody hides a word with them, or their keyboard does."""


class Folded:
    """`work`: the text to search. Places in it are turned into places of the text as it was typed."""

    def __init__(self, text: str) -> None:
        self._starts: Sequence[int] | None = None
        if not text.isascii():
            text, self._starts = _plain(text)
        self.work = _separated(text)

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The span of the typed text that this span of `work` stands for."""
        if self._starts is None:
            return start, end
        return self._starts[start], self._starts[end]

    def here(self, span: tuple[int, int]) -> tuple[int, int]:
        """The span of `work` for one of the typed text."""
        if self._starts is None:
            return span
        return bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Each character in its plain form, and where in `text` it was (one more for the end)."""
    parts: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        for each in _folded(character):
            parts.append(each)
            starts.append(at)
    starts.append(len(text))
    return "".join(parts), starts


@lru_cache(maxsize=4_000)
def _folded(character: str) -> str:
    if character.isascii():
        return character
    known = plain_characters(character)
    if known.isascii():
        return known
    if character in "\u200c\u200d\ufe0e\ufe0f\u20e3" or not without_unseen(character):
        return ""
    if character in "➡⇒➔➜➞⟶":
        return ">"
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if alike := _ALIKE.get(character):
        return alike
    for form in ("NFKC", "NFKD"):
        folded = unicodedata.normalize(form, character)
        bare = "".join(each for each in folded if not unicodedata.combining(each))
        if bare.isascii() and bare.strip():
            return bare
    return "" if unicodedata.combining(character) else character


def _separated(text: str) -> str:
    """The same length: separators that mean no more than themselves are those the search knows."""
    text = _BETWEEN_DIGITS.sub("-", text)
    text = _ARROW.sub(lambda match: " " * len(match[0]), text)
    text = _AROUND.sub(lambda match: " " * len(match[0]), text)
    text = _CLOSE.sub(")", _OPEN.sub("(", text))
    text = _BULLET.sub(lambda match: " " * len(match[0]), text)
    text = _LINE.sub(lambda match: " " * len(match[0]), text)
    text = _NEXT_LINE.sub(lambda m: m[0][: m.start("end") - m.start()] + " " * len(m["end"]), text)
    return _SPREAD.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    """`44 - 71`, `4,4,7,1` → one word; a date stays."""
    code = match["code"]
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d+\.\d+|\d{1,3}(?:,\d{3})+", code):
        return match[0]
    return match[0][: match.start("code") - match.start()] + re.sub(r"[ \t,.a-z]", "-", code)
