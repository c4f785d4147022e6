"""The text of a command while it is being read: what Slack sent, and which of it is spoken for."""

import html
import re

_ENCODED = re.compile(r"<([^<>\n]{1,2000})>|&(?:amp|lt|gt);")
_SAME = str.maketrans(
    dict.fromkeys("’‘‛`´ʼ", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\r\u2028\u2029\x0b\x0c\x85", "\n")
)  # fmt: skip
_NOTHING = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
TAKEN = "\x1f"


def unslack(text: str) -> str:
    """Slack's encoding undone once: links and mentions as their label, `&amp;` as `&`."""
    text = _NOTHING.sub("", text)
    return _ENCODED.sub(_label, text)


def _label(found: re.Match[str]) -> str:
    inside = found[1]
    if inside is None:
        return html.unescape(found[0])
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
        return found[0]  # somebody's own < and >, not Slack's
    return label or html.unescape(re.sub(r"^(?:mailto|tel):", "", target))


class Page:
    """Text with parts taken out. `work` is the text in plain quotes, dashes and spaces, character
    for character, with `TAKEN` where a part is spoken for: patterns can't reach across.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.work = text.translate(_SAME)
        self.glue: set[int] = set()

    def take(self, start: int, end: int) -> str:
        """Marks a part as spoken for and returns it as it was typed."""
        self.work = self.work[:start] + TAKEN * (end - start) + self.work[end:]
        return self.text[start:end]

    def left(self) -> str:
        """What is not spoken for, tidied: no stray commas, brackets or dashes where parts were."""
        kept = "".join(
            TAKEN if mark == TAKEN else typed
            for typed, mark in zip(self.text, self.work, strict=True)
        )
        kept = re.sub(rf"[(\[{{\"'“‘]\s*{TAKEN}+\s*[)\]}}\"'”’]", TAKEN, kept)
        kept = re.sub(
            rf"(?i:[ \t]+(?:at|to|for|on|by|from|with|and|in|@))+[ \t]*{TAKEN}+[ \t]*(?=\n|$)",
            "",
            kept,
        )
        kept = re.sub(rf"[ \t]*{TAKEN}+[ \t]*([.!?])[ \t]+(?=[^\s{TAKEN}])", r"\1 ", kept)
        kept = re.sub(rf"{TAKEN}[ \t]*[.!?](?=\s|$)", TAKEN, kept)
        kept = re.sub(rf"(?:[ \t]*[,;:+/–—-]?[ \t]*{TAKEN}+)+[ \t]*", TAKEN, kept)
        kept = re.sub(rf"{TAKEN}(?=[,;:.!?)])", "", kept).replace(TAKEN, " ")
        lines = (_tidy(line) for line in kept.translate(_BREAKS).split("\n"))
        return "\n".join(line for line in lines if line)


_BREAKS = {ord(c): "\n" for c in "\r\u2028\u2029\x0b\x0c\x85"}
_EDGES = " \t\u00a0,;:–—-"


def _tidy(line: str) -> str:
    line = re.sub(r"\s+", " ", line)
    line = re.sub(r" ([,;:](?:\s|$))", r"\1", line)
    line = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", line)
    if not re.match(r"-\d", line.strip()):
        line = line.lstrip(_EDGES)
    return line.rstrip(_EDGES)
