"""Job descriptions: rich text to plain text and back.

PropOps edits descriptions as rich text, so HTML comes in and simple HTML goes out.
"""

import html
import re
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from bot.jobs.characters import without_controls, without_unseen

_MOST_RAW = 30_000
"""Characters that are read, pictures pasted into the text apart: far more than any view shows."""
_MOST_TEXT = 20_000
"""Characters of plain text that are made of them."""
_MOST_FILE = 2_000_000
_DEEPEST = 8
"""Levels of lists told apart by their indent."""
_REMEMBERED = 64
_BLOCK = (
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul"
)
_INLINE = "a abbr b big br cite code del em font i img ins mark q s small span strike strong sub sup td th u"
_HIDDEN = "head iframe noscript object script style template title"
_WITH_SPACE = "blockquote div dl figure form h1 h2 h3 h4 h5 h6 hr ol p pre section table ul"
_BLOCKS, _UNSEEN = frozenset(_BLOCK.split()), frozenset(_HIDDEN.split())
_APART = frozenset(_WITH_SPACE.split())
_TAGS = "|".join([*_BLOCKS, *_INLINE.split(), *_UNSEEN])
_IS_HTML = re.compile(
    rf"</(?:{_TAGS})\s*>|<(?:{'|'.join(_BLOCKS)}|br)(?:\s[^<>]*)?/?>|<img\s[^<>]*\bsrc\s*=[^<>]*>",
    re.IGNORECASE,
)
_SHOWN_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_HALF_TAG = re.compile(r"<(?![^<>]*>)")
"""A `<` that no `>` ends: the standard parser looks through all the rest of the text for each."""
_DECLARATION = re.compile(r"<[!?][^<>]*>?")
_PICTURE = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s]*")
_SPACES = re.compile(r"[^\S\n]+")


def is_html(text: str) -> bool:
    """Whether `text` is marked up; a lone `<` or `<b>` in plain words is not."""
    return _IS_HTML.search(text) is not None


def tidy(text: str) -> str:
    """The normal form of plain text: single spaces, at most one empty line, nothing at the edges."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    text = without_unseen(without_controls(text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class PlainText(NamedTuple):
    """`whole`: whether that is all of it; of a text too long to show only the beginning is read."""

    text: str
    whole: bool


def to_text(html_or_text: str) -> str:
    """Plain text to read: paragraphs, breaks, bullets and links kept, scripts and styles dropped.

    Of a very long text only the beginning, and `…`.
    """
    return read(html_or_text).text


@lru_cache(maxsize=_REMEMBERED)
def read(html_or_text: str) -> PlainText:
    """The same, and whether it is all. Time goes with the length, whatever the markup."""
    raw, whole = _cut(html_or_text)
    if is_html(raw):
        reader = _Reader()
        try:
            reader.feed(_HALF_TAG.sub("&lt;", _uncommented(raw)))
            reader.close()
        except _Full:
            whole = False
        text = tidy("".join(reader.parts))
    else:
        text = tidy(html.unescape(raw))
    if len(text) > _MOST_TEXT:
        text, whole = text[:_MOST_TEXT], False
    return PlainText(text, whole=True) if whole else PlainText(f"{text}\n…".strip(), whole=False)


def _uncommented(raw: str) -> str:
    """Without comments and declarations, some of which the standard parser refuses by raising."""
    return _DECLARATION.sub("", _without(_without(raw, "<!--", "-->"), "<![", "]>"))


def _without(raw: str, opens: str, closes: str) -> str:
    parts, at = [], 0
    while (begin := raw.find(opens, at)) >= 0 and (
        end := raw.find(closes, begin + len(opens))
    ) >= 0:
        parts.append(raw[at:begin])
        at = end + len(closes)
    return "".join([*parts, raw[at:]])


def _cut(raw: str) -> tuple[str, bool]:
    """What is read of a text, not half a tag, and whether that is all."""
    if len(raw) <= _MOST_RAW:
        return raw, True
    short = _PICTURE.sub("", raw[:_MOST_FILE])
    if len(short) <= _MOST_RAW:
        return short, len(raw) <= _MOST_FILE
    short = short[:_MOST_RAW]
    return (short[: short.rfind("<")] if short.rfind("<") > short.rfind(">") else short), False


def to_html(text: str) -> str:
    """Plain text as escaped paragraphs: an empty line starts a new `<p>`, a line break is `<br>`."""
    paragraphs = tidy(text).split("\n\n")
    return "".join(
        f"<p>{html.escape(each, quote=False).replace(chr(10), '<br>')}</p>"
        for each in paragraphs
        if each
    )


class _Full(Exception):
    """There is more text already than anything shows."""


class _Reader(HTMLParser):
    """Collects the text of a page in `parts`. Raises `_Full` once it is enough."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._lists: list[int | None] = []
        self._link: tuple[str, int] | None = None
        self._length = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        attributes = dict(attrs)
        if tag == "br":
            self._add("\n")
        elif tag == "li":
            self._break(1)
            self._add(self._bullet())
        elif tag in _BLOCKS:
            self._break(2 if tag in _APART and not self._lists else 1)
        if tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "pre":
            self._pre += 1
        elif tag == "a":
            self._link = (
                attributes.get("href") or "",
                len(self.parts),
            )  # links are never in one another
        elif tag == "img" and attributes.get("alt"):
            self._add(f"[{attributes['alt']}]")
        elif tag in {"td", "th"} and self.parts and not self.parts[-1].endswith("\n"):
            self._add(" | ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "img", "hr"}:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if self._unseen:
            return
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag == "a" and self._link is not None:
            self._end_link(*self._link)
            self._link = None
        if tag in _BLOCKS:
            self._break(2 if tag in _APART and not self._lists else 1)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if not self._pre:
            data = re.sub(r"\s+", " ", data)
            if data.startswith(" ") and (not self.parts or self.parts[-1].endswith("\n")):
                data = data[1:]
        if data:
            self._add(data)

    def unknown_decl(self, data: str) -> None:
        """`<![CDATA[…]]>` and the like: not text."""

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)
        if self._length > 2 * _MOST_TEXT:  # what is tidied away is still in it
            raise _Full

    def _break(self, most: int) -> None:
        """Makes sure that what follows starts on a new line, after up to `most` line ends."""
        before = "".join(self.parts[-3:])
        if not before:
            return
        ends = len(before) - len(before.rstrip("\n"))
        if ends < most:
            self._add("\n" * (most - ends))

    def _bullet(self) -> str:
        depth = min(max(0, len(self._lists) - 1), _DEEPEST)
        if not self._lists or self._lists[-1] is None:
            return "  " * depth + "• "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return "  " * depth + f"{number}. "

    def _end_link(self, href: str, begin: int) -> None:
        label = "".join(self.parts[begin:]).strip()
        plain = re.sub(r"^(?:mailto:|tel:)", "", href.strip(), flags=re.IGNORECASE)
        if _SHOWN_LINK.match(href.strip()) and plain.rstrip("/") not in {label, label.rstrip("/")}:
            self._add(f" ({plain})" if label else plain)


_FORMATS = {
    "bold": "b strong",
    "italics": "i em cite",
    "underlining": "u ins",
    "crossed-out text": "s strike del",
    "lists": "ul ol li dl",
    "links": "a",
    "headings": "h1 h2 h3 h4 h5 h6",
    "tables": "table",
    "pictures": "img figure",
    "quotations": "blockquote",
    "colours or sizes": "font big small mark",
    "fixed-width text": "pre code",
    "raised or lowered text": "sub sup",
    "dividing lines": "hr",
    "films or embedded pages": "iframe video audio embed object",
    "centred or right-hand text": "center",
}
_FORMAT_OF = {tag: words for words, tags in _FORMATS.items() for tag in tags.split()}
_OPENED = re.compile(r"<([a-z][a-z0-9]*)(?=[\s/>])([^<>]*)>", re.IGNORECASE)
_STYLED = re.compile(r"\bstyle\s*=", re.IGNORECASE)
_ALIGNED = re.compile(
    r"\balign\s*=\s*[\"']?(?:center|right)|\b(?:ql-align|text|has-text-align)-(?:center|right)\b",
    re.IGNORECASE,
)
"""By an attribute, or by the class that an editor gives it."""


def formatting(html_or_text: str) -> tuple[str, ...]:
    """What `to_html(to_text(…))` would lose, in words, in a fixed order: `("bold", "lists")`."""
    raw, _ = _cut(html_or_text)
    if not is_html(raw):
        return ()
    found = set()
    for tag, attributes in _OPENED.findall(_uncommented(raw)):
        if words := _FORMAT_OF.get(tag.lower()):
            found.add(words)
        if _STYLED.search(attributes):
            found.add("colours or sizes")
        if _ALIGNED.search(attributes):
            found.add("centred or right-hand text")
    return tuple(words for words in _FORMATS if words in found)
