"""Characters as phones and Slack write them: plain ones for patterns, those nobody sees, and joined emoji; where a long text may be cut."""

import unicodedata

from bot import late_re as re

_SAME = str.maketrans(
    dict.fromkeys("’‘‛`´ʼ", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("→•●▪", ">")
    | {ord("…"): "."}
    | dict.fromkeys("\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\r\u2028\u2029\x0b\x0c\x85", "\n")
)  # fmt: skip


_QUOTES = re.compile(r"[\"“”„‟«»]|(?<![^\s])['‘’‘‛`*_~]+|['’`*_~]+(?![^\s])")


def plain_characters(text: str) -> str:
    """The same text, character for character, in plain quotes, dashes, spaces and line ends."""
    return text.translate(_SAME)


_SHY = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
_UNSEEN = re.compile(
    rf"[{_SHY}]"
    r"|(?<![^\s\x00-\x1f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\s\x00-\x1f])"
    r"|(?<=[\x21-\x7e])[\u200c\u200d]+(?=[\x21-\x7e])"
)
"""Characters without a shape. A joiner between two others is kept, but where both are plain ASCII:
there it joins nothing, and could only part the digits of a code.
"""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff]")


def without_unseen(text: str) -> str:
    """The text without characters that nobody sees: zero-width spaces, soft hyphens, direction marks.
    The joiners and tags of emoji, flags and scripts that need them stay.
    """
    return _UNSEEN.sub("", text)


def without_controls(text: str) -> str:
    """Control characters, halves of characters and private ones become spaces; line ends and tabs stay."""
    return _CONTROL.sub(" ", text)


def unquoted(text: str) -> str:
    """Without quotation marks around words, straight or curly, and without Slack's for bold, italics and
    strikethrough; an apostrophe inside a word stays.
    """
    return " ".join(_QUOTES.sub(" ", text).split())


def trimmed(text: str) -> str:
    """Without space and unseen characters at its ends; empty when nobody would see anything, as of marks
    that combine with no letter.
    """
    text = text.strip()
    if text.isascii():
        return text
    seen = without_unseen(text).strip()
    if not any(map(_has_a_shape, seen)):
        return ""
    first, last = text.find(seen[0]), text.rfind(seen[-1])
    return text[first : last + 1]


def _has_a_shape(character: str) -> bool:
    """A letter, figure, punctuation mark or symbol, not a mark on one, a space or a control."""
    return unicodedata.category(character)[0] in "LNPS"


_NAMES = r"(?:b|i|u|s|em|strong|p|div|span|font|ul|ol|li|tr|td|table|h[1-6])"
_PAIR = re.compile(
    rf"<(?P<name>{_NAMES})(?:\s[^<>\n]{{0,300}})?>(?P<inside>[^<>]{{0,1000}})</(?P=name)>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_ALONE = re.compile(rf"\s*(?:</?{_NAMES}>\s*)+", re.IGNORECASE)
_MOST_NESTED = 3


def without_tags(text: str) -> str:
    """Without the HTML that comes along from a web page or a mail: pairs of marks, `<br>`, and marks
    without any text. `flat <b>` stays as it was typed.
    """
    if "<" not in text:
        return text
    text = _BREAK.sub("\n", text)
    for _ in range(_MOST_NESTED):
        text = _PAIR.sub(lambda pair: pair["inside"], text)
    return "" if _ALONE.fullmatch(text) else text


def line_break(text: str, most: int) -> int:
    """Where to cut `text` after at most so many characters: at a line end, else at a space."""
    if len(text) <= most:
        return len(text)
    for mark in "\n ":
        if (at := text.rfind(mark, most // 2, most + 1)) > 0:
            return at
    return most
