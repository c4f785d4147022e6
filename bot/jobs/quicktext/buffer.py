"""The text of a command while it is being read: what Slack sent, and which parts are consumed."""

import html
from collections.abc import Collection

from bot import late_re as re
from bot.jobs.characters import plain_characters, without_tags, without_unseen

_ENCODED = re.compile(r"<([^<>\n]{1,2000})>|&(?:amp|lt|gt);")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = {ord(c): "\n" for c in "\r\u2028\u2029\x0b\x0c\x85"}
_NOTHING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_KEYCAPS = re.compile("(?:[0-9#*]\ufe0f?\u20e3 ?){2,}")
"""Digits written as key emoji, which may be a code."""
CONSUMED = "\x00"


def unslack(text: str) -> str:
    """Slack's encoding undone once: links and mentions as their label, `&amp;` as `&`. Spaces are
    single, empty lines gone.
    """
    text = _KEYCAPS.sub(lambda keys: re.sub("[\ufe0f\u20e3]", "", keys[0]), text)
    text = _ENCODED.sub(_label, without_unseen(_NOTHING.sub("", text)))
    text = without_tags(text).translate(_BREAKS)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _label(match: re.Match[str]) -> str:
    inside = match[1]
    if inside is None:
        return html.unescape(match[0])
    target, _, label = inside.partition("|")
    label = html.unescape(label)
    match target[:1]:
        case "@":
            return "@" + (label.lstrip("@") or target[1:])
        case "#":
            return "#" + (label.lstrip("#") or target[1:])
        case "!":
            return label or "@" + target[1:].split("^")[0]
    if not re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
        return match[0]  # somebody's own < and >, not Slack's
    return label or html.unescape(re.sub(r"^(?:mailto|tel):", "", target))


class TextBuffer:
    """Text with consumed parts. `work` is the text in plain quotes, dashes and spaces, character
    for character, with `CONSUMED` where a part is consumed: patterns can't reach across.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.work = plain_characters(text)

    def consume(self, start: int, end: int) -> str:
        """Marks a part as consumed and returns it as it was typed."""
        self.work = self.work[:start] + CONSUMED * (end - start) + self.work[end:]
        return self.text[start:end]

    def restore(self, start: int, end: int) -> None:
        """Takes back that a part was consumed."""
        self.work = self.work[:start] + plain_characters(self.text[start:end]) + self.work[end:]

    def part(self, start: int, end: int, given_back: Collection[int] = ()) -> "TextBuffer":
        """A part of the text. `given_back`: places that count as not consumed there."""
        part = TextBuffer(self.text[start:end])
        part.work = "".join(
            plain if at in given_back else mark
            for at, plain, mark in zip(
                range(start, end), part.work, self.work[start:end], strict=True
            )
        )
        return part

    def remaining(self) -> str:
        """What is not consumed, tidied: no stray commas, brackets or dashes where parts were."""
        text = "".join(
            CONSUMED if mark == CONSUMED else typed
            for typed, mark in zip(self.text, self.work, strict=True)
        )
        text = re.sub(f"{CONSUMED}+", CONSUMED, text)
        for pattern, instead in _SEAMS:
            text = pattern.sub(instead, text)
        lines = (_tidy(line) for line in text.translate(_BREAKS).split("\n"))
        return "\n".join(line for line in lines if line)


_LEADS = "(?: (?i:at|to|for|on|by|from|with|and|in|the|@)){1,4}"
_SEAMS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"[*_~|]{CONSUMED}[*_~|]", CONSUMED),
        (rf"[(\[{{\"'“‘] ?{CONSUMED} ?[)\]}}\"'”’]", CONSUMED),
        (rf"{CONSUMED} ?[.!]+(?=[,;:])", CONSUMED),
        (rf"{_LEADS}(?: ?{CONSUMED})+ ?(?=[.](?:\s|$))", CONSUMED),
        (rf"{_LEADS}(?: ?{CONSUMED})+ ?(?=[\n,;?!]|$)", ""),
        (rf"(?<=\w) (?i:at|for|@)(?: (?i:the))?(?: ?{CONSUMED})+ (?=[a-z£])", f" {CONSUMED} "),
        (
            rf"{CONSUMED}(?:[/:+|*&>→•…—–-]+|[.](?=[^\W\d_]{{2}})) ?(?=\w|{CONSUMED})",
            f"{CONSUMED} ",
        ),
        (rf"{CONSUMED} ?(?:(?i:or|and|then)|&)(?= ?(?:[{CONSUMED},;.\n]|$))", ""),
        (rf"(?:(?<=\n)|^)(?: ?{CONSUMED})+ ?[.!?]+(?=\s|$)", CONSUMED),
        (rf"[,;:] ?{CONSUMED} ?[.](?=\s+[^\s{CONSUMED}])", "."),
        (rf"([.!?]) ?{CONSUMED} ?[.!?](?=\s|$)", r"\1"),
        (rf" ?{CONSUMED} ?([.!?]) (?=[^\s{CONSUMED}])", r"\1 "),
        (rf"{CONSUMED} ?[.!?](?=\s|$|{CONSUMED})", CONSUMED),
        (rf"(?: ?[,;:+/–—|>→•…&*-]? ?{CONSUMED})+ ?", CONSUMED),
        (rf"{CONSUMED}(?=[,;:.!?)])", ""),
        (CONSUMED, " "),
    )
)
"""What is done where a part was taken out, in order."""
_EDGES = " \t\u00a0,;:–—-"


def _tidy(line: str) -> str:
    line = re.sub(r"\s+", " ", line)
    line = re.sub(r" ([,;:](?:\s|$))", r"\1", line)
    line = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", line)
    line = re.sub(r"^\s*(?:[/|>+] +)+", "", line)
    if not re.match(r"-\d", line.strip()):
        line = line.lstrip(_EDGES)
    return line.rstrip(_EDGES)
